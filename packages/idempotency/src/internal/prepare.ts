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
import { type Call, isRandom, KeyGenerator } from "../KeyGenerator.js"
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

const callersKey = (
  request: HttpClientRequest.HttpClientRequest,
  options: CallOptions,
  rules: Rules,
  dialect: Dialect
): Effect.Effect<Option.Option<string>, KeyError> => {
  const key = Option.fromNullable(options.idempotencyKey ?? request.headers[dialect.header])
  return Option.isSome(key) && rules.idempotency !== "keyed"
    ? Effect.fail(
      new KeyError({
        reason: "invalid",
        operation: rules.name,
        problem: "is not taken by this operation, and the server would ignore it: leave it out"
      })
    )
    : Effect.succeed(key)
}

/** Fixes everything about a call before anything is sent. The key is made here, once, outside of every retry. */
export const prepare = (
  request: HttpClientRequest.HttpClientRequest,
  options: CallOptions,
  dialect: Dialect,
  guard: LocalGuard.Service,
  built: Context.Context<never>
): Effect.Effect<Prepared, CallError> =>
  Effect.gen(function*() {
    const around = yield* Effect.context<never>()
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
    const fingerprint = memo(() => Fingerprint.fromBody(request.body))
    const identity = () => `${rules.name} ${request.method} ${path} ${Option.getOrElse(fingerprint(), () => "")}`

    const given = yield* callersKey(request, options, rules, dialect)
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
    const { key, listeners, pinned } = Option.isSome(given) || rules.idempotency !== "keyed"
      ? { key: given, listeners: [], pinned: false }
      : yield* Pin.remembered(identity, mint)
    const origin: Origin = Option.isNone(key)
      ? "none"
      : Option.isSome(given)
      ? "caller"
      : pinned
      ? "pinned"
      : "generated"

    const ended = (spent: boolean) => listeners.forEach((listener) => listener(spent))
    const refuse = (reason: KeyError["reason"], problem: string) =>
      Effect.zipRight(
        Effect.sync(() => ended(false)),
        Effect.fail(new KeyError({ reason, operation: rules.name, problem }))
      )

    const fresh = origin === "generated" && isRandom(generator)
    let release: Effect.Effect<void> = Effect.void
    if (Option.isSome(key)) {
      const wrong = problem(key.value, rules.keyRules ?? dialect.keyRules)
      if (Option.isSome(wrong)) return yield* refuse("invalid", wrong.value)
      const print = fresh || origin === "pinned" ? Option.none<string>() : fingerprint()
      if (Option.isSome(print)) {
        const slot = `${url.origin} ${request.headers[dialect.credentialHeader]} ${request.method} ${path} ${key.value}`
        const bound = yield* guard.bind(slot, print.value, dialect.retentionMillis)
        if (bound === "reused") {
          return yield* refuse(
            "reused",
            "was already sent with another input, and the server would answer with that input's result: use a new key"
          )
        }
        if (bound === "bound") release = guard.release(slot)
      }
    }

    const startedAt = yield* Clock.currentTimeMillis
    const intent: Intent = {
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
    }
    return {
      intent,
      observer: nearest(CallObserver, around, built),
      request: Option.isSome(key) ? HttpClientRequest.setHeader(request, dialect.header, key.value) : request,
      scope: `${url.origin} ${request.headers[dialect.credentialHeader]}`,
      fresh,
      ended,
      release
    }
  })
