import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { stripVTControlCharacters } from "node:util"
import { style } from "../src/terminal/style.js"
import { table } from "../src/terminal/table.js"
import { shorten, widthOf, wrapCommand } from "../src/terminal/wrap.js"
import { emulated, onTerminal, patience, qurl, settings } from "./support/qurl.js"

/** Other tests measure help and tables at several widths, so the quick form shows few of them on the wider terminal. */
const isQuick = process.env["QURL_TESTS"] === "quick"

/** Lines of several words that are wider than the terminal. A single word is left to the terminal to break. */
const wideLines = (output: string, columns: number) =>
  stripVTControlCharacters(output).split(/\r?\n/).filter((line) => {
    const words = line.replace(/'[^']*'|"[^"]*"/g, (quoted) => "_".repeat(quoted.length))
      .replace(/^ *(?:Usage:|#)? *| \\$/g, "")
    return widthOf(line) > columns && words.includes(" ")
  })

it("measures what a terminal shows", () => {
  assert.deepStrictEqual(["abc", "日本", "e\u0301", "👍"].map(widthOf), [3, 4, 1, 2])
  assert.deepStrictEqual([shorten("report", 4), shorten("日本語", 4), shorten("abc", 3)], ["rep…", "日…", "abc"])
})

it("a wrapped command line is the same command line", () => {
  const line = "qurl create https://example.com --label 'for  Ada and Bob' --access-policy \"{\\\"a\\\": 1}\""
  const wrapped = wrapCommand(line, 0, 40)
  assert.isAbove(wrapped.split("\n").length, 2)
  assert.strictEqual(wrapped.replaceAll(/ \\\n +/g, " "), line)
})

it("a table gives way to its room: wide cells first, then its form", () => {
  const rows = [["r_1", "active", "https://example.com/a/long/path"], ["r_2", "revoked", "-"]]
  const draw = (room?: number) => table(["resource", "status", "target"], style(false), room)(rows)
  assert.strictEqual(
    draw(),
    "RESOURCE  STATUS   TARGET\nr_1       active   https://example.com/a/long/path\nr_2       revoked  -"
  )
  assert.strictEqual(
    draw(36),
    "RESOURCE  STATUS   TARGET\nr_1       active   https://example.…\nr_2       revoked  -"
  )
  assert.strictEqual(
    draw(24),
    "resource  r_1\nstatus    active\ntarget\nhttps://example.com/a/long/path\n\nresource  r_2\nstatus    revoked\ntarget    -"
  )
})

it("a table whose ids fill a line keeps one line for the cells of each row", () => {
  const [long, short] = ["M".repeat(122), "b".repeat(60)]
  const rows = [[long, "active", "3", "2026-12-24T00:00:00Z", "https://example.com/with/a/long/path/to/a/report.pdf"]]
  const draw = table(["resource", "status", "links", "expires", "target"], style(false), 80)
  assert.strictEqual(
    draw(rows),
    [
      "RESOURCE",
      "  STATUS  LINKS  EXPIRES               TARGET",
      long,
      "  active  3      2026-12-24T00:00:00Z  https://example.com/with/a/long/path/to/…"
    ].join("\n")
  )
  assert.strictEqual(draw([[short, "active", "1", "-", "-"]]), `${short}\n  active  1      -                     -`)
})

it.scopedLive.skipIf(process.platform !== "linux")(
  "nothing is wider than the terminal but a word that can be copied",
  () =>
    Effect.gen(function*() {
      const env = yield* settings
      const made = yield* qurl([
        "create",
        "https://example.com/with/a/long/path/to/a/report.pdf",
        "--label",
        "for Ada, who reads it on a train with a small screen"
      ])
      const [, id = ""] = /resource_id +(\S+)/.exec(made.stdout) ?? []
      yield* qurl(["resources", "create", "https://example.com/b", "--description", "a description of several words"])
      const lines = [
        "list",
        "help environment",
        "resources list",
        `get ${id}`,
        "quota",
        "help",
        "create --help",
        "batch --help",
        "webhooks --help"
      ]
      for (const [columns, shown] of [[40, lines], [80, isQuick ? lines.slice(0, 2) : lines]] as const) {
        for (const line of shown) {
          const { stdout } = yield* onTerminal(columns, line, { env })
          assert.isAbove(stdout.length, 20, line)
          assert.deepStrictEqual(wideLines(stdout, columns), [], `${line} at ${columns} columns`)
        }
      }
      const withCode = (columns: number) => onTerminal(columns, "create https://example.com --qr", { env })
      assert.match((yield* withCode(40)).stdout, /[\u2580\u2584\u2588]{5}/)
      assert.include((yield* withCode(20)).stdout, "The QR code needs a terminal of 31 columns.")
      const narrow = stripVTControlCharacters((yield* onTerminal(40, "list", { env })).stdout)
      assert.include(narrow, `resource\r\n${id}\r\n`)
    }).pipe(emulated()),
  patience
)
