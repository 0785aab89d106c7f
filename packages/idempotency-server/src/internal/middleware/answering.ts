import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as IdempotencyKey from "@qurl/idempotency/IdempotencyKey"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import { Execution } from "../../Execution.js"
import type { Middleware, Options } from "../../Middleware.js"
import type { Findings } from "../../Policy.js"
import * as Problem from "../../Problem.js"
import { read, withBody } from "../../RequestBody.js"
import type * as Store from "../../Store.js"
import { identity, idOf } from "../../Store.js"
import * as Fingerprint from "../fingerprint.js"
import { toResponse } from "./capture.js"
import { type Ended, inTime } from "./lease.js"
import * as Looks from "./looks.js"
import type { Owner, Owners } from "./owners.js"
import * as Refusals from "./refusals.js"
import { conclude, makeExecution, type Rules } from "./verdict.js"
import * as Watches from "./watches.js"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

/** The options with their defaults. */
export interface Settings extends Rules {
  readonly leaseMillis: number
  readonly maxBodyBytes: number
  readonly maxWaitMillis: number
  readonly storeTimeoutMillis: number
}

/** Runs a handler inside a claim, in the way of the mode. */
export type Execute = <A, R>(
  request: Store.ClaimRequest,
  handler: (ticket: Store.Ticket) => Effect.Effect<Store.Outcome<A>, never, R>,
  ask: Effect.Effect<Findings> | undefined
) => Effect.Effect<Ended<A>, Store.StoreError, R>

/** A request with a key, for as long as it is answered. */
interface Call<E, R> {
  readonly claim: Store.ClaimRequest
  readonly request: Request
  readonly app: HttpApp.Default<E, R>
  /** When its patience ends, however often what it waits for fails and begins anew. */
  readonly deadline: number
  /** How often it has waited. */
  readonly waits: number
}

/** The key that the header names: in the quotes of RFC 8941 it is the same as without them. */
const unquoted = (header: string): string => {
  const [, inner] = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header) ?? []
  return inner === undefined ? header : inner.replaceAll(/\\(.)/g, "$1")
}

/** So often the end of what runs may be a false one, or the next to run may fail at once, before the call slows down. */
const freeWaits = 3

/**
 * The least that a wait takes. A store that says that a key runs, and when looked at that it does not, would else be
 * asked as fast as it can answer until the patience ends.
 */
const pauseMillis = (waits: number): number => waits < freeWaits ? 0 : Math.min(1000, 10 * 2 ** (waits - freeWaits))

/** What the client must know about an answer that no record protects. */
const statusHeader = "idempotency-status"

