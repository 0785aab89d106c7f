/**
 * Generators of idempotency keys.
 *
 * @since 0.1.0
 */
import { KeyGenerator as Core } from "@qurl/idempotency/KeyGenerator"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import type { KeyRequest } from "./internal/keyRequest.js"
import { fromLayer } from "./internal/keys.js"
import { assertOptions } from "./internal/options.js"

export {
  /**
   * Properties of a call that a generator sees.
   *
   * @since 0.1.0
   * @category models
   */
  type KeyRequest
} from "./internal/keyRequest.js"

/**
 * A generator: one method, asked once per logical call. `null` sends the call without a key, and a write is then sent once
 * and never repeated. Anything else that is not a key, `undefined` included, fails the call before it is sent.
 *
 * @since 0.1.0
 * @category models
 */
export interface KeyGenerator {
  readonly next: (call: KeyRequest) => string | null | Promise<string | null>
}

/**
 * The generators that come with the package. One that has a state (`sequence`, `fromJob`) is made once per program.
 *
 * @example
 * import { KeyGenerator, QurlClient } from "@qurl/promise"
 *
 * const client = new QurlClient({ apiKey: "lv_test_...", keyGenerator: KeyGenerator.sequence("import") })
 *
 * @since 0.1.0
 * @category constructors
 */
export const KeyGenerator: {
  /** Random keys that sort by time (RFC 9562, version 7). The default. */
  readonly uuidV7: KeyGenerator
  /** Random keys (RFC 9562, version 4). */
  readonly uuidV4: KeyGenerator
  /** `prefix-1`, `prefix-2`, ... in the order of the calls: for tests that assert the keys sent. */
  readonly sequence: (prefix: string) => KeyGenerator
  /**
   * Keys that are the same when the whole program runs again, so that after a crash nothing is created twice. They are
   * derived from the job, the operation, the path, the body and, for calls that are equal in all of these, their
   * occurrence: first, second, and so on. An occurrence is used up by a success or a rejection that the server keeps;
   * after anything else the next identical call takes the same one.
   *
   * The program must hold its inputs constant. `startedAt` is when the job began, as a date, an RFC 3339 instant or
   * milliseconds since 1970: once the server's retention has passed since, its answers may be gone, and calls fail with
   * an `IdempotencyConflictError` whose reason is `expired`. Throws a `ConfigurationError` when an option is wrong, such as
   * a start in the future.
   */
  readonly fromJob: (jobId: string, options: { readonly startedAt: Date | string | number }) => KeyGenerator
  /** No keys. Writes are then sent once and never repeated. */
  readonly none: KeyGenerator
} = {
  uuidV7: fromLayer(Core.uuidV7),
  uuidV4: fromLayer(Core.uuidV4),
  sequence: (prefix) => {
    assertOptions({ prefix }, { prefix: OptionCheck.required(OptionCheck.text) })
    return fromLayer(Core.sequence(prefix))
  },
  fromJob: (jobId, options) => {
    assertOptions({ jobId, ...options }, {
      jobId: OptionCheck.required(OptionCheck.text),
      startedAt: OptionCheck.required(OptionCheck.past(Date.now()))
    })
    return fromLayer(Core.fromJob(jobId, options))
  },
  none: fromLayer(Core.none)
}
