import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as Timer from "@qurl/idempotency/Support/Timer"
import * as Effect from "effect/Effect"
import { Readable } from "node:stream"

/** Reason for which a body cannot be had. */
export type Failure = "too large" | "too slow" | "cut off"

/** A stall of the process counts as one slice at most: no client is blamed for it. */
const slices = 10

/** Multiple of the limit up to which a body that is too large is read, and dropped. */
export const drainFactor = 2

/** Time in which the client of such a body can read its refusal, before its connection is closed. */
export const drainMillis = 5000

/** The unread stream of a request that Node has received, unless its body is another one by now. */
export const unreadStream = (request: HttpServerRequest): Readable | undefined => {
  const { source } = request
  // A request that was derived from the platform's may have a body of its own.
  return Object.hasOwn(request, "source") && source instanceof Readable && source.readableEncoding === null
    ? source
    : undefined
}

/** Drops what is left of a body that is too large, but not for ever. The client has to wait: it reads its refusal. */
const drain = (source: Readable, maxBytes: number): void => {
  let left = maxBytes * (drainFactor - 1)
  source.on("data", (chunk: Uint8Array) => {
    left -= chunk.length
    if (left < 0) source.pause()
  })
  const closing = setTimeout(() => source.destroy(), drainMillis).unref()
  source.once("end", () => clearTimeout(closing))
}

/**
 * Reads the whole stream in one asynchronous step. The platform's reader in a time limit takes a fiber and a scope, and
 * destroys the connection of a client that is too slow before it can read its refusal.
 */
export const read = (source: Readable, maxBytes: number, timeoutMillis: number): Effect.Effect<Uint8Array, Failure> =>
  Effect.withFiberRuntime((fiber) =>
    Effect.async((resume) => {
      const chunks: Array<Uint8Array> = []
      let length = 0
      const leave = () => {
        stop()
        source.off("data", keep).off("end", complete).off("error", cutOff).off("close", cutOff)
      }
      const refuse = (failure: Failure) => {
        leave()
        resume(Effect.fail(failure))
      }
      const keep = (chunk: Uint8Array) => {
        length += chunk.length
        if (length <= maxBytes) return void chunks.push(chunk)
        refuse("too large")
        drain(source, maxBytes)
      }
      const complete = () => {
        leave()
        const [first, ...others] = chunks
        resume(Effect.succeed(first !== undefined && others.length === 0 ? first : Buffer.concat(chunks)))
      }
      const cutOff = () => refuse("cut off")
      const stop = Timer.start(fiber, timeoutMillis, () => refuse("too slow"), slices)
      if (source.destroyed) cutOff()
      else source.on("data", keep).once("end", complete).once("error", cutOff).once("close", cutOff)
      return Effect.sync(leave)
    })
  )
