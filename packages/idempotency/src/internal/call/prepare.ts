import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import { isRecord } from "effect/Predicate"
import { KeyError, OptionError, TransportError } from "../../CallError.js"
import type { CallOptions } from "../../CallOptions.js"
import type { Dialect } from "../../Dialect.js"
import { problem } from "../../IdempotencyKey.js"
import type { Intent } from "../../Intent.js"
import { isRandom, KeyGenerator } from "../../KeyGenerator.js"
import type * as LocalGuard from "../../LocalGuard.js"
import { CallObserver, type Service as Observer } from "../../Observability/CallObserver.js"
import { fromMethod, type Rules } from "../../Operation.js"
import { CurrentRun } from "../../Pin.js"
import { type Input, type Policy, RetryPolicy } from "../../RetryPolicy.js"
import { decodeDuration as duration, find, type WrongOption } from "../../Support/OptionCheck.js"
import { randomKeys } from "../instant.js"
import type { Caller } from "../keys/identity.js"
import { targetOf } from "../keys/target.js"
import { monotonicMillis } from "../monotonic.js"
import * as Now from "../now.js"
import { callKinds } from "./callKinds.js"
import { Described } from "./described.js"
import { type Late, name, type Named, type Restore } from "./naming.js"
import { checkPolicy } from "./policy.js"
import type { Settlement } from "./settlement.js"

/** Parts of a client that its calls are prepared with. */
export interface Preparing {
  readonly dialect: Dialect
  readonly guard: LocalGuard.Service
  /** Digest of host and tenant. */
  readonly scopeOf: (caller: Caller) => string
  /** The client's name for its tenant. */
  readonly tenant: string | undefined
  /** The context in which the client was built. */
  readonly built: Context.Context<never>
}

/** A call that is ready to be sent. */
export interface Prepared {
  readonly intent: Intent
  readonly observer: Observer
  /** The request as every attempt sends it, key included. */
  readonly request: HttpClientRequest.HttpClientRequest
  readonly lane: string
  /** The key is random and new, so that a first answer cannot be a replay. */
  readonly fresh: boolean
  /** Ends the call's hold on its key in the guard. */
  readonly release: (sent: boolean) => Effect.Effect<void>
}

/** A reference's value from the layers around the call, else from those the client was built with, else its default. */
const nearest = <Id, Value>(
  reference: Context.Reference<Id, Value>,
  around: Context.Context<never>,
  built: Context.Context<never>
): Value => Context.get(around.unsafeMap.has(reference.key) ? around : built, reference)

const policyOf = (chosen: Input, { deadline, timeout }: CallOptions): Either.Either<Policy, WrongOption> =>
  Either.flatMap(checkPolicy(chosen), (policy) =>
    timeout === undefined && deadline === undefined
      ? Either.right(policy)
      : Either.map(
        Either.all({
          attemptTimeout: duration("timeout", timeout ?? policy.attemptTimeout),
          deadline: duration("deadline", deadline ?? policy.deadline)
        }),
        (limits) => ({ ...policy, ...limits })
      ))

/** The rules that a call was given, else those of its method. Wrong options may not even be readable. */
const rulesOf = (request: HttpClientRequest.HttpClientRequest, options: CallOptions): Rules => {
  try {
    if (isRecord(options?.operation)) return options.operation
  } catch {
    return fromMethod(request.method)
  }
  return fromMethod(request.method)
}

/** Reads a call off its request, options and surroundings, or says which option is wrong. */
export const describe = (
  { built, dialect, scopeOf, tenant }: Preparing,
  request: HttpClientRequest.HttpClientRequest,
  options: CallOptions,
  fiber: Fiber.RuntimeFiber<unknown, unknown>
): Either.Either<Described, OptionError> => {
  const around = fiber.currentContext
  const clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
  const startedAt = monotonicMillis(clock)
  const wrong = find(options, callKinds)
  const rules = rulesOf(request, options)
  const operation = rules.name
  if (wrong !== undefined) return Either.left(new OptionError({ operation, ...wrong }))
  const found = targetOf(request)
  if (Either.isLeft(found)) return Either.left(new OptionError({ operation, ...found.left }))
  const chosen = policyOf(options.retry ?? nearest(RetryPolicy, around, built), options)
  if (Either.isLeft(chosen)) return Either.left(new OptionError({ operation, ...chosen.left }))
  const target = found.right
  return Either.right(
    new Described({
      clock,
      dialect,
      rules,
      generator: nearest(KeyGenerator, around, built),
      run: Context.get(around, CurrentRun),
      request,
      observer: nearest(CallObserver, around, built),
      given: options.idempotencyKey ?? request.headers[dialect.header],
      policy: chosen.right,
      path: target.pathname,
      url: target.pathname + target.search,
      scope: scopeOf({
        origin: target.origin,
        tenant: options.tenant ?? tenant,
        credential: request.headers[dialect.credentialHeader]
      }),
      startedAt
    })
  )
}

