import type * as HttpApp from "@effect/platform/HttpApp"
import { causeResponse } from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { Execution } from "../../Execution.js"
import type { Outcome } from "../../Store.js"
import { withServices } from "../withServices.js"
import * as Body from "./answers/body.js"
import * as Live from "./answers/live.js"
import { failure, isFinal, type Made, type Said, settlementOf, uncertain } from "./answers/verdict.js"
import type { Prepared } from "./prepare.js"

type Response = HttpServerResponse.HttpServerResponse

/** The end of a handler, before its record. */
export interface Handled<E> {
  readonly exit: Exit.Exit<Response, E>
  /** A body that the client reads already, and whose end waits for the record. */
  readonly live?: Live.Live | undefined
  /** A body to produce after the record. */
  readonly later?: Later | undefined
}

/** A body that is produced after its record. */
interface Later {
  /** Produces it, and then closes the scope of the handler. */
  readonly pump: Effect.Effect<void>
  readonly close: Effect.Effect<void>
  /** Lets the end of the request take its client away. */
  readonly attach: Effect.Effect<void>
}

/** Request of a handler, and its settings. */
type Handling = Pick<Prepared, "request" | "settings">

/** A handler with its request, its execution, and a way to hand over a response before the handler has ended. */
interface Running<E, R> extends Handling {
  readonly app: HttpApp.Default<E, R>
  readonly execution: Made
  readonly deliver: (response: Response, live: Live.Live) => Effect.Effect<void>
}

const bytes = <E>(
  { settings }: Handling,
  said: Said,
  response: Response,
  body: Uint8Array | string
): Outcome<Handled<E>> => ({
  answer: { exit: Exit.succeed(response) },
  settlement: settlementOf(settings, said, response, body)
})

/** Ends when everything that waits for nothing has had its turn. On Node a timer would take a millisecond. */
const macrotask = Effect.async<void>((resume) => {
  if (typeof setImmediate === "undefined") {
    const timer = setTimeout(() => resume(Effect.void), 0)
    return Effect.sync(() => clearTimeout(timer))
  }
  const immediate = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(immediate))
})

/**
 * Streams to the client as part of the execution. A body that is produced at once is in hand and leaves after its record;
 * one that takes time is sent as it is produced, and its end leaves after the record.
 */
const tee = <E, R>(
  running: Running<E, R>,
  said: Said,
  { response, stream }: Extract<Body.Body, { readonly _tag: "Stream" }>
): Effect.Effect<Outcome<Handled<E>>> =>
  Effect.gen(function*() {
    const { request, settings } = running
    const kept = new Body.Kept(settings.maxKeptBytes)
    const live = yield* Live.make(request, response, stream, kept)
    let isDelivered = false
    const deliver = Effect.suspend(() => {
      isDelivered = true
      return running.deliver(live.response, live)
    })
    const delivery = yield* Effect.fork(Effect.zipRight(macrotask, deliver))
    const pumped = yield* Effect.exit(live.pump).pipe(Effect.onInterrupt(() => live.end(false)))
    yield* Fiber.interrupt(delivery)
    if (!isDelivered) {
      if (Exit.isFailure(pumped)) {
        return { answer: { exit: Exit.die(Cause.squash(pumped.cause)) }, settlement: failure(settings, said) }
      }
      if (!kept.isTooLarge) return bytes(running, said, Body.withBytes(response, kept.bytes), kept.bytes)
      yield* deliver
    }
    if (Exit.isFailure(pumped)) {
      yield* Effect.logWarning("the body of an answer failed while it was sent", pumped.cause)
      yield* live.end(false)
      return { answer: { exit: Exit.succeed(live.response) }, settlement: uncertain(settings, "the body failed") }
    }
    const settlement = settlementOf(settings, said, response, kept.isTooLarge ? "too large" : kept.bytes)
    return { answer: { exit: Exit.succeed(live.response), live }, settlement }
  })

