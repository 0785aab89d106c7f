/**
 * Lane of one client: its events so far, as lines.
 *
 * @since 0.1.0
 */
import type { Event } from "./wire.js"

/**
 * Style of a piece of text.
 *
 * @since 0.1.0
 * @category models
 */
export type Style = "plain" | "dim" | "bold" | "cyan" | "green" | "yellow" | "red"

/**
 * Line of text in styled pieces.
 *
 * @since 0.1.0
 * @category models
 */
export type Line = ReadonlyArray<readonly [text: string, style: Style]>

/**
 * State of a lane.
 *
 * @since 0.1.0
 * @category models
 */
export interface Lane {
  readonly name: string
  readonly wanted: number
  readonly events: ReadonlyArray<Event>
  readonly rows: number
  readonly reported: string | undefined
}

/**
 * Lane of a client that has not sent anything yet.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (name: string, wanted: number): Lane => ({ name, wanted, events: [], rows: 0, reported: undefined })

/**
 * Adds an event.
 *
 * @since 0.1.0
 * @category combinators
 */
export const add = (lane: Lane, event: Event): Lane =>
  event.kind === "rows"
    ? { ...lane, rows: event.count }
    : { ...lane, events: [...lane.events, event], reported: event.kind === "reported" ? event.text : lane.reported }

/**
 * Color of a result: green if the caller has what it wanted and knows it, yellow if it does not know, red if wrong.
 *
 * @since 0.1.0
 * @category combinators
 */
export const colorOf = (rows: number, wanted: number, reported: string): Style =>
  reported === "unknown" ? "yellow" : rows === wanted ? "green" : "red"

const short = (key: string) => `${key.slice(0, 4)}…${key.slice(-4)}`

/**
 * Describes an event in one or two lines of at most 24 characters.
 *
 * @since 0.1.0
 * @category combinators
 */
export const describe = (event: Event, wanted: number): ReadonlyArray<Line> => {
  switch (event.kind) {
    case "sent": {
      const again = event.attempt > 1
      const key = event.key === null ? "no key" : `${event.isSameKey ? "same key" : "key"} ${short(event.key)}`
      return [
        [["→ ", "cyan"], [again ? "sent again" : `POST ${wanted} links`, "plain"]],
        [[`  ${key}`, event.isSameKey ? "bold" : "dim"]]
      ]
    }
    case "cut":
      return [[["✗ ", "red"], ["connection cut", "plain"]]]
    case "answered":
      return [[
        ["← ", "cyan"],
        [`${event.status}, ${event.replayed ? "replayed" : "done"}`, event.replayed ? "bold" : "plain"]
      ]]
    case "reported":
      return [[["= ", "dim"], ["reports ", "dim"], [event.text, event.text === "unknown" ? "yellow" : "plain"]]]
    case "rows":
      return []
  }
}

/**
 * Lines of an event in a log, for output that is not a terminal.
 *
 * @since 0.1.0
 * @category combinators
 */
export const plain = (lane: Lane, event: Event): string => {
  const text = event.kind === "rows"
    ? `  ${event.count} rows in the database`
    : describe(event, lane.wanted).map((line) => line.map(([text]) => text).join("").trim()).join(", ")
  return `${lane.name.padEnd(16)}  ${text}`
}

const verdictOf = ({ reported, rows, wanted }: Lane): string => {
  if (reported === undefined) return ""
  if (rows > wanted) return "twice as many as wanted"
  return reported === "unknown" ? "the caller cannot know" : "exactly once"
}

const bar = ({ reported, rows, wanted }: Lane, width: number): Line => {
  const color = reported === undefined ? "plain" : colorOf(rows, wanted, reported)
  const filled = Math.min(width, Math.round(rows * width / (2 * wanted)))
  return [["█".repeat(filled), color], ["·".repeat(width - filled), "dim"]]
}

/** Lines that events take: two for each of two requests, and one for each end and the report. */
const height = 7

/**
 * The lane in a fixed number of lines, `width` characters wide.
 *
 * @since 0.1.0
 * @category combinators
 */
export const lines = (lane: Lane, width: number): ReadonlyArray<Line> => {
  const body = lane.events.flatMap((event) => describe(event, lane.wanted))
  const color = lane.reported === undefined ? "plain" : colorOf(lane.rows, lane.wanted, lane.reported)
  return [
    [[lane.name, "bold"]],
    [["─".repeat(width), "dim"]],
    ...Array.from({ length: height }, (_, index): Line => body[index] ?? []),
    bar(lane, width),
    [[String(lane.rows), color], [" rows in the database", "dim"]],
    [[verdictOf(lane), color]]
  ]
}
