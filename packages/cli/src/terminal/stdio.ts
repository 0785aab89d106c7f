import * as Data from "effect/Data"
import * as Effect from "effect/Effect"

/** Whoever read standard output has stopped, as `head` does. That is no failure. */
export class Closed extends Data.TaggedError("Closed")<{}> {}

const write = (stream: NodeJS.WriteStream, text: string): Effect.Effect<void, Closed> =>
  Effect.async((resume) => {
    stream.write(text, (error) => resume(error === null || error === undefined ? Effect.void : new Closed()))
  })

/** Ends when the text was taken, so that a slow reader slows down whoever writes. */
export const out = (text: string): Effect.Effect<void, Closed> => write(process.stdout, text)

/** Remarks can be lost without harm. */
export const err = (text: string): Effect.Effect<void> => Effect.ignore(write(process.stderr, text))

/** Without listeners a broken pipe would end the process with a stack trace. */
export const listen = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
}

export const isTerminal = {
  in: process.stdin.isTTY === true,
  out: process.stdout.isTTY === true,
  err: process.stderr.isTTY === true
}

export const columns = (): number => process.stderr.columns ?? 80
