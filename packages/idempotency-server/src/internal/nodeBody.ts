import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as Timer from "@qurl/idempotency/Support/Timer"
import * as Effect from "effect/Effect"
import { Readable } from "node:stream"

/** End of a body that cannot be had. */
export type Failed = "too slow" | "cut off"

/** A stall of the process counts as one slice at most: no client is blamed for it. */
const slices = 10

/** The unread stream of a request that Node has received, unless its body is another one by now. */
export const unreadStream = (request: HttpServerRequest): Readable | undefined => {
  const { source } = request
  // A request that was derived from the platform's may have a body of its own.
  return Object.hasOwn(request, "source") && source instanceof Readable && source.readableEncoding === null
    ? source
    : undefined
}

/**
 * Reads the whole stream in one asynchronous step. The platform's reader in a time limit takes a fiber and a scope, and
 * destroys the connection of a client that is too slow before it can read its refusal.
 */
export const read = (source: Readable, timeoutMillis: number): Effect.Effect<Uint8Array, Failed> =>
  Effect.withFiberRuntime((fiber) =>
    Effect.async((resume) => {
      const chunks: Array<Uint8Array> = []
      const keep = (chunk: Uint8Array) => void chunks.push(chunk)
      const leave = () => {
        stop()
        source.off("data", keep).off("end", complete).off("error", cutOff).off("close", cutOff)
      }
      const complete = () => {
        leave()
        const [first, ...others] = chunks
        resume(Effect.succeed(first !== undefined && others.length === 0 ? first : Buffer.concat(chunks)))
      }
      const cutOff = () => {
        leave()
        resume(Effect.fail("cut off"))
      }
      const stop = Timer.start(fiber, timeoutMillis, () => {
        leave()
        resume(Effect.fail("too slow"))
      }, slices)
      if (source.destroyed) cutOff()
      else source.on("data", keep).once("end", complete).once("error", cutOff).once("close", cutOff)
      return Effect.sync(leave)
    })
  )
