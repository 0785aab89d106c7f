import { assert, it } from "@effect/vitest"
import { Effect, Either, FastCheck as fc, Stream } from "effect"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Mistake } from "../src/batch/mistake.js"
import { type Format, rows } from "../src/batch/read.js"
import type { Row } from "../src/batch/row.js"
import { directory } from "./support/qurl.js"

const read = (text: string | Uint8Array, format: Format) =>
  Effect.scoped(Effect.gen(function*() {
    const file = join(yield* directory, "rows")
    writeFileSync(file, text)
    const found = yield* Stream.runCollect(rows(file, format))
    const good: Array<Row> = []
    const bad: Array<Mistake> = []
    for (const row of found) Either.match(row, { onLeft: (all) => bad.push(...all), onRight: (row) => good.push(row) })
    return { good, bad }
  }))

const cell = (text: string) =>
  /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll("\"", "\"\"")}"` : text

/** Row of a spreadsheet; an empty cell leaves its field out. */
const link = fc.record({
  target_url: fc.webUrl({ withFragments: true }).filter((url) => url.length <= 2048),
  label: fc.option(fc.string({ minLength: 1, maxLength: 40, unit: "grapheme" }), { nil: undefined }),
  max_sessions: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: undefined }),
  one_time_use: fc.option(fc.boolean(), { nil: undefined })
})

const columns = ["target_url", "label", "max_sessions", "one_time_use"] as const

const defined = (value: object) => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))

it.effect("a CSV gives back every row, in order, with the line it begins on", () =>
  Effect.promise(() =>
    fc.assert(
      fc.asyncProperty(
        fc.array(link, { minLength: 1, maxLength: 8 }),
        fc.constantFrom("\n", "\r\n", "\r"),
        async (links, end) => {
          const records = links.map((each) => columns.map((column) => cell(String(each[column] ?? ""))).join(","))
          const text = [columns.join(","), ...records].join(end) + end
          const { bad, good } = await Effect.runPromise(read(text, "csv"))
          assert.deepStrictEqual(bad, [])
          assert.deepStrictEqual(good.map(({ input }) => defined(input)), links.map(defined))
          let line = 2
          for (const [index, { line: told }] of good.entries()) {
            assert.strictEqual(told, line)
            line += 1 + (records[index]?.match(/\r\n|\r|\n/g)?.length ?? 0)
          }
        }
      ),
      { numRuns: 60 }
    )
  ))

it.effect("JSONL gives back every row, and passes over empty lines", () =>
  Effect.promise(() =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.option(link, { nil: undefined }), { maxLength: 8 }), async (links) => {
        const text = links.map((each) => each === undefined ? "  " : JSON.stringify(each)).join("\n")
        const { bad, good } = await Effect.runPromise(read(text, "jsonl"))
        assert.deepStrictEqual(bad, [])
        const expected = links.flatMap((each, index) => each === undefined ? [] : [[index + 1, defined(each)]])
        assert.deepStrictEqual(good.map(({ input, line }) => [line, defined(input)]), expected)
      }),
      { numRuns: 60 }
    )
  ))

it.effect("whatever a file holds, each of its lines is right or has a mistake on it", () =>
  Effect.promise(() =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme", maxLength: 30 }), { maxLength: 6 }), async (lines) => {
        const clean = lines.map((line) => line.replaceAll(/[\r\n\u2028\u2029]/g, ""))
        const { bad, good } = await Effect.runPromise(read(clean.join("\n"), "jsonl"))
        assert.strictEqual(good.length, 0)
        const told = [...new Set(bad.map(({ line }) => line))]
        const written = clean.flatMap((line, index) => line.replace(/^\uFEFF/, "").trim() === "" ? [] : [index + 1])
        assert.deepStrictEqual(told, written)
      }),
      { numRuns: 60 }
    )
  ))

/** A CSV that was right once, with some of its bytes replaced by others. */
const spoiled = fc.tuple(
  fc.array(link, { minLength: 1, maxLength: 4 }),
  fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 3 })), { minLength: 1, maxLength: 6 })
).map(([links, changes]) => {
  const records = links.map((each) => columns.map((column) => cell(String(each[column] ?? ""))).join(","))
  return changes.reduce((bytes, [at, change]) => {
    const place = at % bytes.length
    return Buffer.concat([bytes.subarray(0, place), change, bytes.subarray(place + 1)])
  }, Buffer.from([columns.join(","), ...records, ""].join("\n")))
})

it.effect("whatever bytes a CSV holds, it has rows and mistakes on its lines, or is refused as a whole", () =>
  Effect.promise(() =>
    fc.assert(
      fc.asyncProperty(fc.oneof(spoiled, fc.uint8Array({ maxLength: 200 })), async (bytes) => {
        const found = await Effect.runPromise(Effect.either(read(bytes, "csv")))
        if (Either.isLeft(found)) {
          assert.match(found.left.what, /is not valid UTF-8 text|could not be parsed as CSV|is a workbook/)
          return
        }
        const lines = Buffer.from(bytes).toString().split(/\r\n|\r|\n/).length
        const { bad, good } = found.right
        for (const { line } of [...bad, ...good]) assert.isTrue(line >= 1 && line <= lines, `line ${line} of ${lines}`)
        for (const { input } of good) assert.match(input.target_url ?? "", /^https?:/i)
      }),
      { numRuns: 300 }
    )
  ))

