import * as Data from "effect/Data"
import * as Effect from "effect/Effect"

/** The reader of standard output has gone away, as `head` does once it has enough. The command ends without an error. */
export class Closed extends Data.TaggedError("Closed")<{}> {}

/** Standard output could not be written, so a result is lost. */
export class OutputError extends Data.TaggedError("OutputError")<{
  /** Code of the operating system, such as `ENOSPC`. */
  readonly code: string
  /** Key under which the call that had the result can be repeated. */
  readonly idempotencyKey?: string | undefined
}> {
  override get message(): string {
    return `Standard output could not be written (${this.code}).`
  }
}

const failureOf = (error: Error): Closed | OutputError => {
  const code = "code" in error ? String(error.code) : error.name
  return code === "EPIPE" || code === "ERR_STREAM_DESTROYED" ? new Closed() : new OutputError({ code })
}

const write = (stream: NodeJS.WriteStream, text: string | Uint8Array): Effect.Effect<void, Closed | OutputError> =>
  Effect.async((resume) => {
    stream.write(text, (error) => resume(error === null || error === undefined ? Effect.void : failureOf(error)))
  })

/** Writes to standard output. Completes when the text was taken, so that a slow reader slows down the writer. */
export const out = (text: string): Effect.Effect<void, Closed | OutputError> => write(process.stdout, text)

/** The same for content that is not text. */
export const bytes = (content: Uint8Array): Effect.Effect<void, Closed | OutputError> => write(process.stdout, content)

/** Writes to standard error, where a failure loses nothing but a remark. */
export const err = (text: string): Effect.Effect<void> => Effect.ignore(write(process.stderr, text))

/** Keeps a broken pipe from ending the process with a stack trace. */
export const listen = (): void => {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
}

export const isTerminal = {
  in: process.stdin.isTTY === true,
  out: process.stdout.isTTY === true,
  err: process.stderr.isTTY === true
}

export const columns = (): number => process.stderr.columns ?? 80

/** Width of help: that of the terminal, and 100 columns elsewhere. */
export const width = (): number => Math.max(40, Math.min(process.stdout.columns ?? 100, 100))

/** Width of standard output if it is a terminal. Files and pipes have all the room there is. */
export const room = (): number => isTerminal.out ? Math.max(20, process.stdout.columns) : Infinity
