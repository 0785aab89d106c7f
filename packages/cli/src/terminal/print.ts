import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Stream from "effect/Stream"
import { Session } from "./session.js"
import * as Stdio from "./stdio.js"
import { style } from "./style.js"
import { table } from "./table.js"
import { escapeHidden, visible, visibleLines } from "./visible.js"

/** A remark for a person: on standard error, and not with --quiet or --json. */
export const note = (text: string): Effect.Effect<void, never, Session> =>
  Effect.flatMap(Session, ({ json, quiet }) => quiet || json ? Effect.void : Stdio.err(`${visibleLines(text)}\n`))

export type OutputFailure = Stdio.Closed | Stdio.OutputError

export const line = (text: string): Effect.Effect<void, OutputFailure> => Stdio.out(`${text}\n`)

/** JSON in which characters that a terminal obeys are escaped, which leaves its value as it is. */
export const json = (value: unknown): string =>
  escapeHidden(JSON.stringify(value, (_, inner: unknown) => Redacted.isRedacted(inner) ? Redacted.value(inner) : inner))

const shown = (value: unknown): string => visible(plainText(value))

const plainText = (value: unknown): string => {
  if (typeof value === "string") return value
  return Array.isArray(value) && value.every((each) => typeof each !== "object") ? value.join(", ") : json(value)
}

/** Properties one below the other; those of an inner object have its name in front. */
const flatten = (value: object, prefix = ""): ReadonlyArray<readonly [string, string]> =>
  Object.entries(value).flatMap(([key, inner]): ReadonlyArray<readonly [string, string]> => {
    if (inner === undefined || inner === null) return []
    return typeof inner === "object" && !Array.isArray(inner)
      ? flatten(inner, `${prefix}${key}.`)
      : [[visible(`${prefix}${key}`), shown(inner)]]
  })

/** Key of the call whose result this is: it gets the result again if it could not be printed. */
const keyOf = (value: object): string | undefined => {
  const meta = "meta" in value ? value.meta : undefined
  const key = typeof meta === "object" && meta !== null && "idempotencyKey" in meta ? meta.idempotencyKey : undefined
  return typeof key === "string" ? key : undefined
}

/** Prints one result; `primary` is the part that --quiet prints. A failure names the key of the call. */
export const record = (value: object, primary: string | undefined): Effect.Effect<void, OutputFailure, Session> =>
  Effect.mapError(
    printed(value, primary),
    (error) =>
      error._tag === "OutputError" ? new Stdio.OutputError({ code: error.code, idempotencyKey: keyOf(value) }) : error
  )

const printed = (value: object, primary: string | undefined): Effect.Effect<void, OutputFailure, Session> =>
  Effect.flatMap(Session, ({ colours, json: asJson, quiet }) => {
    if (asJson) return line(json(value))
    if (quiet) return primary === undefined ? Effect.void : line(visible(primary))
    const { meta: _, ...shown } = { meta: undefined, ...value }
    const entries = flatten(shown)
    const width = Math.max(0, ...entries.map(([key]) => key.length))
    const { dim } = style(colours.out)
    return entries.length === 0
      ? Effect.void
      : line(entries.map(([key, text]) => `${dim(key.padEnd(width))}  ${text}`).join("\n"))
  })

export interface Column<A> {
  readonly title: string
  readonly value: (row: A) => unknown
}

const cell = (value: unknown): string => value === undefined || value === null ? "-" : shown(value)

/** Prints rows as they arrive. Each hundred decides on the widths; --quiet prints the first column. */
export const rows = <A extends object, E, R>(
  stream: Stream.Stream<A, E, R>,
  columns: ReadonlyArray<Column<A>>,
  none: string
) =>
  Effect.gen(function*() {
    const { colours, json: asJson, quiet } = yield* Session
    if (asJson) return yield* Stream.runForEach(stream, (row) => line(json(row)))
    const cells = Stream.map(stream, (row) => columns.map(({ value }) => cell(value(row))))
    if (quiet) return yield* Stream.runForEach(cells, ([first]) => line(first ?? ""))
    const draw = table(columns.map(({ title }) => title), style(colours.out))
    let empty = true
    yield* Stream.runForEach(Stream.grouped(cells, 100), (group) => {
      empty = false
      return line(draw(Chunk.toReadonlyArray(group)))
    })
    if (empty) yield* note(none)
  })

/** Takes at most `limit` rows, and requests no more pages than these need. */
export const atMost = <A, E, R>(
  stream: Stream.Stream<A, E, R>,
  limit: number | undefined
): Stream.Stream<A, E, R> =>
  Option.match(Option.fromNullable(limit), {
    onNone: () => stream,
    onSome: (limit) => Stream.take(stream, limit)
  })