const unnamed: Named = { key: Option.none(), origin: "none" }

/** The key: the caller's own, else one that the generator makes, if the operation takes one. */
const keyFor = (
  described: Described,
  settlement: Settlement,
  restore: Restore
): Effect.Effect<Named, KeyError | Late> => {
  const { operation, parts: { clock, generator, given, rules, run } } = described
  if (rules.idempotency !== "keyed") {
    return given === undefined
      ? Effect.succeed(unnamed)
      : new KeyError({
        reason: "invalid",
        operation,
        problem: "is not taken by this operation, and the server would ignore it: leave it out"
      })
  }
  if (given !== undefined) return Effect.succeed({ key: Option.some(given), origin: "caller" })
  const random = run === undefined ? randomKeys.get(generator) : undefined
  return random === undefined
    ? name(described, settlement, restore)
    : Effect.succeed({ key: Option.some(random(clock.unsafeCurrentTimeMillis())), origin: "generated" })
}

const keeps = () => Effect.void

/** Checks the key and binds it to this body. */
const bind = (
  guard: LocalGuard.Service,
  described: Described,
  { key, origin }: Named
): Effect.Effect<Prepared["release"], KeyError> => {
  const { operation, parts: { dialect, generator, rules } } = described
  if (Option.isNone(key)) return Effect.succeed(keeps)
  const wrong = problem(key.value, rules.keyRules ?? dialect.keyRules)
  if (Option.isSome(wrong)) return new KeyError({ reason: "invalid", operation, problem: wrong.value })
  // A key that is new or remembered goes with one body only.
  const isSafe = origin === "pinned" || (origin === "generated" && isRandom(generator))
  const print = isSafe ? Option.none<string>() : described.fingerprint
  if (Option.isNone(print)) return Effect.succeed(keeps)
  const slot = described.slotOf(key.value)
  return Effect.flatMap(guard.bind(slot, print.value, dialect.retentionMillis), (bound) =>
    bound === "reused"
      ? new KeyError({
        reason: "reused",
        operation,
        problem:
          "was already sent with another input, and the server would answer with that input's result: use a new key"
      })
      : Effect.succeed((sent) => guard.release(slot, sent)))
}

/** The failure of a call whose generator outlasted the deadline. */
const late = (operation: string): TransportError =>
  new TransportError({
    reason: "not sent",
    code: undefined,
    report: {
      operation,
      idempotencyKey: undefined,
      attempts: 0,
      outcome: "not sent",
      endedBy: "deadline",
      replayed: "unknown",
      requestId: undefined,
      retryAt: undefined
    }
  })

const named = (
  described: Described,
  settlement: Settlement,
  restore: Restore
): Effect.Effect<Named, KeyError | TransportError> => {
  const named = keyFor(described, settlement, restore)
  return Now.isDone(named)
    ? Effect.succeed(named.value)
    : Effect.catchTag(named, "Late", () => late(described.operation))
}

/**
 * Names a call and binds its key, once, outside of every retry. Must be run uninterruptibly: only a generator of the
 * caller's own is interrupted.
 */
export const prepare = (
  guard: LocalGuard.Service,
  described: Described,
  settlement: Settlement,
  restore: Restore
): Effect.Effect<Prepared, KeyError | TransportError> =>
  Now.flatMap(
    named(described, settlement, restore),
    (named) =>
      Now.map(bind(guard, described, named), (release) => {
        const { lane, parts: { dialect, generator, observer, request } } = described
        return {
          intent: described.intentOf(named),
          observer,
          request: Option.isSome(named.key)
            ? HttpClientRequest.setHeader(request, dialect.header, named.key.value)
            : request,
          lane,
          fresh: named.origin === "generated" && isRandom(generator),
          release
        }
      })
  )
