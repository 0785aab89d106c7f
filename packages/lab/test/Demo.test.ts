import { Command, FetchHttpClient, FileSystem, HttpClient, HttpClientResponse } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, it } from "@effect/vitest"
import { Effect, Mailbox, Schema, Stream } from "effect"
import { fileURLToPath } from "node:url"
import * as Lane from "../src/demo/lane.js"
import * as Screen from "../src/demo/screen.js"
import * as Svg from "../src/demo/svg.js"
import * as Targets from "../src/demo/targets.js"
import type * as Wire from "../src/demo/wire.js"

const main = fileURLToPath(new URL("../dist/demo/main.js", import.meta.url))

it.scopedLive("the demo shows what a lost answer does to three clients", () =>
  Effect.gen(function*() {
    const fs = yield* FileSystem.FileSystem
    const temporary = yield* fs.makeTempDirectoryScoped()
    const demo = yield* Command.make(process.execPath, main).pipe(
      Command.env({ NO_COLOR: "1", TMPDIR: temporary }),
      Command.stderr("inherit"),
      Command.start
    )
    const lines = yield* demo.stdout.pipe(Stream.decodeText(), Stream.splitLines, Stream.runCollect)
    assert.strictEqual(yield* demo.exitCode, 0)
    const cells = [...lines].map((line) => line.split(/ {2,}/).join(" | "))
    const head = cells.indexOf("client | wanted | exist | attempts | keys | reported")
    assert.deepStrictEqual(cells.slice(head + 2, head + 5), [
      "retries blindly | 100 | 200 | 2 | 0 | success",
      "never retries | 100 | 100 | 1 | 0 | unknown",
      "this SDK | 100 | 100 | 2 | 1 | success"
    ])
    assert.deepStrictEqual(yield* fs.readDirectory(temporary), [], "the demo cleans up")
  }).pipe(Effect.provide(NodeContext.layer)), 120_000)

const Seen = Schema.parseJson(Schema.Struct({
  totals: Schema.Struct({ calls: Schema.Number, requests: Schema.Number, replays: Schema.Number, links: Schema.Number })
}))

/** Totals at the top of the inspector. */
const look = (page: string) =>
  HttpClientResponse.stream(HttpClient.get(`${page}/events`)).pipe(
    Stream.decodeText(),
    Stream.splitLines,
    Stream.runHead,
    Effect.flatten,
    Effect.flatMap((line) => Schema.decode(Seen)(line.replace("data: ", ""))),
    Effect.map(({ totals }) => totals)
  )

it.scopedLive(
  "with --watch the inspector is up before the batch is sent, and until a key is pressed",
  () =>
    Effect.gen(function*() {
      const input = yield* Mailbox.make<string>()
      const demo = yield* Command.make(process.execPath, main, "--watch").pipe(
        Command.env({ NO_COLOR: "1" }),
        Command.stdin(Stream.encodeText(Mailbox.toStream(input))),
        Command.stderr("inherit"),
        Command.start
      )
      let page = ""
      const looks: Array<unknown> = []
      const enter = Effect.gen(function*() {
        looks.push(yield* look(page))
        yield* input.offer("\n")
      })
      yield* demo.stdout.pipe(
        Stream.decodeText(),
        Stream.splitLines,
        Stream.runForEach((line) => {
          page = line.match(/http:\S+/)?.[0] ?? page
          return /press (Enter|a key)/i.test(line) ? enter : Effect.void
        })
      )
      assert.strictEqual(yield* demo.exitCode, 0)
      assert.deepStrictEqual(looks, [
        { calls: 0, requests: 0, replays: 0, links: 0 },
        { calls: 3, requests: 5, replays: 1, links: 400 }
      ])
    }).pipe(Effect.provide([NodeContext.layer, FetchHttpClient.layer])),
  120_000
)

it.scopedLive("--watch without an input does not wait", () =>
  Effect.gen(function*() {
    const demo = Command.make(process.execPath, main, "--watch").pipe(Command.stdin(Stream.empty))
    assert.strictEqual(yield* Command.exitCode(demo), 0)
  }).pipe(Effect.provide(NodeContext.layer)), 120_000)

it.live("the demo's targets are a hundred different ones", () =>
  Effect.gen(function*() {
    const targets = yield* Targets.read
    assert.strictEqual(targets.length, 100)
    assert.strictEqual(new Set(targets.map(({ target_url }) => new URL(target_url).href)).size, 100)
    assert.isTrue(targets.every(({ target_url }) => target_url.startsWith("https://")))
    assert.include(targets.map(({ label }) => label), "Musée d'Orsay, Paris")
  }).pipe(Effect.provide(NodeContext.layer)))

const key = "01a2b3c4-0000-7000-8000-00000000fe7f"
const events: ReadonlyArray<Wire.Event> = [
  { kind: "sent", attempt: 1, key, isSameKey: false },
  { kind: "rows", count: 100 },
  { kind: "cut" },
  { kind: "sent", attempt: 2, key, isSameKey: true },
  { kind: "answered", status: 201, replayed: true },
  { kind: "reported", text: "success" }
]

const framesAt = (columns: number) =>
  events.map((_, index) => {
    const lane = events.slice(0, index + 1).reduce(Lane.add, Lane.make("this SDK", 100))
    return Screen.frame([lane, lane, lane], columns)
  })

const textOf = (line: Lane.Line) => line.map(([text]) => text).join("").trimEnd()

it("three lanes fit side by side, and every frame has the same height", () => {
  for (const columns of [Screen.minColumns, 80, 120]) {
    const frames = framesAt(columns)
    assert.strictEqual(new Set(frames.map(({ length }) => length)).size, 1)
    for (const line of frames.flat()) assert.isAtMost(textOf(line).length, columns)
    const last = (frames.at(-1) ?? []).map(textOf).join("\n")
    for (const text of ["same key 01a2…fe7f", "201, replayed", "100 rows in the database", "exactly once"]) {
      assert.strictEqual(last.split(text).length, 4, `${text} stands in each lane at ${columns} columns`)
    }
  }
})

it("a recording shows each row once for as long as it stays the same, and escapes its text", () => {
  const line = (text: string): Lane.Line => [[text, "plain"]]
  const svg = Svg.make([
    { at: 0, lines: [line("a < b")] },
    { at: 1000, lines: [line("a < b"), line("second")] },
    { at: 2000, lines: [line("a < b"), line("third")] }
  ], { columns: 20, hold: 2000, title: "T & t" })
  assert.deepStrictEqual([...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text), [
    "a &lt; b",
    "second",
    "third"
  ])
  assert.include(svg, "@keyframes k1{0%{visibility:hidden}25.00%{visibility:visible}50.00%{visibility:hidden}}")
  assert.include(svg, "@keyframes k2{0%{visibility:hidden}50.00%{visibility:visible}}")
  assert.include(svg, "T &amp; t")
})
