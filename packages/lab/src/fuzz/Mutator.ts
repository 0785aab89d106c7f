/**
 * Texts that were right once, spoiled by a seed.
 *
 * @since 0.1.0
 */
import { type Draw, pick } from "@qurl/testing/Draw"

/** Inputs that have broken parsers before. */
const hostile: ReadonlyArray<string> = [
  "\r\nx-injected: 1",
  "\0",
  "\u001b[31m",
  "\u202e",
  "\ud800",
  "ü",
  "__proto__",
  "constructor",
  "toString",
  "-1",
  "-0",
  "1e309",
  "9007199254740993",
  "99999999999999999999999999",
  "NaN",
  "null",
  "[]",
  "{}",
  "[[[[[[[[[[[[[[[[",
  "\"",
  "\\",
  "%00",
  "%",
  "../../",
  "' OR 1=1 --",
  "${7*7}",
  "Thu, 31 Feb 2026 25:61:61 GMT",
  " ",
  "\t",
  "a".repeat(5000)
]

type Change = (draw: Draw, text: string) => string

const changes: ReadonlyArray<Change> = [
  (draw, text) => text.slice(0, draw(text.length + 1)),
  (draw, text) => text.slice(draw(text.length + 1)),
  (draw, text) => {
    const at = draw(text.length + 1)
    return text.slice(0, at) + pick(draw, hostile) + text.slice(at)
  },
  (draw, text) => {
    const at = draw(text.length + 1)
    return text.slice(0, at) + pick(draw, hostile) + text.slice(at + 1 + draw(8))
  },
  (draw, text) => {
    const at = draw(text.length + 1)
    return text.slice(0, at) + String.fromCharCode(draw(0x10000)) + text.slice(at + 1)
  },
  (draw, text) => {
    const from = draw(text.length + 1)
    return text + text.slice(from, from + draw(200))
  }
]

/**
 * A sample with one to four changes.
 *
 * @since 0.1.0
 * @category constructors
 */
export const mutate = (draw: Draw, samples: ReadonlyArray<string>): string => {
  let text = pick(draw, samples)
  for (let left = 1 + draw(4); left > 0; left--) text = pick(draw, changes)(draw, text)
  return text
}

const values: ReadonlyArray<unknown> = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "\u202e",
  [],
  {},
  [null],
  JSON.parse("{\"__proto__\": null}")
]

/**
 * A value of JSON with one member somewhere in it replaced, removed or doubled.
 *
 * @since 0.1.0
 * @category constructors
 */
export const mutateJson = (draw: Draw, value: unknown): unknown => {
  if (value === null || typeof value !== "object" || draw(4) === 0) return pick(draw, values)
  if (Array.isArray(value)) {
    if (value.length === 0 || draw(4) === 0) return [...value, ...value, null]
    const at = draw(value.length)
    return value.map((item, index): unknown => index === at ? mutateJson(draw, item) : item)
  }
  const entries = Object.entries(value)
  if (entries.length === 0) return { unexpected: 1 }
  const at = draw(entries.length)
  const removes = draw(5) === 0
  return Object.fromEntries(
    entries.flatMap(([name, item]: [string, unknown], index) =>
      index !== at ? [[name, item]] : removes ? [] : [[name, mutateJson(draw, item)]]
    )
  )
}
