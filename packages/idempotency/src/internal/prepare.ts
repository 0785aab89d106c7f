import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type CallError, KeyError } from "../CallError.js"
import { CallObserver, type Service as Observer } from "../CallObserver.js"
import type { Dialect } from "../Dialect.js"
import * as Fingerprint from "../Fingerprint.js"
import { problem } from "../IdempotencyKey.js"
import type { CallOptions } from "../Idempotent.js"
import { type Intent, type Origin, repeatable } from "../Intent.js"
import { type Call, isRandom, KeyGenerator, type Service } from "../KeyGenerator.js"
import type * as LocalGuard from "../LocalGuard.js"
import { fromMethod, type Rules } from "../Operation.js"
import * as Pin from "../Pin.js"
import { RetryPolicy } from "../RetryPolicy.js"

/** A call that is ready to be sent. */
export interface Prepared {
  readonly intent: Intent
  readonly observer: Observer
  /** The request as every attempt sends it, key included. */
  readonly request: HttpClientRequest.HttpClientRequest
  /** Host and credential. */
  readonly scope: string
  /** The key is random and new, so that a first answer cannot be a replay. */
  readonly fresh: boolean
  /** Told once whether the server keeps an answer under the key. */
  readonly ended: (spent: boolean) => void
  /** Lets go of the key in the guard, where this call has bound it. */
  readonly release: Effect.Effect<void>
}

/** A reference's value from the layers around the call, else from those the client was built with, else its default. */
const nearest = <Id, Value>(
  reference: Context.Reference<Id, Value>,
  around: Context.Context<never>,
  built: Context.Context<never>
): Value => Context.get(around.unsafeMap.has(reference.key) ? around : built, reference)

const memo = <A>(compute: () => A): () => A => {
  let value: { readonly of: A } | undefined
  return () => (value ??= { of: compute() }).of
}

const canRepeatBody = (request: HttpClientRequest.HttpClientRequest) =>
  request.body._tag !== "Stream" && (request.body._tag !== "Raw" || typeof request.body.body === "string")

/** A key, who made it, and who wants to know whether the server keeps an answer under it. */
interface Named {
  readonly key: Option.Option<string>
  readonly origin: Origin
  readonly listeners: ReadonlyArray<(spent: boolean) => void>
}

/** The key: the caller's own, else one that the generator makes, where the operation takes one. */
const name = (
  request: HttpClientRequest.HttpClientRequest,
  given: string | undefined,
  generator: Service,
  rules: Rules,
  dialect: Dialect,
  path: string,
  fingerprint: () => Option.Option<string>
): Effect.Effect<Named, KeyError> => {
  if (rules.idempotency !== "keyed") {
    return given === undefined
      ? Effect.succeed({ key: Option.none(), origin: "none", listeners: [] })
      : new KeyError({
        reason: "invalid",
        operation: rules.name,
        problem: "is not taken by this operation, and the server would ignore it: leave it out"
      })
  }
  if (given !== undefined) return Effect.succeed({ key: Option.some(given), origin: "caller", listeners: [] })
  const mint = Effect.suspend(() => {
    const listeners: Array<(spent: boolean) => void> = []
    const call: Call = {
      operation: rules.name,
      method: request.method,
      url: path,
      get fingerprint() {
        return fingerprint()
      },
      retentionMillis: dialect.retentionMillis,
      onEnd: (listener) => listeners.push(listener)
    }
    return Effect.map(generator.next(call), (key) => ({ key, listeners }))
  })
  const identity = () => `${rules.name} ${request.method} ${path} ${Option.getOrElse(fingerprint(), () => "")}`
  return Effect.map(Pin.remembered(identity, mint), ({ key, listeners, pinned }) => ({
    key,
    origin: Option.isNone(key) ? "none" : pinned ? "pinned" : "generated",
    listeners
  }))
}

/** Fixes everything about a call before anything is sent. The key is made here, once, outside of every retry. */
export const prepare = (
  request: HttpClientRequest.HttpClientRequest,
  options: CallOptions,
  dialect: Dialect,
  guard: LocalGuard.Service,
  built: Context.Context<never>
): Effect.Effect<Prepared, CallError> =>
  Effect.withFiberRuntime((fiber) => {
    const around = fiber.currentContext
    const clock = Context.get(fiber.currentDefaultServices, Clock.Clock)
    const generator = nearest(KeyGenerator, around, built)
    const chosen = options.retry ?? nearest(RetryPolicy, around, built)
    const policy = {
      ...chosen,
      attemptTimeout: options.timeout === undefined ? chosen.attemptTimeout : Duration.decode(options.timeout),
      deadline: options.deadline === undefined ? chosen.deadline : Duration.decode(options.deadline)
    }
    const rules = options.operation ?? fromMethod(request.method)
    const url = new URL(request.url, "http://relative")
    const path = url.pathname
    const scope = `${url.origin} ${request.headers[dialect.credentialHeader]}`
    const fingerprint = memo(() => Fingerprint.fromBody(request.body))
    const given = options.idempotencyKey ?? request.headers[dialect.header]

    const ready = ({ key, listeners, origin }: Named, release: Effect.Effect<void>): Prepared => {
      const startedAt = clock.unsafeCurrentTimeMillis()
      return {
        intent: {
          rules,
          method: request.method,
          path,
          key,
          origin,
          fingerprint,
          startedAt,
          deadlineAt: startedAt + Duration.toMillis(policy.deadline),
          policy,
          dialect,
          repeatable: canRepeatBody(request)
            ? repeatable(rules, policy, dialect, Option.isSome(key))
            : { lost: false, notSent: false, statuses: [] }
        },
        observer: nearest(CallObserver, around, built),
        request: Option.isSome(key) ? HttpClientRequest.setHeader(request, dialect.header, key.value) : request,
        scope,
        fresh: origin === "generated" && isRandom(generator),
        ended: (spent) => listeners.forEach((listener) => listener(spent)),
        release
      }
    }

    return Effect.flatMap(name(request, given, generator, rules, dialect, path, fingerprint), (named) => {
      const { key, listeners, origin } = named
      const refuse = (reason: KeyError["reason"], problem: string) =>
        Effect.suspend(() => {
          listeners.forEach((listener) => listener(false))
          return new KeyError({ reason, operation: rules.name, problem })
        })
      if (Option.isNone(key)) return Effect.succeed(ready(named, Effect.void))
      const wrong = problem(key.value, rules.keyRules ?? dialect.keyRules)
      if (Option.isSome(wrong)) return refuse("invalid", wrong.value)
      // A key that is new or remembered goes with one body only.
      const isSafe = origin === "pinned" || (origin === "generated" && isRandom(generator))
      const print = isSafe ? Option.none<string>() : fingerprint()
      if (Option.isNone(print)) return Effect.succeed(ready(named, Effect.void))
      const slot = `${scope} ${request.method} ${path} ${key.value}`
      return Effect.flatMap(guard.bind(slot, print.value, dialect.retentionMillis), (bound) =>
        bound === "reused"
          ? refuse(
            "reused",
            "was already sent with another input, and the server would answer with that input's result: use a new key"
          )
          : Effect.succeed(ready(named, bound === "bound" ? guard.release(slot) : Effect.void)))
    })
  })
