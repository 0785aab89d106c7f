// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for delegated batches: links for a resource of another account, under a capability that this account
 * issued.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type {
  DelegatedBatchChanged,
  DelegatedBatchCreated,
  DelegatedBatchFound,
  DelegatedBatchPolling,
  DelegatedBatchUnchanged,
  DelegatedQurlFound,
  Deleted
} from "@qurl/sdk"
import type { ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"

export type {
  DelegatedBatchChanged,
  DelegatedBatchCreated,
  DelegatedBatchFound,
  DelegatedBatchPolling,
  DelegatedBatchUnchanged,
  DelegatedQurlFound
}

/**
 * A mint capability, which is a secret, and the links to create under it.
 *
 * @since 0.1.0
 * @category models
 */
export interface CreateBatchInput extends Plain<Sdk.CreateBatchInput> {}

/**
 * The operations of `Delegated`. In spans and errors the methods carry the names of the API's operations.
 *
 * @since 0.1.0
 * @category models
 */
export interface Delegated {
  /**
   * Submits a batch of 1 to 100 links (`createDelegatedQurlBatch`). Returns as soon as the batch is queued.
   *
   * `idempotencyKey` is the caller's own: 32 to 256 visible ASCII characters. Keep it with the input, because only a
   * call with both finds out what became of a batch whose outcome is unknown, even in another process. A retry sends
   * the same key and yields the same batch.
   */
  readonly createBatch: (
    input: CreateBatchInput,
    idempotencyKey: string,
    options?: ReadOptions
  ) => Promise<DelegatedBatchCreated>

  /** Reads a batch, with its results once it has ended (`getDelegatedQurlBatch`). */
  readonly getBatch: (batchId: string, options?: ReadOptions) => Promise<DelegatedBatchFound>

  /**
   * Reads a batch unless it is still in the state that `etag` names (`getDelegatedQurlBatch`). `etag` is `meta.etag` of
   * an earlier answer about this batch; without one the batch is read whatever its state. Check `unchanged` first: a
   * result has the batch only if that is false.
   */
  readonly getBatchIfChanged: (
    batchId: string,
    etag: string | undefined,
    options?: ReadOptions
  ) => Promise<DelegatedBatchChanged | DelegatedBatchUnchanged>

  /**
   * Reads a batch until it has ended (`getDelegatedQurlBatch`), waiting between reads for as long as the server asks,
   * at least a second and at most an hour. Each read after the first is under the condition that the batch has changed.
   * It waits without a limit: bound it with `Effect.timeout`, or with `signal` where there are Promises. Options apply
   * to each read.
   */
  readonly waitForBatch: (batchId: string, options?: ReadOptions) => Promise<DelegatedBatchFound>

  /** Reads a link that a batch created (`getDelegatedQurl`). */
  readonly get: (qurlId: string, options?: ReadOptions) => Promise<DelegatedQurlFound>

  /**
   * Revokes a link that a batch created (`deleteDelegatedQurl`). A retry is safe without a key: revoking it again is a
   * success.
   */
  readonly revoke: (qurlId: string, options?: ReadOptions) => Promise<Deleted>
}
