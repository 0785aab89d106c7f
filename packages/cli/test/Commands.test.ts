import { assert, it } from "@effect/vitest"
import { Fault, TestKey } from "@qurl/emulator"
import { Effect } from "effect"
import { emulated, killWhen, patience, qurl, requests, run, tokens } from "./support/qurl.js"

const escape = "\u001b"

it.scopedLive("create: the link on standard output, and nothing else", () =>
  Effect.gen(function*() {
    const quiet = yield* qurl(["create", "https://example.com/a", "--label", "for Ada", "-q"])
    assert.match(quiet.stdout, /^https:\/\/qurl\.link\/#at_\w+\n$/)
    assert.deepStrictEqual([quiet.code, quiet.stderr], [0, ""])

    const json = yield* qurl(["--json", "create", "https://example.com/a", "--one-time", "--max-sessions=2"])
    assert.strictEqual(JSON.parse(json.stdout).meta.replayed, "no")

    const text = yield* qurl(["create", "--expires-in", "24h", "https://example.com/a"])
    assert.match(text.stdout, /^qurl_link +https:/m)
    assert.notInclude(text.stdout, escape)
    const made = yield* tokens
    assert.deepStrictEqual(made.map(({ label }) => label), ["for Ada", null, null])
  }).pipe(emulated()), patience)

it.scopedLive("an answer that was lost is asked for again: one command, one link", () =>
  Effect.gen(function*() {
    const { code } = yield* qurl(["create", "https://example.com/a", "-q"])
    assert.strictEqual(code, 0)
    assert.deepStrictEqual([(yield* requests).length, (yield* tokens).length], [2, 1])
  }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "create", nth: 1 })), patience)

it.scopedLive(
  "an unknown id: the error names the command that lists the valid ones",
  () =>
    Effect.gen(function*() {
      for (
        const [args, listing] of [
          [["get", "r_nobody"], "qurl list"],
          [["resources", "get", "r_nobody"], "qurl resources list"],
          [["webhooks", "get", "wh_nobody"], "qurl webhooks list"],
          [["domains", "get", "nobody.example.com"], "qurl domains list"],
          [["keys", "update", "key_nobody", "--name", "CI"], "qurl keys list"]
        ] as const
      ) {
        const { stderr } = yield* qurl(args, { env: { QURL_API_KEY: TestKey.jwt } })
        assert.include(stderr, `Check the id: ${listing} lists the valid ones.`, args.join(" "))
      }
    }).pipe(emulated()),
  patience
)

it.scopedLive("an unknown outcome says so, and the key it names finds the first link", () =>
  Effect.gen(function*() {
    const lost = yield* qurl(["create", "https://example.com/a", "--retry", "none"])
    assert.deepStrictEqual([lost.code, lost.stdout], [11, ""])
    assert.include(lost.stderr, "it may have been done")
    const [, key = ""] = /--idempotency-key (\S+)/.exec(lost.stderr) ?? []
    const found = yield* qurl(["create", "https://example.com/a", "--json", "--idempotency-key", key])
    assert.strictEqual(JSON.parse(found.stdout).meta.replayed, "yes")
    assert.strictEqual((yield* tokens).length, 1)
  }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "create", nth: 1 })), patience)

it.scopedLive("interrupted in the middle: 130 or 143, and the key to continue with", () =>
  Effect.gen(function*() {
    for (const [signal, expected] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
      const ended = yield* qurl(["create", "https://example.com/a", "-v"], { watch: killWhen("attempt=1", signal) })
      assert.strictEqual(ended.code, expected)
      assert.match(ended.stderr, /Interrupted\. It may have been done: repeat the command with --idempotency-key \S+/)
    }
  }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "create" })), patience)

it.scopedLive(
  "delete: needs --yes without a terminal; an id that does not exist is an error, a second delete is not",
  () =>
    Effect.gen(function*() {
      const link = JSON.parse((yield* qurl(["create", "https://example.com/a", "--json"])).stdout)
      const unasked = yield* qurl(["delete", link.resource_id])
      assert.strictEqual(unasked.code, 2)
      assert.include(unasked.stderr, "--yes")
      const first = yield* qurl(["delete", link.resource_id, "--yes"])
      assert.deepStrictEqual([first.code, first.stdout, first.stderr], [0, "", `Deleted ${link.resource_id}.\n`])
      const again = yield* qurl(["delete", link.resource_id, "--yes", "--json"])
      assert.strictEqual(again.code, 0, again.stderr)
      const mistyped = yield* qurl(["delete", "r_never", "--yes", "--json"])
      assert.deepStrictEqual([mistyped.code, mistyped.stdout], [5, ""])
    }).pipe(emulated()),
  patience
)

