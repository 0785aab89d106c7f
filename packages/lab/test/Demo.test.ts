import { Command, FetchHttpClient, FileSystem, HttpClient, HttpClientResponse } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, it } from "@effect/vitest"
import { Effect, Mailbox, Schema, Stream } from "effect"
import { fileURLToPath } from "node:url"
import * as Targets from "../src/demo/targets.js"

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
    const head = cells.indexOf("client | asked | exist | attempts | keys | told")
    assert.deepStrictEqual(cells.slice(head + 2, head + 5), [
      "repeats blindly | 100 | 200 | 2 | 0 | success",
      "never repeats | 100 | 100 | 1 | 0 | unknown",
      "this SDK | 100 | 100 | 2 | 1 | success"
    ])
    assert.deepStrictEqual(yield* fs.readDirectory(temporary), [], "the demo cleans up")
  }).pipe(Effect.provide(NodeContext.layer)), 120_000)

const Seen = Schema.parseJson(Schema.Struct({
  totals: Schema.Struct({ calls: Schema.Number, requests: Schema.Number, replays: Schema.Number, links: Schema.Number })
}))

/** What an inspector's page shows at first sight. */
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
  "who watches the demo sees the inspectors before the batch is sent, and after",
  () =>
    Effect.gen(function*() {
      const input = yield* Mailbox.make<string>()
      const demo = yield* Command.make(process.execPath, main, "--watch").pipe(
        Command.env({ NO_COLOR: "1" }),
        Command.stdin(Stream.encodeText(Mailbox.toStream(input))),
        Command.stderr("inherit"),
        Command.start
      )
      const pages: Array<string> = []
      const looks: Array<unknown> = []
      const enter = Effect.gen(function*() {
        looks.push(yield* Effect.forEach(pages, look))
        yield* input.offer("\n")
      })
      yield* demo.stdout.pipe(
        Stream.decodeText(),
        Stream.splitLines,
        Stream.runForEach((line) => {
          pages.push(...line.match(/http:\S+/) ?? [])
          return line.includes("press Enter") ? enter : Effect.void
        })
      )
      assert.strictEqual(yield* demo.exitCode, 0)
      const untouched = { calls: 0, requests: 0, replays: 0, links: 0 }
      assert.deepStrictEqual(looks, [[untouched, untouched, untouched], [
        { calls: 1, requests: 2, replays: 0, links: 200 },
        { calls: 1, requests: 1, replays: 0, links: 100 },
        { calls: 1, requests: 2, replays: 1, links: 100 }
      ]])
    }).pipe(Effect.provide([NodeContext.layer, FetchHttpClient.layer])),
  120_000
)

it.scopedLive("who watches without an input is not waited for", () =>
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
