/**
 * Where keys come from.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { KeyError } from "./CallError.js"
import { fromJob } from "./internal/jobKeys.js"
import { v4, v7 } from "./internal/uuid.js"

/**
 * What a generator may look at when it names a call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Call {
  readonly operation: string
  readonly method: string
  /** Path without host and query. */
  readonly url: string
  /** Digest of the body, the same for the same content. None for a body that can be read only once. */
  readonly fingerprint: Option.Option<string>
  /** How long the server keeps the answers of used keys, in milliseconds. */
  readonly retentionMillis: number
  /**
   * Asks to be told whether the key is used up: `true` when the server keeps an answer under it, so that the next
   * identical call is another one; `false` after unknown, in flight, interrupted or not sent. A pinned call that is
   * made again holds its key (`true`) and tells once more at its end.
   */
  readonly onEnd: (listener: (spent: boolean) => void) => void
}

/**
 * A generator: one method, asked once per logical call.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  readonly next: (call: Call) => Effect.Effect<Option.Option<string>, KeyError>
}

const uuidV7: Service = { next: () => Effect.map(Clock.currentTimeMillis, (millis) => Option.some(v7(millis))) }
const uuidV4: Service = { next: () => Effect.sync(() => Option.some(v4())) }

/**
 * Whether a generator's keys cannot have been used before.
 *
 * @internal
 */
export const isRandom = (generator: Service): boolean => generator === uuidV7 || generator === uuidV4

/**
 * The generator of the calls in reach of a layer; UUIDv7 where there is none.
 *
 * Generators with state (`sequence`, `fromJob`) are provided once per program: every build of the layer starts anew.
 *
 * @example
 * import { KeyGenerator } from "@qurl/idempotency"
 * import { Effect, Layer } from "effect"
 *
 * const fromTicket = Layer.succeed(KeyGenerator, { next: () => Effect.succeedSome("ticket-4711") })
 *
 * @since 0.1.0
 * @category tags
 */
export class KeyGenerator extends Context.Reference<KeyGenerator>()("@qurl/idempotency/KeyGenerator", {
  defaultValue: (): Service => uuidV7
}) {
  /** Random keys that sort by time (RFC 9562, version 7). The default. */
  static readonly uuidV7: Layer.Layer<never> = Layer.succeed(KeyGenerator, uuidV7)

  /** Random keys (RFC 9562, version 4). */
  static readonly uuidV4: Layer.Layer<never> = Layer.succeed(KeyGenerator, uuidV4)

  /** `prefix-1`, `prefix-2`, ... in the order of the calls: for tests that assert the keys sent. */
  static readonly sequence = (prefix: string): Layer.Layer<never> =>
    Layer.sync(KeyGenerator, () => {
      let count = 0
      return { next: () => Effect.sync(() => Option.some(`${prefix}-${++count}`)) }
    })

  /**
   * Keys that are the same when the whole program runs again, so that after a crash nothing is created twice. They are
   * derived from the job, the operation, the path, the body and, for calls that are equal in all of these, their
   * occurrence: first, second, and so on. An occurrence is used up by a success or a rejection that the server keeps;
   * after anything else the next identical call takes the same one.
   *
   * The program must hold its inputs constant. `startedAt` is when the job began: once the server's retention has
   * passed since, its answers may be gone, and calls fail with a `KeyError` whose reason is `expired`.
   */
  static readonly fromJob = (
    jobId: string,
    options: { readonly startedAt: DateTime.DateTime.Input }
  ): Layer.Layer<never> => Layer.sync(KeyGenerator, () => fromJob(jobId, options.startedAt))

  /** No keys. Writes are then sent once and never repeated. */
  static readonly none: Layer.Layer<never> = Layer.succeed(KeyGenerator, { next: () => Effect.succeedNone })
}
