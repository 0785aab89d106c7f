import { HttpClientRequest } from "@effect/platform"
import { Effect, Either, Fiber, Option, TestClock } from "effect"
import { type CallError, Idempotent, type Report } from "../../src/index.js"
import { enveloped } from "./dialects.js"
import type { faultyServer } from "./faultyServer.js"

export const post = (body: unknown = { to: "alice" }) =>
  HttpClientRequest.post("https://api.test/v1/orders").pipe(HttpClientRequest.bodyUnsafeJson(body))

export const clientOf = (server: ReturnType<typeof faultyServer>) =>
  Idempotent.make(server.client, { dialect: enveloped })

/** Runs a call to its end however long it waits, and gives its report; none when a key was refused. */
export const reportOf = (
  call: Effect.Effect<Idempotent.Answer, CallError>
): Effect.Effect<Option.Option<Report>> =>
  Effect.gen(function*() {
    const fiber = yield* Effect.fork(Effect.either(call))
    yield* TestClock.adjust("1 hour")
    const result = yield* Fiber.join(fiber)
    if (Either.isRight(result)) return Option.some(result.right.report)
    return result.left._tag === "TransportError" ? Option.some(result.left.report) : Option.none()
  })
