/**
 * The service for delegated batches: links for a resource of another account, under a capability that this account
 * issued.
 *
 * @since 0.1.0
 */
import type { CreateDelegatedBatchRequest, DelegatedBatch, DelegatedQurl } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/Delegated"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import type { ReadOptions, Written } from "../Input.js"
import { readMeta } from "../internal/call/answer.js"
import * as Compiled from "../internal/call/compiled.js"
import { effect } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import type { NotFoundError, ReadError, WriteError } from "../QurlError.js"
import type { Deleted, ReadMeta, WriteMeta } from "../Result.js"

/**
 * A mint capability, which is a secret, and the links to create under it.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateBatchInput extends Written<CreateDelegatedBatchRequest> {}

/**
 * A batch that was submitted, or was there under its key.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedBatchCreated extends DelegatedBatch {
  readonly meta: WriteMeta
}

/**
 * A batch that was read. Its results hold links, which are secrets.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedBatchFound extends DelegatedBatch {
  readonly meta: ReadMeta
}

/**
 * A delegated link that was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedQurlFound extends DelegatedQurl {
  readonly meta: ReadMeta
}

/**
 * The operations of `Delegated`. In spans and errors the methods carry the names of the API's operations.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedService {
  /**
   * Submits a batch of 1 to 100 links (`createDelegatedQurlBatch`). Returns as soon as the batch is queued.
   *
   * `idempotencyKey` is the caller's own: 32 to 256 visible ASCII characters. Keep it with the input, because only a
   * call with both finds out what became of a batch whose outcome is unknown, even in another process. A retry sends the
   * same key and yields the same batch.
   */
  readonly createBatch: (
    input: CreateBatchInput,
    idempotencyKey: string,
    options?: ReadOptions
  ) => Effect.Effect<DelegatedBatchCreated, WriteError | NotFoundError>

  /** Reads a batch, with its results once it has ended (`getDelegatedQurlBatch`). */
  readonly getBatch: (
    batchId: string,
    options?: ReadOptions
  ) => Effect.Effect<DelegatedBatchFound, ReadError | NotFoundError>

  /**
   * Reads a batch until it has ended (`getDelegatedQurlBatch`), waiting between reads for as long as the server asks, or
   * a second. It waits without a limit: bound it with `Effect.timeout`. Options apply to each read.
   */
  readonly waitForBatch: (
    batchId: string,
    options?: ReadOptions
  ) => Effect.Effect<DelegatedBatchFound, ReadError | NotFoundError>

  /** Reads a link that a batch created (`getDelegatedQurl`). */
  readonly get: (qurlId: string, options?: ReadOptions) => Effect.Effect<DelegatedQurlFound, ReadError | NotFoundError>

  /**
   * Revokes a link that a batch created (`deleteDelegatedQurl`). A retry is safe without a key: revoking it again is a
   * success.
   */
  readonly revoke: (qurlId: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError | NotFoundError>
}

const operations = Compiled.group(Operations)

const isOpen = ({ status }: DelegatedBatch): boolean => status === "queued" || status === "running"

const second = 1000

const methods = Service.methods<DelegatedService>()(operations, {
  createBatch: effect(
    2,
    ({ write }) => (payload, idempotencyKey, options) =>
      write(operations.createBatch, { payload, options: { ...options, idempotencyKey } })
  ),

  waitForBatch: effect(1, ({ call }) => (batch_id, options) => {
    const read = call(operations.getBatch, { ids: { batch_id }, options }, identity)
    const poll: Effect.Effect<DelegatedBatchFound, ReadError | NotFoundError> = Effect.flatMap(
      read,
      ({ report, value: { data } }) =>
        isOpen(data)
          ? Effect.flatMap(
            Clock.currentTimeMillis,
            (now) => Effect.delay(Effect.suspend(() => poll), Math.max(second, (report.retryAt ?? now) - now))
          )
          : Effect.succeed({ ...data, meta: readMeta(report) })
    )
    return poll
  })
})

/**
 * The operations on delegated batches.
 *
 * @example
 * import { Delegated, QurlLive } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const { batch_id } = yield* Delegated.createBatch(
 *     { mint_capability: "mc_...", grants: [{ expires_in: "24h", label: "for Ada" }] },
 *     "invitations-of-2026-11-30-a4b9c7d2e1"
 *   )
 *   const { results } = yield* Delegated.waitForBatch(batch_id)
 *   return results?.flatMap(({ qurl }) => qurl === undefined ? [] : [qurl.qurl_link])
 * }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Delegated extends Service.tag<Delegated, DelegatedService>()("Delegated", methods) {}
