import { assert, it } from "@effect/vitest"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { Effect } from "effect"
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { directory, emulated, killWhen, type Options, patience, qurl, requests, tokens } from "./support/qurl.js"

/** The command in a directory of its own, which is where its state is as well. */
const place = Effect.map(directory, (cwd) => ({
  cwd,
  file: (name: string) => join(cwd, name),
  lines: (name: string) => readFileSync(join(cwd, name), "utf8").trimEnd().split("\n"),
  qurl: (args: ReadonlyArray<string>, options: Options = {}) =>
    qurl(args, { ...options, cwd, env: { QURL_STATE_DIR: join(cwd, "state"), ...options.env } })
}))

const csv = (count: number) =>
  `target_url,label\n${Array.from({ length: count }, (_, i) => `https://example.com/${i % 7},row ${i}\n`).join("")}`

it.scopedLive("refuses standard output as its result file, which a dash would name", () =>
  Effect.gen(function*() {
    const { file, qurl } = yield* place
    writeFileSync(file("rows.csv"), csv(1))
    const refused = "error: --out needs a file, not standard output: name one (./- is a file named -)"
    for (const command of [["batch", "rows.csv"], ["jobs", "resume", "j"]]) {
      const { code, stderr, stdout } = yield* qurl([...command, "--out", "-"])
      assert.deepStrictEqual([code, stdout], [2, ""])
      assert.include(stderr, refused)
    }
    assert.isFalse(existsSync(file("-")))
    assert.strictEqual((yield* requests).length, 0)
    assert.strictEqual((yield* qurl(["batch", "rows.csv", "--out", "./-"])).code, 0)
    assert.isTrue(existsSync(file("-")))
  }).pipe(emulated()), patience)

it.scopedLive("reports all mistakes of a file and sends nothing", () =>
  Effect.gen(function*() {
    const { file, qurl } = yield* place
    writeFileSync(
      file("rows.csv"),
      "target_url,max_sessions\nftp://x,1\nhttps://example.com,\nhttps://example.com,many\n"
    )
    const { code, stderr, stdout } = yield* qurl(["batch", "rows.csv"])
    assert.deepStrictEqual([code, stdout], [8, ""])
    assert.match(stderr, /rows\.csv: line 2: target_url .*\nrows\.csv: line 4: max_sessions .*\n.*2 mistakes/)
    assert.deepStrictEqual([(yield* requests).length, existsSync(file("rows.results.csv"))], [0, false])
  }).pipe(emulated()), patience)

