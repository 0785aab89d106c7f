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
import type { ReadOptions, Written } from "../Input.js"
import { readMeta, type Succeeded, writeMeta } from "../internal/call/answer.js"
import type { Caller } from "../internal/call/call.js"
import * as Compiled from "../internal/call/compiled.js"
import * as EntityTag from "../internal/call/entityTag.js"
import { effect } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import { derived } from "../internal/checks/unreadable.js"
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
 * Part of an answer that helps to read the batch again.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedBatchPolling {
  /** Entity tag of the state that the batch is in: `getBatchIfChanged` takes it. Absent if the server sent none. */
  readonly etag: string | undefined
  /** When the server asks to be called again, in milliseconds since 1970. Absent once the batch has ended. */
  readonly retryAt: number | undefined
}

/**
 * A batch that was submitted, or was there under its key.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedBatchCreated extends DelegatedBatch {
  readonly meta: WriteMeta & DelegatedBatchPolling
}

/**
 * A batch that was read. Its results hold links, which are secrets.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedBatchFound extends DelegatedBatch {
  readonly meta: ReadMeta & DelegatedBatchPolling
}

/**
 * A batch that is not in the state whose entity tag was given.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedBatchChanged extends DelegatedBatchFound {
  readonly unchanged: false
}

/**
 * Answer to a read whose entity tag still stands (304). It has no batch.
 *
 * @since 0.1.0
 * @category models
 */
export interface DelegatedBatchUnchanged {
  readonly unchanged: true
  readonly meta: ReadMeta & DelegatedBatchPolling
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
   * Reads a batch unless it is still in the state that `etag` names (`getDelegatedQurlBatch`). `etag` is `meta.etag` of an
   * earlier answer about this batch; without one the batch is read whatever its state. Check `unchanged` first: a result
   * has the batch only if that is false.
   */
  readonly getBatchIfChanged: (
    batchId: string,
    etag: string | undefined,
    options?: ReadOptions
  ) => Effect.Effect<DelegatedBatchChanged | DelegatedBatchUnchanged, ReadError | NotFoundError>

  /**
   * Reads a batch until it has ended (`getDelegatedQurlBatch`), waiting between reads for as long as the server asks, at
   * least a second and at most an hour. Each read after the first is under the condition that the batch has changed. It
   * waits without a limit: bound it with `Effect.timeout`, or with `signal` where there are Promises. Options apply to
   * each read.
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
const hour = 3_600_000

type Received = Pick<Succeeded<unknown>, "headers" | "report">

const pollingOf = ({ headers, report }: Received): DelegatedBatchPolling => ({
  etag: EntityTag.of(headers),
  retryAt: report.retryAt
})

const readMetaOf = (received: Received) => ({ ...readMeta(received.report), ...pollingOf(received) })

type Reading = DelegatedBatchChanged | DelegatedBatchUnchanged

/** Reads a batch; with an entity tag, only if that does not stand any more. */
const readIfChanged = (
  { call }: Caller,
  batch_id: string,
  etag: string | undefined,
  options: ReadOptions | undefined
): Effect.Effect<Reading, ReadError | NotFoundError> =>
  call(
    operations.getBatch,
    {
      ids: { batch_id },
      options,
      condition: etag === undefined
        ? undefined
        : { etag, unchanged: (received): Reading => ({ unchanged: true, meta: readMetaOf(received) }) }
    },
    (succeeded): Reading => ({ ...succeeded.value.data, unchanged: false, meta: readMetaOf(succeeded) })
  )

const methods = Service.methods<DelegatedService>()(operations, {
  createBatch: effect(2, ({ call }) => (payload, idempotencyKey, options) =>
    call(
      operations.createBatch,
      { payload, options: derived(options, (options) => ({ ...options, idempotencyKey })) },
      (succeeded) => ({
        ...succeeded.value.data,
        meta: { ...writeMeta(succeeded.report), ...pollingOf(succeeded) }
      })
    )),

  getBatch: effect(1, ({ call }) => (batch_id, options) =>
    call(
      operations.getBatch,
      { ids: { batch_id }, options },
      (succeeded) => ({ ...succeeded.value.data, meta: readMetaOf(succeeded) })
    )),

  getBatchIfChanged: effect(2, (caller) => (batchId, etag, options) => readIfChanged(caller, batchId, etag, options)),

  waitForBatch: effect(1, (caller) => (batchId, options) => {
    const poll = (etag: string | undefined): Effect.Effect<DelegatedBatchFound, ReadError | NotFoundError> =>
      Effect.flatMap(readIfChanged(caller, batchId, etag, options), (read) => {
        if (!read.unchanged && !isOpen(read)) {
          const { unchanged: _, ...ended } = read
          return Effect.succeed(ended)
        }
        const { meta } = read
        return Effect.flatMap(Clock.currentTimeMillis, (now) =>
          Effect.delay(
            Effect.suspend(() => poll(meta.etag ?? etag)),
            Math.min(hour, Math.max(second, (meta.retryAt ?? now) - now))
          ))
      })
    return poll(undefined)
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
