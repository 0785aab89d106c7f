import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { type Command, isGroup, load, loadAll, type LoadedGroup } from "../src/argv/command.js"
import { bash } from "../src/argv/completion.js"
import * as Help from "../src/argv/help.js"
import { root } from "../src/root.js"
import { version } from "../src/version.js"
import { patience, run, runProcess } from "./support/qurl.js"

const commands = (
  nodes: ReadonlyArray<Command | LoadedGroup>,
  path: ReadonlyArray<string> = []
): ReadonlyArray<readonly [ReadonlyArray<string>, Command]> =>
  nodes.flatMap((node) => {
    const below = [...path, node.name]
    return isGroup(node) ? commands(node.children, below) : [[below, node] as const]
  })

const loaded = Effect.runSync(Effect.cached(loadAll(root)))

it("the list of commands says the same as the commands", async () => {
  for (const child of root.children) {
    const { name, summary } = await Effect.runPromise(load(child))
    assert.deepStrictEqual([child.name, child.summary], [name, summary])
  }
})

it("every command has a summary, its flags and examples of itself", async () => {
  const all = commands((await Effect.runPromise(loaded)).children)
  assert.isAbove(all.length, 35)
  for (const [path, command] of all) {
    const help = Help.ofCommand(path, command, false, 100)
    assert.match(help, /^[A-Z][^\n]+\.\n/)
    assert.include(help, `Usage: qurl ${path.join(" ")}`)
    assert.include(help, "--json")
    assert.isAbove(command.examples.length, 0, path.join(" "))
    assert.isTrue(command.examples.every(({ line }) => line.includes("qurl")))
    assert.isTrue(command.flags.every(({ description }) => description.endsWith(".")), path.join(" "))
    assert.notInclude(help, "\u001b")
    for (const width of [40, 80, 100]) {
      // A word is not broken, even a quoted one, so a long one stands alone.
      const wide = Help.ofCommand(path, command, false, width).split("\n").filter((line) =>
        line.length > width && /\S .*\S/.test(
          line.replace(/^ *(Usage:|--\S+|#)? | \\$/g, "").replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, "''")
        )
      )
      assert.deepStrictEqual(wide, [])
    }
  }
})

it("no flag takes the API key", async () => {
  for (const [path, command] of commands((await Effect.runPromise(loaded)).children)) {
    assert.notInclude(command.flags.map(({ name }) => name), "api-key", path.join(" "))
  }
})

it("the version is that of the package", () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  assert.propertyVal(manifest, "version", version)
})

it.live("the version line is that of the official command", () =>
  Effect.gen(function*() {
    for (const word of ["version", "--version"]) {
      const { code, stdout } = yield* runProcess([word])
      assert.strictEqual(code, 0)
      assert.match(stdout, /^qurl version \d+\.\d+\.\d+\S* \([a-z]+\/[a-z0-9]+\)\n$/)
    }
  }), patience)

it.live("a command in a file of its own is the same as the one in chunks", () =>
  Effect.gen(function*() {
    const files = readdirSync(new URL("../bundle/alone", import.meta.url))
    assert.includeMembers(files, ["create.js", "list.js", "resolve.js"])
    for (const name of files.map((file) => file.replace(".js", ""))) {
      // A flag in front of the name leads to the chunks.
      const [alone, chunks] = yield* Effect.all([
        runProcess([name, "--help"]),
        runProcess(["--quiet", name, "--help"])
      ])
      assert.deepStrictEqual(alone, chunks, name)
      assert.strictEqual(alone.code, 0)
    }
  }), patience)

it.live("help goes to standard output, without colours in a pipe", () =>
  Effect.gen(function*() {
    for (const args of [[], ["--help"], ["help", "create"], ["create", "-h"], ["webhooks", "--help"], ["version"]]) {
      const { code, stderr, stdout } = yield* run(args)
      assert.deepStrictEqual([code, stderr], [0, ""])
      assert.notInclude(stdout, "\u001b")
    }
    const painted = yield* run(["create", "--help", "--color", "always"])
    assert.include(painted.stdout, "\u001b[1mUsage:")
    const unpainted = yield* run(["create", "--help"], { env: { QURL_COLOR: "never", NO_COLOR: "1" } })
    assert.notInclude(unpainted.stdout, "\u001b")
  }), patience)

it.live(
  "a wrong command line ends with 2, says what is wrong, and prints nothing on standard output",
  () =>
    Effect.gen(function*() {
      const cases: ReadonlyArray<readonly [args: ReadonlyArray<string>, said: string]> = [
        [["craete"], "no command \"craete\". Did you mean create?"],
        [["webhooks"], "qurl webhooks needs a command: listen, list,"],
        [["webhooks", "lisen"], "Did you mean listen?"],
        [["create", "--lable", "x", "https://example.com"], "Unknown flag --lable. Did you mean --label?"],
        [["create", "https://example.com", "--label"], "--label needs a value"],
        [["create", "https://example.com", "--label", "a", "--label", "b"], "--label is given twice"],
        [["create", "https://example.com", "more"], "\"more\" is one argument too many"],
        [["get"], "ID is missing"],
        [["create", "--max-sessions", "-1"], "--max-sessions is not a whole number from 0 to 1000"],
        [["create", "--timeout", "soon"], "--timeout is not a duration such as"],
        [["create", "--timeout", "1h30"], "--timeout is not a duration such as"],
        [["create", "--retry", "always"], "--retry is not one of keyed, rejected-only, none"],
        [["completion", "tcsh"], "bash"]
      ]
      for (const [args, said] of cases) {
        const { code, stderr, stdout } = yield* run(args)
        assert.deepStrictEqual([code, stdout], [2, ""], args.join(" "))
        assert.include(stderr, said)
        assert.include(stderr, "--help")
        assert.notInclude(stderr, "\u001b")
      }
    }),
  patience
)

it("bash completes commands, those below them, flags, and values that are one of few", async () => {
  const { children } = await Effect.runPromise(loaded)
  const complete = (...words: ReadonlyArray<string>) =>
    execFileSync("bash", [
      "-c",
      `${bash(children)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${
        words.length - 1
      }; _qurl; echo "\${COMPREPLY[@]}"`
    ], {
      encoding: "utf8"
    }).trim()
  assert.strictEqual(complete("qurl", "webh"), "webhooks")
  assert.strictEqual(complete("qurl", "webhooks", "lis"), "listen list")
  assert.strictEqual(complete("qurl", "--json", "create", "--lab"), "--label")
  assert.strictEqual(complete("qurl", "batch", "--retry", ""), "keyed rejected-only none")
  assert.strictEqual(complete("qurl", "batch", "--retry", "keyed", "--form"), "--format")
})
