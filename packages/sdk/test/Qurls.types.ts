import type { Qurl as Resource } from "@qurl/contract"
import {
  type BatchCreated,
  type Created,
  type Deleted,
  type Found,
  type Minted,
  type Page,
  type QuotaFound,
  Qurl,
  type QurlError,
  type ReadError,
  type Resolved,
  type Updated
} from "@qurl/sdk"
import { Effect, type Stream } from "effect"
import { expectTypeOf } from "vitest"

type Call<A> = Effect.Effect<A, QurlError, Qurl>
type Read<A> = Effect.Effect<A, ReadError, Qurl>

expectTypeOf(Qurl.create).returns.toEqualTypeOf<Call<Created>>()
expectTypeOf(Qurl.batchCreate).returns.toEqualTypeOf<Call<BatchCreated>>()
expectTypeOf(Qurl.get).returns.toEqualTypeOf<Read<Found>>()
expectTypeOf(Qurl.list).returns.toEqualTypeOf<Read<Page<Resource>>>()
expectTypeOf(Qurl.listAll).returns.toEqualTypeOf<Stream.Stream<Resource, ReadError, Qurl>>()
expectTypeOf(Qurl.update).returns.toEqualTypeOf<Call<Updated>>()
expectTypeOf(Qurl.extend).returns.toEqualTypeOf<Call<Updated>>()
expectTypeOf(Qurl.delete).returns.toEqualTypeOf<Read<Deleted>>()
expectTypeOf(Qurl.mintLink).returns.toEqualTypeOf<Call<Minted>>()
expectTypeOf(Qurl.resolve).returns.toEqualTypeOf<Call<Resolved>>()
expectTypeOf(Qurl.getQuota).returns.toEqualTypeOf<Read<QuotaFound>>()

// What is known to be wrong does not compile.
// @ts-expect-error a misspelt property
void Qurl.create({ targetUrl: "https://example.com" })
// @ts-expect-error an extension is by a duration or up to an instant
void Qurl.extend("r_1", { extend_by: "1h", expires_at: "2030-01-01T00:00:00Z" })
// @ts-expect-error options have no such property
void Qurl.get("r_1", { key: "k" })
// @ts-expect-error a read has no key
void Qurl.get("r_1", { idempotencyKey: "k" })
// @ts-expect-error a delete has no key
void Qurl.delete("r_1", { idempotencyKey: "k" })
// @ts-expect-error a read cannot fail because of a key
void Effect.catchTag(Qurl.get("r_1"), "IdempotencyConflictError", () => Effect.void)