it.scopedLive("lists are lines; a reader that stops early does not cause a failure", () =>
  Effect.gen(function*() {
    for (const page of ["a", "b", "c"]) yield* qurl(["create", `https://example.com/${page}`])
    const json = yield* qurl(["list", "--json", "--limit", "2"])
    const targets = json.stdout.trim().split("\n").map((line) => JSON.parse(line).target_url)
    assert.deepStrictEqual(targets, ["https://example.com/c", "https://example.com/b"])
    const text = yield* qurl(["list"])
    assert.match(text.stdout, /^RESOURCE +STATUS +LINKS +EXPIRES +TARGET\n/)
    assert.strictEqual(text.stdout.trim().split("\n").length, 4)
    const closed = yield* qurl(["list", "-v"], { watch: (child) => child.stdout?.destroy() })
    assert.strictEqual(closed.code, 0)
    assert.notInclude(closed.stderr, "EPIPE")
  }).pipe(emulated()), patience)

it.scopedLive("exit codes tell kinds of failures apart, and JSON says the same", () =>
  Effect.gen(function*() {
    const create = ["create", "https://example.com/a", "--retry", "none", "--json"]
    const cases: ReadonlyArray<readonly [code: number, args: ReadonlyArray<string>, env?: Record<string, string>]> = [
      [2, ["create", "https://example.com/a", "--jsn", "--json"]],
      [3, create, { QURL_API_KEY: "" }],
      [4, create, { QURL_API_KEY: TestKey.expired }],
      [5, ["get", "r_never", "--json"]],
      [6, create, { QURL_API_KEY: TestKey.readOnly }],
      [8, ["create", "ftp://example.com", "--json"]],
      [9, create],
      [10, create],
      [11, create],
      [11, create, { QURL_API_URL: "http://127.0.0.1:9" }]
    ]
    for (const [expected, args, env = {}] of cases) {
      const { code, stderr, stdout } = yield* qurl(args, { env })
      assert.deepStrictEqual([code, stdout], [expected, ""], stderr)
      assert.strictEqual(JSON.parse(stderr).error.exit_code, expected)
    }
  }).pipe(emulated(
    // The refusals before are counted as well: 401 and 403 are creates that arrive.
    { fault: Fault.rateLimit(), operation: "create", nth: 3 },
    { fault: Fault.status(500), operation: "create", nth: 4 },
    { fault: Fault.status(503), operation: "create", nth: 5 }
  )), patience)

it.scopedLive("neither the key nor a link shows where it does not belong", () =>
  Effect.gen(function*() {
    const { stdout: link } = yield* qurl(["create", "https://example.com/a", "-q"])
    const opened = yield* qurl(["resolve", "-", "-q"], { stdin: link })
    assert.strictEqual(opened.stdout, "https://example.com/a\n")
    const failed = yield* qurl(["resolve", "-", "-v"], { stdin: `${link.trim()}x` })
    const again = yield* qurl(["create", "https://example.com/a", "-v", "-q"])
    for (const { stderr } of [opened, failed, again]) {
      assert.notInclude(stderr, TestKey.full)
      assert.notMatch(stderr, /at_\w{10}/)
    }
    assert.include(again.stderr, "attempt=1")
  }).pipe(emulated()), patience)

it.scopedLive("groups: resources, webhooks, domains; keys and usage with a JWT", () =>
  Effect.gen(function*() {
    const jwt = { QURL_API_KEY: TestKey.jwt }
    const commands: ReadonlyArray<readonly [args: ReadonlyArray<string>, env?: Record<string, string>]> = [
      [["resources", "create", "https://example.com/r", "--tag", "x", "--tag", "y"]],
      [["resources", "list"]],
      [["webhooks", "create", "https://example.com/hook", "--event", "qurl.accessed"]],
      [["webhooks", "list"]],
      [["webhooks", "events"]],
      [["domains", "list"]],
      [["domains", "register", "go.example.com"]],
      [["quota"]],
      [["usage"], jwt],
      [["usage", "--daily"], jwt],
      [["keys", "create", "CI", "--scope", "qurl:read"], jwt],
      [["keys", "list"], jwt]
    ]
    for (const [args, env = {}] of commands) {
      const { code, stderr, stdout } = yield* qurl([...args, "--json"], { env })
      assert.strictEqual(code, 0, stderr)
      for (const line of stdout.trim().split("\n")) JSON.parse(line)
    }
    const id = JSON.parse((yield* qurl(["resources", "list", "--json"])).stdout).resource_id
    const changed = yield* qurl(["update", id, "--description", "", "--no-tags", "--json"])
    assert.deepStrictEqual(JSON.parse(changed.stdout).tags, [])
    const minted = yield* qurl(["mint", id, "-q"])
    assert.match(minted.stdout, /^https:\/\/qurl\.link/)
    const short = yield* qurl(["create", "https://example.com/s", "--expires-in", "1h", "--json"])
    const longer = yield* qurl(["extend", JSON.parse(short.stdout).resource_id, "--by", "24h"])
    assert.strictEqual(longer.code, 0, longer.stderr)
    assert.strictEqual((yield* qurl(["extend", id])).code, 2)
  }).pipe(emulated()), patience)

it.scopedLive("an emulator on a free port, for as long as it is wanted", () =>
  Effect.gen(function*() {
    const ended = yield* run(["emulator", "--port", "0", "--json"], {
      watch: (child, stdout) => {
        if (stdout.endsWith("\n")) child.kill("SIGTERM")
      }
    })
    assert.match(JSON.parse(ended.stdout).url, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.deepStrictEqual([ended.code, ended.stderr], [143, ""])
  }), patience)
