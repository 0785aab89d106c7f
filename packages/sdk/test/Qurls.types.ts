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
  type Resolved,
  type Updated
} from "@qurl/sdk"
import type { Effect, Stream } from "effect"
import { expectTypeOf } from "vitest"

type Call<A> = Effect.Effect<A, QurlError, Qurl>

expectTypeOf(Qurl.create).returns.toEqualTypeOf<Call<Created>>()
expectTypeOf(Qurl.batchCreate).returns.toEqualTypeOf<Call<BatchCreated>>()
expectTypeOf(Qurl.get).returns.toEqualTypeOf<Call<Found>>()
expectTypeOf(Qurl.list).returns.toEqualTypeOf<Call<Page<Resource>>>()
expectTypeOf(Qurl.listAll).returns.toEqualTypeOf<Stream.Stream<Resource, QurlError, Qurl>>()
expectTypeOf(Qurl.update).returns.toEqualTypeOf<Call<Updated>>()
expectTypeOf(Qurl.extend).returns.toEqualTypeOf<Call<Updated>>()
expectTypeOf(Qurl.delete).returns.toEqualTypeOf<Call<Deleted>>()
expectTypeOf(Qurl.mintLink).returns.toEqualTypeOf<Call<Minted>>()
expectTypeOf(Qurl.resolve).returns.toEqualTypeOf<Call<Resolved>>()
expectTypeOf(Qurl.getQuota).returns.toEqualTypeOf<Call<QuotaFound>>()

// What is known to be wrong does not compile.
// @ts-expect-error a misspelt property
void Qurl.create({ targetUrl: "https://example.com" })
// @ts-expect-error an extension is by a duration or up to an instant
void Qurl.extend("r_1", { extend_by: "1h", expires_at: "2030-01-01T00:00:00Z" })
// @ts-expect-error options have no such property
void Qurl.get("r_1", { key: "k" })
