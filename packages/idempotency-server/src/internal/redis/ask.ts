import * as Effect from "effect/Effect"
import * as Predicate from "effect/Predicate"
import { StoreError } from "../../Store.js"
import { storeTimeLimit } from "../timeLimit.js"
import { corrupt, type Script } from "./scripts.js"
import type { Client } from "./server.js"

/** Reply of a script: texts and nulls. */
export type Reply = ReadonlyArray<Buffer | null>

/** Time limit for an answer of the server. */
const patienceMillis = 5000

/** The text of an error of the client. */
const messageOf = (error: unknown): string => Predicate.isError(error) ? error.message : ""

const reasonOf = (message: string): StoreError["reason"] =>
  message.includes(corrupt) || message.startsWith("WRONGTYPE")
    ? "corrupt"
    : message.startsWith("BUSY ")
    ? "busy"
    : "failed"

/** Asks the server. Its error can print keys and values; only the first word of it is logged. */
export const ask = <A>(question: () => Promise<A>): Effect.Effect<A, StoreError> =>
  Effect.tryPromise({ try: question, catch: messageOf }).pipe(
    Effect.tapError((message) => Effect.logDebug(`Redis: ${message.split(/\s/, 1)[0]}`)),
    Effect.mapError((message) => new StoreError({ reason: reasonOf(message) })),
    (asking) => storeTimeLimit(asking, patienceMillis)
  )

const isReply = (reply: unknown): reply is Reply =>
  Array.isArray(reply) && reply.every((part) => part === null || Buffer.isBuffer(part))

/**
 * Runs a script by its digest, and by its text if the server does not know the digest because it was restarted or its
 * scripts were flushed. The client resends what broke with the connection, which every script can stand.
 */
export const run = (
  client: Client,
  { sha, text }: Script,
  keys: ReadonlyArray<string>,
  args: ReadonlyArray<string | number | Uint8Array>
): Effect.Effect<Reply, StoreError> => {
  const rest = [
    keys.length,
    ...keys,
    ...args.map((arg) => arg instanceof Uint8Array ? Buffer.from(arg.buffer, arg.byteOffset, arg.byteLength) : arg)
  ]
  return Effect.filterOrFail(
    ask(() =>
      client.callBuffer("EVALSHA", sha, ...rest).catch((error: unknown) => {
        if (!messageOf(error).startsWith("NOSCRIPT")) throw error
        return client.callBuffer("EVAL", text, ...rest)
      })
    ),
    isReply,
    () => new StoreError({ reason: "corrupt" })
  )
}
