import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"

/** `1 h 5 min`, `2 min 3 s`, `4 s`. */
export const span = (millis: number): string => {
  const seconds = Math.ceil(millis / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
  return minutes % 60 === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",")

/** `1 row`, `6,000 rows`. */
export const counted = (count: number, word: string): string => `${grouped(count)} ${word}${count === 1 ? "" : "s"}`

export interface Counts {
  readonly done: number
  readonly failed: number
  readonly unknown: number
  readonly notSent: number
}

interface Sample {
  readonly at: number
  readonly rows: number
}

/** Rows per second in the window. */
const rate = (samples: ReadonlyArray<Sample>): number => {
  const [first] = samples
  const last = samples.at(-1)
  return first === undefined || last === undefined || last.at <= first.at
    ? 0
    : ((last.rows - first.rows) * 1000) / (last.at - first.at)
}

const windowMillis = 10_000
const widest = 24
const narrowest = 8

/** Fills what the text leaves of the line. On a narrow terminal the text is worth more than the bar. */
const bar = (share: number, room: number): string => {
  const width = Math.min(widest, room - 3)
  if (width < narrowest) return ""
  const full = Math.floor(share * width)
  return `[${"#".repeat(full)}${".".repeat(width - full)}] `
}

const line = (total: number, counts: Counts, perSecond: number): string => {
  const rows = counts.done + counts.failed + counts.unknown + counts.notSent
  const left = perSecond === 0 || rows >= total ? "" : `, ${span(((total - rows) / perSecond) * 1000)} left`
  const trouble = [[counts.failed, "failed"], [counts.unknown, "unknown"], [counts.notSent, "not sent"]] as const
  return `${Math.floor((rows / total) * 100)}%  ${grouped(rows)} of ${counted(total, "row")}`
    + (perSecond === 0 ? "" : `, ${grouped(Math.round(perSecond))} rows/s${left}`)
    + trouble.map(([count, word]) => count === 0 ? "" : `, ${grouped(count)} ${word}`).join("")
}

/**
 * A bar that is redrawn in place on a terminal, and a line every tenth elsewhere; nothing with --quiet or --json. Rows up
 * to `settled` come from the journal and do not count for the rate.
 */
export const make = (total: number, settled: number) =>
  Effect.gen(function*() {
    const { json, quiet } = yield* Session
    const silent = quiet || json
    const samples: Array<Sample> = []
    let drawn = 0
    let tenth = 0
    let shown = false
    return {
      report: (counts: Counts): Effect.Effect<void> =>
        silent ? Effect.void : Effect.flatMap(Clock.currentTimeMillis, (at) => {
          const rows = counts.done + counts.failed + counts.unknown + counts.notSent
          if (rows >= settled && at - (samples.at(-1)?.at ?? 0) >= 250) samples.push({ at, rows })
          while ((samples[1]?.at ?? at) < at - windowMillis) samples.shift()
          const text = line(total, counts, rate([...samples.slice(0, 1), { at, rows }]))
          if (Stdio.isTerminal.err) {
            if (at - drawn < 100 && rows < total) return Effect.void
            drawn = at
            shown = true
            const room = Stdio.columns() - 1
            return Stdio.err(`\r\u001b[2K${bar(rows / total, room - text.length)}${text.slice(0, room)}`)
          }
          const now = Math.floor((rows / total) * 10)
          if (now === tenth || (at - drawn < 1000 && rows < total)) return Effect.void
          tenth = now
          drawn = at
          return Stdio.err(`${text}\n`)
        }),
      /** Moves below the last state, which stays on the screen. */
      end: Effect.suspend(() => shown ? Stdio.err("\n") : Effect.void)
    }
  })
