import type { Qurl as Resource } from "@qurl/contract"
import {
  type BatchCreated,
  type Created,
  type Deleted,
  type Found,
  type GoneError,
  type Minted,
  type NotFoundError,
  type Page,
  type QuotaFound,
  Qurl,
  type ReadError,
  type Resolved,
  type Updated,
  type WriteError
} from "@qurl/sdk"
import { Effect, type Stream } from "effect"
import { expectTypeOf } from "vitest"

type Call<A, More = never> = Effect.Effect<A, WriteError | More, Qurl>
type Read<A, More = never> = Effect.Effect<A, ReadError | More, Qurl>

expectTypeOf(Qurl.create).returns.toEqualTypeOf<Call<Created>>()
expectTypeOf(Qurl.batchCreate).returns.toEqualTypeOf<Call<BatchCreated>>()
expectTypeOf(Qurl.get).returns.toEqualTypeOf<Read<Found, NotFoundError>>()
expectTypeOf(Qurl.list).returns.toEqualTypeOf<Read<Page<Resource>>>()
expectTypeOf(Qurl.listAll).returns.toEqualTypeOf<Stream.Stream<Resource, ReadError, Qurl>>()
expectTypeOf(Qurl.update).returns.toEqualTypeOf<Call<Updated, NotFoundError>>()
expectTypeOf(Qurl.extend).returns.toEqualTypeOf<Call<Updated, NotFoundError>>()
expectTypeOf(Qurl.delete).returns.toEqualTypeOf<Read<Deleted, NotFoundError>>()
expectTypeOf(Qurl.mintLink).returns.toEqualTypeOf<Call<Minted, NotFoundError>>()
expectTypeOf(Qurl.resolve).returns.toEqualTypeOf<Call<Resolved, NotFoundError | GoneError>>()
expectTypeOf(Qurl.getQuota).returns.toEqualTypeOf<Read<QuotaFound>>()

// What is known to be wrong does not compile.
// @ts-expect-error a misspelt property
void Qurl.create({ targetUrl: "https://example.com" })
// @ts-expect-error a target is missing
void Qurl.create({})
// @ts-expect-error a duration in words
void Qurl.create({ target_url: "https://example.com", expires_in: "1 day" })
// @ts-expect-error a type that the API does not have
void Qurl.create({ target_url: "https://example.com", type: "file" })
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
// @ts-expect-error a link that does not exist yet is not missing
void Effect.catchTag(Qurl.create({ target_url: "https://example.com" }), "NotFoundError", () => Effect.void)
// @ts-expect-error a list is never gone
void Effect.catchTag(Qurl.list(), "GoneError", () => Effect.void)
// @ts-expect-error a read meets no conflict
void Effect.catchTags(Qurl.get("r_1"), { ConflictError: () => Effect.void })
void Effect.catchTag(Qurl.get("r_1"), "NotFoundError", () => Effect.void)
void Effect.catchTags(Qurl.resolve("at_1"), { GoneError: () => Effect.void, ConflictError: () => Effect.void })
