/**
 * Generators of idempotency keys.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import type * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { generatorFailed } from "./CallError.js"
import { randomKeys } from "./internal/instant.js"
import { generated } from "./internal/keys/generated.js"
import { fromJob } from "./internal/keys/jobKeys.js"
import type { Call, Service } from "./internal/keys/keyRequest.js"
import { refusing } from "./internal/keys/refusing.js"
import { v4, v7 } from "./internal/keys/uuid.js"
import * as OptionCheck from "./Support/OptionCheck.js"

export {
  /**
   * Parts of a call from which a generator can derive its key.
   *
   * @since 0.1.0
   * @category models
   */
  type Call,
  /**
   * A generator: one method, asked once per logical call.
   *
   * @since 0.1.0
   * @category models
   */
  type Service
} from "./internal/keys/keyRequest.js"

const random = (make: (millis: number) => string): Service => {
  const service: Service = { next: () => Effect.map(Clock.currentTimeMillis, (millis) => Option.some(make(millis))) }
  randomKeys.set(service, make)
  return service
}

const uuidV7 = random(v7)
const uuidV4 = random(v4)
const none: Service = { next: () => Effect.succeedNone }

/** Generators of this package: they end at once and never fail unexpectedly. */
const own = new WeakSet<Service>([uuidV7, uuidV4, none])

const owned = (generator: Service): Service => {
  own.add(generator)
  return generator
}

/**
 * True for generators whose keys cannot have been used before.
 *
 * @internal
 */
export const isRandom = (generator: Service): boolean => randomKeys.has(generator)

/**
 * True for generators of this package, which are synchronous and need no supervision.
 *
 * @internal
 */
export const isOwn = (generator: Service): boolean => own.has(generator)

/**
 * A key as a generator of the caller's own returns it. None sends the call without a key, so that it is not repeated.
 *
 * @since 0.1.0
 * @category models
 */
export type Key = string | Option.Option<string>

/**
 * The generator of the calls in reach of a layer; UUIDv7 if there is none.
 *
 * Generators with state (`sequence`, `fromJob`) are provided once per program: every build of the layer starts anew.
 *
 * @example
 * import { KeyGenerator } from "@qurl/idempotency"
 *
 * const fromTicket = KeyGenerator.make(({ operation }) => `ticket-4711-${operation}`)
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
      const wrong = OptionCheck.text.find(prefix, "prefix")
      if (wrong !== undefined) return owned(refusing("sequence", wrong))
      let count = 0
      return owned({ next: () => Effect.sync(() => Option.some(`${prefix}-${++count}`)) })
    })

  /**
   * A generator of the caller's own: a function to a key, or to an effect that may use services and fail. It is covered
   * by the deadline of the call. If it fails, throws, or returns anything but a key, `undefined` included, the call fails
   * with a `KeyError` whose reason is `generator`, and nothing is sent.
   */
  static readonly make = <E = never, R = never>(
    next: (call: Call) => Key | Effect.Effect<Key, E, R>
  ): Layer.Layer<never, never, R> =>
    Layer.effect(
      KeyGenerator,
      Effect.map(Effect.context<R>(), (context): Service => {
        const wrong = OptionCheck.fn.find(next, "next")
        if (wrong !== undefined) return refusing("make", wrong)
        return {
          next: (call) =>
            Effect.suspend(() => {
              const key = next(call)
              // An Option is an effect, too: one that fails if it is none.
              return Effect.isEffect(key) && !Option.isOption(key) ? Effect.provide(key, context) : Effect.succeed(key)
            }).pipe(
              Effect.mapError((error) => generatorFailed(call.operation, error)),
              Effect.flatMap((key) => generated(call.operation, key))
            )
        }
      })
    )

  /**
   * Keys that are the same when the whole program runs again, so that after a crash nothing is created twice. They are
   * derived from the job, host and tenant, the operation, the path with its query, the body and, for calls that are equal
   * in all of these, their occurrence: first, second, and so on. An occurrence is used up when the caller receives a
   * success or a rejection that the server keeps; after anything else the next identical call takes the same one.
   *
   * The program must hold its inputs constant. `startedAt` is when the job began: once the server's retention has
   * passed since, its answers may be gone, and calls fail with a `KeyError` whose reason is `expired`. With an option that
   * is wrong, such as a start in the future, they fail with one whose reason is `generator`.
   */
  static readonly fromJob = (
    jobId: string,
    options: { readonly startedAt: DateTime.DateTime.Input }
  ): Layer.Layer<never> => Layer.sync(KeyGenerator, () => owned(fromJob(jobId, options)))

  /** No keys. Writes are then sent once and never repeated. */
  static readonly none: Layer.Layer<never> = Layer.succeed(KeyGenerator, none)
}
