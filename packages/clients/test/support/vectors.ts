import { assert } from "@effect/vitest"
import type { Outcome, Replayed } from "@qurl/idempotency"
import { readFileSync } from "node:fs"
import type { Request, Response } from "./wire.js"

/** An exchange and its meaning for a client. In an answer, `<name>` stands for a value that is new each time. */
interface Vector {
  readonly request: Request
  readonly response: Response
  readonly means: {
    /** "not sent": the client refuses the key itself. "in flight": it asks again. */
    readonly outcome: Outcome
    readonly replayed: Replayed
    readonly mismatch?: true
  }
}

export const exchanges = ["first", "replay", "mismatch", "invalid key", "duplicate", "expired"] as const

/** The exchanges of one dialect, in the order in which they take place. */
export type Vectors = Record<typeof exchanges[number], Vector>

export const vectorsIn = (file: string): Vectors =>
  // The tests compare every part of it with what is on the wire.
  JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8")) as Vectors

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")

/** Compares a text with its vector: a name stands for the same wherever it stands, and two names for two things. */
const same = (actual: string, golden: string, seen: Map<string, string>) => {
  const names: Array<string> = []
  const pattern = escaped(golden).replaceAll(/<([a-z]+-\d+)>/g, (_, name: string) => {
    const known = seen.get(name)
    if (known !== undefined) return escaped(known)
    if (names.includes(name)) return `\\k<n${names.indexOf(name)}>`
    return `(?<n${names.push(name) - 1}>[\\w-]+)`
  })
  const match = new RegExp(`^${pattern}$`).exec(actual)
  assert.isNotNull(match, `${actual}\nis not\n${golden}`)
  names.forEach((name, index) => {
    const value = match?.[index + 1] ?? ""
    assert.notInclude([...seen.values()], value, name)
    seen.set(name, value)
  })
}

export const compare = (
  actual: { readonly status: number; readonly headers: { readonly [name: string]: string }; readonly body: string },
  golden: Response,
  seen: Map<string, string>
) => {
  assert.strictEqual(actual.status, golden.status, actual.body)
  for (const [name, value] of Object.entries(golden.headers)) {
    if (value === null) assert.notProperty(actual.headers, name)
    else same(actual.headers[name] ?? "", value, seen)
  }
  same(actual.body, golden.body, seen)
}
