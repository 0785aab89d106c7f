import { assert, it } from "@effect/vitest"
import { Emulator, TestKey } from "@qurl/emulator"
import { Effect } from "effect"
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { directory, emulated, type Options, patience, run } from "./support/qurl.js"

/** The command with a configuration directory and without a key. */
const place = Effect.gen(function*() {
  const home = yield* directory
  const { url } = yield* Emulator
  const config = join(home, "qurl")
  mkdirSync(join(config, "profiles"), { recursive: true })
  return {
    url,
    config: (name: string) => join(config, name),
    write: (name: string, text: string) => writeFileSync(join(config, name), text),
    qurl: (args: ReadonlyArray<string>, options: Options = {}) =>
      run(args, { ...options, env: { XDG_CONFIG_HOME: home, ...options.env } })
  }
})

it.scopedLive(
  "login stores a key that the API takes, for its owner only; logout removes it",
  () =>
    Effect.gen(function*() {
      const { config, qurl, url } = yield* place
      const env = { QURL_API_URL: url }
      const refused = yield* qurl(["login", "--no-keyring"], { env, stdin: `${TestKey.expired}\n` })
      assert.strictEqual(refused.code, 4)
      assert.include(refused.stderr, "else the one that qurl login stored")
      assert.isFalse(existsSync(config("token")))
      const stored = yield* qurl(["login", "--no-keyring", "--json"], { env, stdin: `${TestKey.full}\n` })
      assert.deepStrictEqual([stored.code, JSON.parse(stored.stdout)], [0, {
        profile: "default",
        endpoint: url,
        key_storage: "file"
      }])
      assert.strictEqual(statSync(config("token")).mode & 0o777, 0o600)
      assert.notInclude(stored.stderr, "--api-url")
      const flagged = yield* qurl(["login", "--no-keyring", "--api-url", url], { stdin: `${TestKey.full}\n` })
      assert.include(flagged.stderr, `"endpoint: ${url}" in ${config("config.yaml")}`)
      assert.strictEqual((yield* qurl(["create", "https://example.com", "-q"], { env })).code, 0)
      const me = yield* qurl(["whoami", "--json"], { env })
      assert.strictEqual(JSON.parse(me.stdout).key_source, "file")
      for (const { stderr, stdout } of [stored, me]) assert.notInclude(stderr + stdout, TestKey.full)
      // The environment has precedence.
      assert.strictEqual((yield* qurl(["list"], { env: { ...env, QURL_API_KEY: TestKey.expired } })).code, 4)
      assert.strictEqual((yield* qurl(["logout"], { env })).code, 0)
      const without = yield* qurl(["list"], { env })
      assert.strictEqual(without.code, 3)
      assert.include(without.stderr, "qurl login")
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "a profile has its own endpoint, output and key; an unknown one is an error",
  () =>
    Effect.gen(function*() {
      const { config, qurl, url, write } = yield* place
      const login = ["login", "--no-keyring", "--profile", "work", "--endpoint", url]
      const made = yield* qurl(login, { stdin: TestKey.full })
      assert.strictEqual(made.code, 0)
      assert.notInclude(made.stderr, "endpoint:")
      assert.include(readFileSync(config("profiles/work.yaml"), "utf8"), url)
      write("profiles/work.yaml", `endpoint: ${url}\noutput: json\nshare_group_mode: single\n`)
      const listed = yield* qurl(["list", "--profile", "work"])
      assert.deepStrictEqual(JSON.parse(listed.stdout), { resources: [], has_more: false })
      const named = yield* qurl(["list"], { env: { QURL_PROFILE: "work" } })
      assert.strictEqual(named.stdout, listed.stdout)
      const text = yield* qurl(["list", "--profile", "work", "-o", "text"])
      assert.deepStrictEqual([text.stdout, text.stderr], ["", "No resources.\n"])
      const unknown = yield* qurl(["list", "--profile", "wrok"], { env: { QURL_API_KEY: TestKey.full } })
      assert.strictEqual(unknown.code, 3)
      assert.include(unknown.stderr, "names no profile, wrok")
    }).pipe(emulated()),
  patience
)

it.scopedLive("configuration files that are wrong say where", () =>
  Effect.gen(function*() {
    const { qurl, write } = yield* place
    const cases = [
      ["api_key: lv_live_secret", "must not hold the API key"],
      ["endpont: x", "unknown setting, endpont"],
      ["output: [json]", "needs text for output"],
      ["output: xml", "must be text, table, csv, json"],
      ["a: b: c", "is not valid YAML"]
    ] as const
    for (const [content, said] of cases) {
      write("config.yaml", content)
      const { code, stderr } = yield* qurl(["list"], { env: { QURL_API_KEY: "k" } })
      assert.strictEqual(code, 3, content)
      assert.include(stderr, said)
      assert.notInclude(stderr, "lv_live_secret")
    }
    // Help works with a wrong configuration as well.
    assert.strictEqual((yield* qurl(["--help"])).code, 0)
  }).pipe(emulated()), patience)