it.scopedLive(
  "--dry-run shows a summary and three rows, with --json all rows, and sends nothing",
  () =>
    Effect.gen(function*() {
      const { file, qurl } = yield* place
      writeFileSync(file("rows.csv"), csv(250))
      const { code, stderr, stdout } = yield* qurl([
        "batch",
        "rows.csv",
        "--dry-run",
        "--deadline",
        "30s",
        "--concurrency",
        "2"
      ])
      assert.strictEqual(code, 0)
      assert.deepStrictEqual(stdout.trim().split("\n"), [
        "line 2  {\"target_url\":\"https://example.com/0\",\"label\":\"row 0\"}",
        "line 3  {\"target_url\":\"https://example.com/1\",\"label\":\"row 1\"}",
        "line 4  {\"target_url\":\"https://example.com/2\",\"label\":\"row 2\"}"
      ])
      assert.include(stderr, "... and 247 more")
      writeFileSync(file("one.csv"), csv(1))
      const one = yield* qurl(["batch", "one.csv", "--dry-run"])
      assert.include(one.stderr, "1 row would be sent in 1 request, ")
      const absent = yield* qurl(["batch", "absent.csv", "--dry-run"])
      assert.deepStrictEqual([absent.code, absent.stderr], [
        8,
        "error: absent.csv does not exist.\neffect: Nothing was sent.\n"
      ])
      const json = yield* qurl(["batch", "rows.csv", "--dry-run", "--json"])
      const all = json.stdout.trim().split("\n").map((line) => JSON.parse(line))
      assert.strictEqual(all.length, 251)
      assert.deepStrictEqual(all[1], { line: 3, input: { target_url: "https://example.com/1", label: "row 1" } })
      assert.strictEqual(all[250].dry_run.rows, 250)
      assert.include(stderr, "250 rows would be sent in 3 requests, 2 at once")
      assert.include(stderr, "they take 1 min.")
      assert.strictEqual((yield* requests).length, 0)
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "every row once, in a file that only its owner reads; the same file again sends nothing",
  () =>
    Effect.gen(function*() {
      const { file, lines, qurl } = yield* place
      writeFileSync(file("rows.csv"), `${csv(240)}https://example.com/1,row 1\n`)
      const first = yield* qurl(["batch", "rows.csv"])
      assert.deepStrictEqual([first.code, first.stdout], [0, `${file("rows.results.csv")}\n`], first.stderr)
      assert.notInclude(first.stderr, "\u001b")
      assert.strictEqual(statSync(file("rows.results.csv")).mode & 0o777, 0o600)
      assert.strictEqual(statSync(file("state")).mode & 0o777, 0o700)
      const [heading, ...rows] = lines("rows.results.csv")
      assert.match(heading ?? "", /^row,line,status,qurl_link/)
      assert.deepStrictEqual(rows.map((row) => row.split(",", 3)), rows.map((_, i) => [`${i + 1}`, `${i + 2}`, "done"]))
      assert.strictEqual((yield* tokens).length, 241)
      const asked = (yield* requests).length
      const second = yield* qurl(["batch", "rows.csv"])
      assert.strictEqual(second.code, 0)
      assert.include(second.stderr, "had finished before")
      assert.deepStrictEqual(lines("rows.results.csv"), [heading, ...rows])
      assert.strictEqual((yield* requests).length, asked)
      assert.strictEqual(
        (yield* qurl(["batch", "rows.csv", "--job", "once more", "--out", "more.csv", "--quiet"])).code,
        0
      )
      assert.strictEqual((yield* tokens).length, 482)
    }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 2 })),
  patience
)

it.scopedLive("Ctrl-C says how to resume, and resuming creates nothing twice", () =>
  Effect.gen(function*() {
    const { file, lines, qurl } = yield* place
    writeFileSync(file("rows.csv"), csv(300))
    const stopped = yield* qurl(["batch", "rows.csv", "-v"], { watch: killWhen("attempt=1", "SIGINT") })
    assert.strictEqual(stopped.code, 130)
    const [, ...command] = /Resume with: (qurl jobs resume \S+)/.exec(stopped.stderr)?.[1]?.split(" ") ?? []
    assert.deepStrictEqual(command.slice(0, 2), ["jobs", "resume"])
    const shown = yield* qurl(["jobs", "list", "--json"])
    assert.strictEqual(JSON.parse(shown.stdout).state, "stopped")
    const resumed = yield* qurl(command)
    assert.strictEqual(resumed.code, 0, resumed.stderr)
    assert.deepStrictEqual([lines("rows.results.csv").length, (yield* tokens).length], [301, 300])
    const results = yield* qurl(["jobs", "show", command[2] ?? "", "--results", "--json"])
    assert.strictEqual(results.stdout.trim().split("\n").length, 300)
    assert.strictEqual((yield* qurl(["jobs", "remove", command[2] ?? ""])).code, 0)
    const gone = yield* qurl(["jobs", "show", command[2] ?? ""])
    assert.strictEqual(gone.code, 5)
    assert.include(gone.stderr, "qurl jobs list lists the jobs")
  }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "batchCreate", times: 2 })), patience)

