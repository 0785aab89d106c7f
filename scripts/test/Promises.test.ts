import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, test } from "vitest"
import { held, promised, writes } from "./promises.js"
import { root } from "./snippets.js"

const upTo = (letter: string, last: number) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`)
const all = [
  ...upTo("C", 6),
  ...upTo("Q", 8),
  ...upTo("D", 10),
  ...upTo("K", 9),
  ...upTo("V", 8),
  ...upTo("A", 10),
  ...upTo("R", 7),
  ...upTo("W", 3)
]
/** Promises that no test holds yet. Remove a number here when its test lands. */
const pending = new Set(["R4"])

test("the page of promises lists each of them once", () => {
  const required = (numbers: ReadonlyArray<string>) => numbers.filter((number) => !pending.has(number)).sort()
  assert.deepStrictEqual(required([...promised().keys()]), required(all))
})

const tests = held()

test("each promise is held by a test whose title begins with its number, in the file that the page names", () => {
  const without = [...promised()].filter(([number, file]) => tests.get(file)?.has(number) !== true)
  assert.deepStrictEqual(without, [])
})

test("no test holds a promise that the page does not list", () => {
  const numbers = new Set([...tests.values()].flatMap((numbers) => [...numbers]))
  assert.deepStrictEqual([...numbers].filter((number) => !all.includes(number)), [])
})

test("Q6 the README and the docstring of every write say what a retry does and how to override the key", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8")
  assert.match(readme, /^## What happens on a retry$/m)
  assert.match(readme, /\{ idempotencyKey: "/)
  assert.match(readme, /KeyGenerator\./)
  const found = writes()
  assert.include([...found.keys()], "Qurl.batchCreate")
  assert.include([...found.keys()], "Qurl.delete")
  const silent = [...found].filter(([, text]) =>
    !/retr(y|ies|ied)/i.test(text) || !(text.includes("idempotencyKey") || /without an? (idempotency )?key/.test(text))
  )
  assert.deepStrictEqual(silent.map(([name]) => name), [])
}, 120_000)
