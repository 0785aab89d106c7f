/**
 * Sources of idempotency keys.
 *
 * @since 0.1.0
 */
import { type Key as Key3, KeyGenerator as Core } from "@qurl/idempotency/KeyGenerator"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Effect3 from "effect3/Effect"
import type * as Layer3 from "effect3/Layer"
import { toError } from "./internal/failures.js"
import { fromEngine } from "./internal/fromEngine.js"
import * as Keys from "./internal/keys.js"
import { toOption, toOption3 } from "./internal/option.js"
import { toEngine } from "./internal/toEngine.js"

/**
 * Details of a call that a generator may derive the key from.
 *
 * @since 0.1.0
 * @category models
 */
export type Call = Keys.Call

/**
 * A generator: one method, asked once per logical call.
 *
 * @since 0.1.0
 * @category models
 */
export type Service = Keys.Service

/**
 * A key as a generator of the caller's own returns it. None sends the call without a key, so that it is not repeated.
 *
 * @since 0.1.0
 * @category models
 */
export type Key = string | Option.Option<string>

const fromLayer = (layer: Layer3.Layer<never>): Service => {
  const engine = Effect3.runSync(Effect3.provide(Core, layer))
  return Keys.remember({
    next: (call) => Effect.map(fromEngine(engine.next(Keys.toCall3(call)), toError), toOption)
  }, engine)
}

const toKey = (key: Key): Key3 => Option.isOption(key) ? toOption3(key) : key

/** True for a key. An Option can be taken for an effect. */
const isKey = (made: unknown): made is Key => Option.isOption(made) || !Effect.isEffect(made)

const parse = Option.liftThrowable((input: DateTime.DateTime.Input) => DateTime.make(input))

/** Options for the engine, which refuses those that are wrong: a start that is not an instant is not a number to it. */
const toOptions3 = (options: { readonly startedAt: DateTime.DateTime.Input }) => ({
  ...options,
  startedAt: Option.match(Option.flatten(parse(Object(options).startedAt)), {
    onNone: () => Number.NaN,
    onSome: DateTime.toEpochMillis
  })
})

const uuidV7 = fromLayer(Core.uuidV7)

/**
 * The generator of the calls in reach of a layer; UUIDv7 if there is none.
 *
 * Generators with state (`sequence`, `fromJob`) are provided once per program: every build of the layer starts anew.
 *
 * @example
 * import { KeyGenerator } from "@qurl/effect4"
 *
 * const fromTicket = KeyGenerator.make(({ operation }) => `ticket-4711-${operation}`)
 *
 * @since 0.1.0
 * @category tags
 */
export class KeyGenerator extends Context.Reference<Service>(Keys.id, { defaultValue: () => uuidV7 }) {
  /** Random keys that sort by time (RFC 9562, version 7). The default. */
  static readonly uuidV7: Layer.Layer<never> = Layer.succeed(KeyGenerator, uuidV7)

  /** Random keys (RFC 9562, version 4). */
  static readonly uuidV4: Layer.Layer<never> = Layer.sync(KeyGenerator, () => fromLayer(Core.uuidV4))

  /** `prefix-1`, `prefix-2`, ... in the order of the calls: for tests that assert the keys sent. */
  static readonly sequence = (prefix: string): Layer.Layer<never> =>
    Layer.sync(KeyGenerator, () => fromLayer(Core.sequence(prefix)))

  /**
   * A generator of the caller's own: a function to a key, or to an effect that may use services and fail. It is covered
   * by the deadline of the call. If it fails, throws, or returns anything but a key, `undefined` included, the call
   * fails with a `ValidationError`, and nothing is sent.
   */
  static readonly make = <E = never, R = never>(
    next: (call: Call) => Key | Effect.Effect<Key, E, R>
  ): Layer.Layer<never, never, R> =>
    Layer.effect(
      KeyGenerator,
      Effect.map(Effect.context<R>(), (context) =>
        fromLayer(Core.make((call) => {
          const made = next(Keys.toCall(call))
          return isKey(made) ? toKey(made) : toEngine(Effect.map(Effect.provideContext(made, context), toKey))
        })))
    )

  /**
   * Keys that are the same when the whole program runs again, so that after a crash nothing is created twice. They are
   * derived from the job, host and tenant, the operation, the path with its query, the body and, for calls that are equal
   * in all of these, their occurrence: first, second, and so on. An occurrence is used up when the caller receives a
   * success or a rejection that the server keeps; after anything else the next identical call takes the same one.
   *
   * The program must hold its inputs constant. `startedAt` is when the job began: once the server's retention has
   * passed since, its answers may be gone, and calls fail with an `IdempotencyConflictError` whose reason is `expired`.
   */
  static readonly fromJob = (
    jobId: string,
    options: { readonly startedAt: DateTime.DateTime.Input }
  ): Layer.Layer<never> =>
    Layer.sync(
      KeyGenerator,
      () => fromLayer(Core.fromJob(jobId, toOptions3(options)))
    )

  /** No keys. Writes are then sent once and never repeated. */
  static readonly none: Layer.Layer<never> = Layer.sync(KeyGenerator, () => fromLayer(Core.none))
}