it.scopedLive(
  "a request that fails for good stops the batch, with a result for every row",
  () =>
    Effect.gen(function*() {
      const { file, lines, qurl } = yield* place
      writeFileSync(file("rows.csv"), csv(300))
      const stopped = yield* qurl(["batch", "rows.csv", "--concurrency", "1", "--job", "j"])
      assert.deepStrictEqual([stopped.code, stopped.stdout], [10, ""])
      assert.include(stopped.stderr, "100 done, 0 failed, 100 unknown, 100 not sent.")
      assert.include(stopped.stderr, "qurl jobs resume j")
      assert.strictEqual(lines("rows.results.csv").length, 301)
      assert.strictEqual((yield* qurl(["jobs", "resume", "j"])).code, 0)
      assert.strictEqual((yield* tokens).length, 300)
    }).pipe(emulated({ fault: Fault.status(500, { when: "after" }), operation: "batchCreate", nth: 2 })),
  patience
)

it.scopedLive("a resumed job keeps the retention that was given", () =>
  Effect.gen(function*() {
    const { file, qurl } = yield* place
    writeFileSync(file("rows.csv"), csv(10))
    const batch = ["batch", "rows.csv", "--job", "late"]
    yield* qurl([...batch, "--retention", "5s", "--retry", "none"])
    yield* Effect.sleep("5 seconds")
    for (const again of [["jobs", "resume", "late"], batch]) {
      const { code, stderr } = yield* qurl(again)
      assert.strictEqual(code, 7)
      assert.match(stderr, /10 rows of late were sent, their answer was lost, .* could create them twice/)
    }
    assert.strictEqual((yield* requests).length, 1)
    const longer = yield* qurl(["jobs", "resume", "late", "--retention", "1h"])
    assert.strictEqual(longer.code, 0, longer.stderr)
    assert.deepStrictEqual([(yield* requests).length, (yield* tokens).length], [2, 10])
    const decided = yield* qurl(["jobs", "reconcile", "late", "--send-again"])
    assert.deepStrictEqual([decided.code, decided.stderr], [
      0,
      "No answer is missing in late: there is nothing to decide.\n"
    ])
  }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 })), patience)

it.scopedLive("a job belongs to its file, its API and its key", () =>
  Effect.gen(function*() {
    const { file, qurl } = yield* place
    writeFileSync(file("a.csv"), csv(1))
    writeFileSync(file("b.csv"), csv(2))
    assert.strictEqual((yield* qurl(["batch", "a.csv", "--job", "j"])).code, 0)
    const { url } = yield* Emulator
    const other = { QURL_API_KEY: TestKey.other }
    const cases: ReadonlyArray<readonly [args: ReadonlyArray<string>, env: Record<string, string>, said: string]> = [
      [["batch", "b.csv", "--job", "j"], {}, "began with another file"],
      [["batch", "a.csv", "--job", "j"], other, "began with another API key"],
      [["jobs", "resume", "j"], other, "--new-key"],
      [["jobs", "resume", "j"], { QURL_API_URL: url.replace("127.0.0.1", "localhost") }, `--api-url ${url}`]
    ]
    for (const [args, env, said] of cases) {
      const { code, stderr } = yield* qurl(args, { env })
      assert.strictEqual(code, 7, stderr)
      assert.include(stderr, said)
    }
    assert.strictEqual((yield* tokens).length, 1)
  }).pipe(emulated()), patience)

it.scopedLive("standard input: rows that fail have no link, and the others do", () =>
  Effect.gen(function*() {
    const { cwd, lines, qurl } = yield* place
    const rows = [{ target_url: "https://example.com/a" }, { target_url: "https://example.com/b", expires_in: "9999d" }]
    const ended = yield* qurl(["batch", "-", "--format", "jsonl", "--out", "out.jsonl", "--json"], {
      stdin: rows.map((row) => JSON.stringify(row)).join("\n")
    })
    const told = lines("out.jsonl").map((line) => JSON.parse(line))
    assert.deepStrictEqual(told.map(({ line, status }) => [line, status]), [[1, "done"], [2, "failed"]])
    assert.strictEqual(ended.code, 1)
    assert.deepStrictEqual(JSON.parse(ended.stdout).results, join(cwd, "out.jsonl"))
    assert.strictEqual(JSON.parse(ended.stderr).error.exit_code, 1)
  }).pipe(emulated()), patience)
