import { Command, FileSystem } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
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

it.live("the demo's targets are a hundred different ones", () =>
  Effect.gen(function*() {
    const targets = yield* Targets.read
    assert.strictEqual(targets.length, 100)
    assert.strictEqual(new Set(targets.map(({ target_url }) => new URL(target_url).href)).size, 100)
    assert.isTrue(targets.every(({ target_url }) => target_url.startsWith("https://")))
    assert.include(targets.map(({ label }) => label), "Musée d'Orsay, Paris")
  }).pipe(Effect.provide(NodeContext.layer)))