/** Streams to the client after the record, with the handler's services apart from its transaction. */
const afterRecord = <E>(
  { request, settings }: Handling,
  said: Said,
  response: Response,
  stream: Stream,
  reason: string,
  scope: Scope.CloseableScope
): Effect.Effect<Outcome<Handled<E>>> =>
  Effect.contextWithEffect((context: Context.Context<never>) =>
    Effect.map(Live.make(request, response, stream), (live) => {
      const close = Scope.close(scope, Exit.void)
      // Both casts forget what the context is of: a body needs nothing that its type would name.
      const pump = Effect.mapInputContext(
        live.pumpToEnd,
        () => Context.omit(SqlClient.TransactionConnection)(context as Context.Context<SqlClient.TransactionConnection>)
      ) as Effect.Effect<void>
      return {
        answer: {
          exit: Exit.succeed(live.response),
          later: { pump: Effect.ensuring(pump, close), close, attach: Live.untilRequestEnds(live) }
        },
        settlement: settlementOf(settings, said, response, reason)
      }
    })
  )

type Stream = Extract<Body.Body, { readonly _tag: "Stream" }>["stream"]

/** Judges an answer, and reads its body if the body belongs into the record. */
const answered = <E, R>(
  running: Running<E, R>,
  said: Said,
  response: Response,
  scope: Scope.CloseableScope
): Effect.Effect<Outcome<Handled<E>>, unknown> => {
  const body = Body.of(response)
  const { settings } = running
  if (body._tag === "Bytes") return Effect.succeed(bytes(running, said, body.response, body.bytes))
  if (said.verdict === "withhold" || Body.isEvents(body.response)) {
    return afterRecord(running, said, body.response, body.stream, "stream", scope)
  }
  if (settings.mode === "lease" && isFinal(settings, said, body.response)) return tee(running, said, body)
  return Body.collect(body.stream, settings.maxKeptBytes).pipe(
    Scope.extend(scope),
    Effect.flatMap((collected): Effect.Effect<Outcome<Handled<E>>> =>
      collected._tag === "Whole"
        ? Effect.succeed(bytes(running, said, Body.withBytes(body.response, collected.bytes), collected.bytes))
        : afterRecord(running, said, body.response, collected.stream, "too large", scope)
    )
  )
}

/**
 * A failure that the platform has an answer for (an unknown route, a body that does not decode) is judged by that answer.
 * One that it answers with 500 stays a failure, so that the platform logs it.
 */
const failed = <E, R>(
  running: Running<E, R>,
  said: Said,
  cause: Cause.Cause<E>,
  scope: Scope.CloseableScope
): Effect.Effect<Outcome<Handled<E>>, unknown> =>
  Effect.flatMap(causeResponse(cause), ([response]) =>
    response.status < 500 && !Cause.isInterrupted(cause)
      ? answered(running, said, response, scope)
      : Effect.succeed({ answer: { exit: Exit.failCause(cause) }, settlement: failure(running.settings, said) }))

/** Runs a handler and reads its body, in one fiber and in one scope, which stays open until the last byte. */
export const handle = <E, R>(running: Running<E, R>) => {
  const { app, execution: { said, service }, request, settings } = running
  const services = Context.make(HttpServerRequest.HttpServerRequest, request).pipe(Context.add(Execution, service))
  return Effect.uninterruptibleMask((restore) =>
    Effect.flatMap(Scope.make(), (scope) => {
      const judged = Effect.matchCauseEffect(app, {
        onFailure: (cause) => Effect.orDie(failed(running, said, cause, scope)),
        onSuccess: (response) => Effect.orDie(answered(running, said, response, scope))
      }).pipe(
        Effect.catchAllCause((cause) =>
          Effect.succeed<Outcome<Handled<E>>>({
            answer: { exit: Exit.failCause(cause) },
            settlement: failure(settings, said)
          })
        )
      )
      const handled = Effect.onExit(restore(judged), (exit) =>
        Exit.isSuccess(exit) && exit.value.answer.later !== undefined ? Effect.void : Scope.close(scope, exit))
      return withServices(handled, Context.add(services, Scope.Scope, scope))
    })
  )
}

/** Drops a body whose record was not written: a client that reads it already is cut off. */
export const drop = <E>({ later, live }: Handled<E>): Effect.Effect<void> =>
  Effect.zipRight(live?.end(false) ?? Effect.void, later?.close ?? Effect.void)