it.effect("reports all mistakes by line and column", () =>
  Effect.gen(function*() {
    const { bad, good } = yield* read(
      "\uFEFFtarget_url,label,max_sessions,one_time_use,access_policy\n"
        + "https://example.com,\"two\nlines\",1,yes,\"{\"\"geo_allowlist\"\":[\"\"CH\"\"]}\"\n"
        + "ftp://example.com,,many,perhaps,[]\n"
        + "\n"
        + "https://example.com,Ada\n",
      "csv"
    )
    assert.deepStrictEqual(good, [{
      line: 2,
      input: {
        target_url: "https://example.com",
        label: "two\nlines",
        max_sessions: 1,
        one_time_use: true,
        access_policy: { geo_allowlist: ["CH"] }
      }
    }])
    assert.deepStrictEqual(bad.map(({ field, line }) => [line, field]), [
      [4, "max_sessions"],
      [4, "one_time_use"],
      [4, "access_policy"],
      [4, "target_url"],
      [6, undefined]
    ])
  }))

it.effect("reports an unknown column once, with the likely field", () =>
  Effect.gen(function*() {
    const { bad } = yield* read("targeturl,label,label\na,b,c\nd,e,f\n", "csv")
    assert.deepStrictEqual(bad.map(({ field, line }) => [line, field]), [[1, "targeturl"], [1, "label"]])
    assert.include(bad[0]?.problem, "Did you mean target_url?")
  }))

it.effect("reports text that is not UTF-8, and quotes that never end or begin in the middle", () =>
  Effect.gen(function*() {
    const latin = yield* Effect.flip(
      read(Buffer.from("target_url,label\nhttps://example.com,Zo\u00eb\n", "latin1"), "csv")
    )
    assert.include(latin.message, "UTF-8")
    const open = yield* Effect.flip(read("target_url\n\"https://example.com\n", "csv"))
    assert.include(open.message, "could not be parsed as CSV")
    const within = yield* Effect.flip(read("target_url\nhttps://example.com/a\"b\n", "csv"))
    assert.include(within.message, "could not be parsed as CSV: Invalid Opening Quote")
  }))

const target = "https://example.com/1"

it.effect("reads what spreadsheets write: separators, sep=, empty rows and columns, other cases, UTF-16", () =>
  Effect.gen(function*() {
    const files: ReadonlyArray<string | Uint8Array> = [
      "target_url;label\r\nhttps://example.com/1;Ada, B\r\n",
      "target_url\tlabel\r\nhttps://example.com/1\tAda, B\r\n",
      "sep=;\r\ntarget_url;label\r\nhttps://example.com/1;Ada, B\r\n",
      "\uFEFF\"Target URL\",\"LABEL\"\nHTTPS://example.com/1,\"Ada, B\"\n",
      ",target_url,,label,\r,https://example.com/1,,\"Ada, B\",\r,,,,\r,,,,\r",
      Buffer.from("\uFEFFtarget_url\tlabel\r\nhttps://example.com/1\tAda, B\r\n", "utf16le")
    ]
    for (const file of files) {
      const { bad, good } = yield* read(file, "csv")
      assert.deepStrictEqual(bad, [])
      assert.deepStrictEqual(good.map(({ input }) => input), [{ target_url: target, label: "Ada, B" }])
    }
  }).pipe(Effect.scoped))

it.effect("names what it does not read: a workbook, a value without a heading, a row that is too long or too short", () =>
  Effect.gen(function*() {
    const workbook = yield* Effect.flip(read(Buffer.from([0x50, 0x4b, 3, 4, 0]), "csv"))
    assert.include(workbook.message, "is a workbook")
    assert.include(workbook.next, "Export it as CSV")
    const { bad, good } = yield* read(
      `target_url,,label\n${target},,Ada\n${target},x,Ada\n${target},,Ada,Bob\n${target}\n`,
      "csv"
    )
    assert.strictEqual(good.length, 1)
    assert.deepStrictEqual(bad.map(({ line, problem }) => `${line} ${problem}`), [
      "3 has a value in column 2, which has no title",
      "4 has 4 cells where the heading has 3",
      "5 has 1 cells where the heading has 3"
    ])
    const unknown = yield* read("url\nhttps://example.com\n", "csv")
    assert.include(unknown.bad[0]?.problem, "Did you mean target_url?")
    const other = yield* read("root:x:0:0:secret\n", "csv")
    assert.notInclude(JSON.stringify(other.bad), "secret")
  }))