/** From a request to its answer: look, then replay, wait, refuse or execute. */
export const make = <R>(
  options: Options<R>,
  settings: Settings,
  store: Store.Service,
  owners: Owners,
  execute: Execute
): Middleware<R> => {
  const { dialect } = options
  const admit = options.admit ?? (() => Effect.void)
  const repeated = options.repeated ?? (() => Effect.void)
  const refuses = options.mismatch !== "replay"
  const { crash } = settings
  const refuse = Refusals.make<R>(options.render ?? Problem.render)
  const look = Looks.make((identity) => inTime(store.look(identity), settings.storeTimeoutMillis))
  const watch = Watches.make(store.awaitChange)

  const unavailable = ({ message }: Store.StoreError) =>
    Effect.zipRight(Effect.logWarning(message), refuse(Problem.storeUnavailable))

  /** The store did not answer, and nothing ran. */
  const unprotected = <E, R2>({ app, request }: Call<E, R2>, error: Store.StoreError): HttpApp.Default<E, R | R2> =>
    options.unavailable !== "execute" || error.reason === "corrupt" || error.reason === "unknown"
      ? unavailable(error)
      : Effect.logWarning(error.message).pipe(
        Effect.zipRight(Effect.provideService(app, HttpServerRequest.HttpServerRequest, request)),
        Effect.map(HttpServerResponse.setHeader(statusHeader, "unprotected"))
      )

  /** What the request gets instead of an execution, unless it may not have even that. */
  const instead = (
    request: Request,
    kind: "replay" | "mismatch" | "in flight",
    response: Effect.Effect<Response, never, R>
  ): Effect.Effect<Response, never, R> =>
    Effect.matchEffect(repeated(request, kind), { onFailure: Effect.succeed<Response>, onSuccess: () => response })

  const replay = ({ claim, request }: Call<unknown, unknown>, response: Store.Response) =>
    instead(
      request,
      "replay",
      Effect.as(
        options.sliding === true
          ? Effect.catchTag(
            inTime(store.touch(claim.identity, settings.retentionMillis), settings.storeTimeoutMillis),
            "StoreError",
            (error) => Effect.logWarning(error.message)
          )
          : Effect.void,
        HttpServerResponse.setHeader(toResponse(response), dialect.replayedHeader, "true")
      )
    )

  const isMismatch = ({ claim }: Call<unknown, unknown>, fingerprint: string): boolean =>
    refuses && claim.fingerprint !== fingerprint

  const stop = refuse(Problem.stopping)

  /** Waits for what is in flight as long as the call has patience, and looks again. */
  const wait = <E, R2>(
    call: Call<E, R2>,
    leaseLeftMillis: number | undefined,
    change: Effect.Effect<void>
  ): HttpApp.Default<E, R | R2> =>
    Effect.flatMap(Clock.currentTimeMillis, (now) => {
      const patience = call.deadline - now
      if (patience <= 0) {
        const seconds = leaseLeftMillis === undefined ? 1 : Refusals.retryAfter(leaseLeftMillis)
        return instead(call.request, "in flight", refuse(Problem.inFlight(dialect, seconds)))
      }
      const pause = pauseMillis(call.waits)
      return (pause === 0 ? change : Effect.zip(change, Effect.sleep(pause), { concurrent: true })).pipe(
        Effect.timeoutOption(Math.min(patience, leaseLeftMillis ?? patience)),
        Effect.as(true),
        Effect.raceFirst(Effect.as(owners.stopping, false)),
        Effect.flatMap((goesOn): HttpApp.Default<E, R | R2> =>
          goesOn ? answer({ ...call, waits: call.waits + 1 }) : stop
        )
      )
    })

  /** There is a record. Its body is compared first, and only then does its state count. */
  const meet = <E, R2>(call: Call<E, R2>, record: Store.Record): HttpApp.Default<E, R | R2> => {
    const { claim, request } = call
    if (!Fingerprint.isKnown(record.fingerprint)) {
      return Effect.zipRight(
        Effect.logError("a record of the idempotency store was made by another version"),
        refuse(Problem.storeUnavailable)
      )
    }
    if (isMismatch(call, record.fingerprint)) return instead(request, "mismatch", refuse(Problem.keyReused(dialect)))
    switch (record._tag) {
      case "Done":
        return replay(call, record.response)
      case "Tombstone":
        return instead(
          request,
          "replay",
          Effect.map(refuse(Problem.notKept(record.reason)), (refusal) => {
            const { location } = record.response.headers
            return location === undefined ? refusal : HttpServerResponse.setHeader(refusal, "location", location)
          })
        )
      case "Parked":
        return instead(request, "replay", refuse(Problem.outcomeUnknown))
      case "Released":
        return start({ ...call, claim: { ...claim, fingerprint: record.fingerprint } })
      case "Running":
        return record.leaseLeftMillis <= 0
          ? start({ ...call, claim: { ...claim, fingerprint: record.fingerprint } })
          // It is a hint only: whoever cannot get one looks again a little later.
          : wait(
            call,
            record.leaseLeftMillis,
            Effect.catchTag(watch(claim.identity, record.gen), "StoreError", () => Effect.sleep("1 second"))
          )
    }
  }

  const handler = <E, R2>({ app, claim, request }: Call<E, R2>) => {
    const { said, service } = makeExecution(claim.identity)
    const services = Context.make(HttpServerRequest.HttpServerRequest, request).pipe(Context.add(Execution, service))
    // Its scope goes in with the rest: each change of the context is paid for by every request.
    return Effect.scopedWith((scope) =>
      Effect.mapInputContext(app, (context: Context.Context<Exclude<R2, Scope.Scope>>) =>
        // What `app` needs is in the three of them.
        Context.merge(context, Context.add(services, Scope.Scope, scope)) as Context.Context<
          R2 | HttpServerRequest.HttpServerRequest
        >)
    ).pipe(Effect.exit, Effect.flatMap((exit) => conclude(settings, said, exit)))
  }

  /** Ends with what is to be answered, so that the key is no longer in flight when it is. */
  const execution = <E, R2>(
    call: Call<E, R2>,
    owner: Owner
  ): Effect.Effect<HttpApp.Default<E, R | R2>, E, R | R2 | HttpServerRequest.HttpServerRequest> =>
    Effect.matchEffect(admit(call.request), {
      onFailure: (refusal) => Effect.succeed(Effect.succeed(refusal)),
      onSuccess: () => {
        owner.state = "claiming"
        return Effect.matchEffect(
          execute(
            call.claim,
            () => {
              owner.state = "claimed"
              owner.decided.unsafeOpen()
              return handler(call)
            },
            typeof crash === "object"
              ? Effect.provideService(
                crash.reconcile(call.request),
                Execution,
                makeExecution(call.claim.identity).service
              )
              : undefined
          ),
          {
            onFailure: (error) =>
              Effect.map(settings.mode === "lease" ? unprotected(call, error) : unavailable(error), Effect.succeed),
            onSuccess: (ended) => Effect.succeed(outcome(call, ended))
          }
        )
      }
    })

  const outcome = <E, R2>(call: Call<E, R2>, ended: Ended<Exit.Exit<Response, E>>): HttpApp.Default<E, R | R2> => {
    switch (ended._tag) {
      case "Executed":
        return ended.isKept
          ? ended.answer
          : Exit.map(ended.answer, HttpServerResponse.setHeader(statusHeader, "not yet replayable"))
      case "Found":
        return meet(call, ended.record)
      case "Lost":
        return lost(call)
    }
  }

  /** Somebody took the key over: theirs is the answer, also if it is still to come. One that nobody can repeat is not given. */
  const lost = <E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> =>
    Effect.matchEffect(look(call.claim.identity), {
      onFailure: unavailable,
      onSuccess: (record): HttpApp.Default<E, R | R2> =>
        Option.isSome(record) && (record.value._tag === "Done" || record.value._tag === "Running")
          ? meet(call, record.value)
          : refuse(Problem.storeUnavailable)
    })

  /** Somebody is at it in this process. Until the store has said whose the key is, neither body is the wrong one. */
  const join = <E, R2>(call: Call<E, R2>, owner: Owner): HttpApp.Default<E, R | R2> => {
    const ended = wait(call, undefined, owner.ended.await)
    switch (owner.state) {
      case "entered":
      case "gone":
        return ended
      case "claiming":
        return owner.decided.await.pipe(
          Effect.raceFirst(owners.stopping),
          Effect.timeoutOption(settings.storeTimeoutMillis),
          Effect.flatMap((): HttpApp.Default<E, R | R2> => {
            switch (owner.state) {
              case "claimed":
                return join(call, owner)
              // The first claim that is lost is followed by a look in any case, the next ones while there is patience.
              case "gone":
                return call.waits === 0 ? answer({ ...call, waits: 1 }) : wait(call, undefined, Effect.void)
              default:
                return ended
            }
          })
        )
      case "claimed":
        return isMismatch(call, owner.fingerprint)
          ? instead(call.request, "mismatch", refuse(Problem.keyReused(dialect)))
          : ended
    }
  }

  const start = <E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> =>
    Effect.flatten(owners.enter(
      idOf(call.claim.identity),
      call.claim.fingerprint,
      (owner) => execution(call, owner),
      (owner) => Effect.succeed(join(call, owner))
    ))

  /** The kept answer if there is one, else a first one. */
  const answer = <E, R2>(call: Call<E, R2>): HttpApp.Default<E, R | R2> =>
    Effect.matchEffect(look(call.claim.identity), {
      onFailure: (error) => unprotected(call, error),
      onSuccess: Option.match({ onNone: () => start(call), onSome: (record) => meet(call, record) })
    })

  /** The request with its body in hand and what it asks of the store; fails with the answer that refuses it. */
  const prepare = Effect.fnUntraced(function*(request: Request, key: string) {
    const scope = yield* options.scope(request)
    const invalid = IdempotencyKey.problem(key, dialect.keyRules)
    if (Option.isSome(invalid)) return yield* Effect.flip(refuse(Problem.invalidKey(dialect, invalid.value)))
    const body = yield* read(request, settings.maxBodyBytes)
    if (Option.isNone(body)) return yield* Effect.flip(refuse(Problem.bodyTooLarge(settings.maxBodyBytes)))
    const claim: Store.ClaimRequest = {
      identity: identity(scope, key),
      fingerprint: Fingerprint.make(options.sameness?.(request) ?? [], body.value, options.sameBody),
      owner: crypto.randomUUID(),
      leaseMillis: settings.leaseMillis,
      retentionMillis: settings.retentionMillis,
      orphans: settings.mode === "lease" && crash === "park" ? "park" : "take"
    }
    const deadline = (yield* Clock.currentTimeMillis) + settings.maxWaitMillis
    return { claim, request: withBody(request, body.value), deadline, waits: 0 }
  })

  return <E, R2>(app: HttpApp.Default<E, R2>): HttpApp.Default<E, R | R2> =>
    Effect.flatMap(HttpServerRequest.HttpServerRequest, (request): HttpApp.Default<E, R | R2> => {
      if (options.isKeyed?.(request) === false) return app
      const header = request.headers[dialect.header]
      if (header === undefined) return options.key === "required" ? refuse(Problem.missingKey(dialect)) : app
      const key = unquoted(header)
      // A server may call its app where nothing can be interrupted: then no wait would ever end.
      return Effect.interruptible(Effect.matchEffect(prepare(request, key), {
        onFailure: Effect.succeed<Response>,
        onSuccess: (prepared) => answer({ ...prepared, app })
      }))
    })
}
