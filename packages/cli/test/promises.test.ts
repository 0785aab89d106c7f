import { assert, it } from "@effect/vitest"
import { Emulator, Fault } from "@qurl/emulator"
import { Effect } from "effect"
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import {
  directory,
  emulated,
  killWhen,
  type Options,
  patience,
  qurl,
  requests,
  run,
  script,
  settings,
  tokens
} from "./support/qurl.js"

/** A directory for files and for the state of the command. */
const place = Effect.gen(function*() {
  const cwd = yield* directory
  const state = { QURL_STATE_DIR: join(cwd, "state") }
  const kept = () => existsSync(join(cwd, "state", "jobs")) ? readdirSync(join(cwd, "state", "jobs")) : []
  return {
    cwd,
    file: (name: string) => join(cwd, name),
    write: (name: string, text: string) => writeFileSync(join(cwd, name), text),
    read: (name: string) => readFileSync(join(cwd, name), "utf8"),
    /** Inputs that the command keeps. */
    inputs: () => kept().filter((name) => !name.endsWith(".json")),
    qurl: (args: ReadonlyArray<string>, options: Options = {}) =>
      qurl(args, { ...options, cwd, env: { ...state, ...options.env } }),
    script: (text: string, options: Options = {}) =>
      Effect.flatMap(settings, (set) => script(text, { ...options, cwd, env: { ...set, ...state, ...options.env } }))
  }
})

const targets = Effect.map(
  Emulator.pipe(Effect.flatMap(({ control }) => control.inventory)),
  ({ resources }) => resources.map((resource) => resource.target_url ?? "").sort((a, b) => a.localeCompare(b))
)

const rows = (count: number) =>
  `target_url\n${Array.from({ length: count }, (_, index) => `https://example.com/${index}\n`).join("")}`

const expected = (count: number) =>
  Array.from({ length: count }, (_, index) => `https://example.com/${index}`).sort((a, b) => a.localeCompare(b))

it.scopedLive(
  "W2 an input that can be read once is read whole: process substitution, pipe, FIFO, /dev/stdin",
  () =>
    Effect.gen(function*() {
      const { inputs, qurl, read, script, write } = yield* place
      write("rows.csv", rows(3))
      const cases = [
        "qurl batch <(cat rows.csv) --job a --out out.csv --force",
        "cat rows.csv | qurl batch - --job b --out out.csv --force",
        "cat rows.csv | qurl batch /dev/stdin --job c --out out.csv --force",
        "qurl batch /dev/stdin --job d --out out.csv --force < rows.csv",
        "mkfifo rows; (sleep 0.2; cat rows.csv > rows) & qurl batch rows --job e --out out.csv --force"
      ]
      for (const [index, command] of cases.entries()) {
        const { code, stderr } = yield* script(command)
        assert.strictEqual(code, 0, `${command}\n${stderr}`)
        assert.strictEqual(read("out.csv").trim().split("\n").length, 4, command)
        assert.strictEqual((yield* tokens).length, 3 * (index + 1), command)
        assert.strictEqual(inputs().length, index + 1, command)
      }
      // The copy is part of the job: it resumes from there, and goes with it.
      for (const command of ["resume", "remove"]) {
        assert.strictEqual((yield* qurl(["jobs", command, "a"])).code, 0, command)
      }
      assert.strictEqual(inputs().length, cases.length - 1)
    }).pipe(emulated()),
  patience
)

it.scopedLive("W2 a copy of an input that comes to nothing is removed", () =>
  Effect.gen(function*() {
    const { inputs, script } = yield* place
    const wrong = yield* script("printf 'target_url\\nftp://x\\n' | qurl batch -")
    assert.strictEqual(wrong.code, 8)
    const dry = yield* script("printf 'target_url\\nhttps://example.com\\n' | qurl batch - --dry-run")
    assert.strictEqual(dry.code, 0)
    // No process ever writes into the FIFO.
    const ended = yield* script("mkfifo never; $NODE $BIN batch never & pid=$!; sleep 1; kill -TERM $pid; wait $pid")
    assert.strictEqual(ended.code, 143, ended.stderr)
    assert.deepStrictEqual(inputs(), [])
  }).pipe(emulated()), patience)

it.scopedLive(
  "W2 CRLF, LF and CR end a record in any mixture, and blanks around a cell are not part of it",
  () =>
    Effect.gen(function*() {
      const { qurl, write } = yield* place
      write(
        "rows.csv",
        "target_url,expires_in,max_sessions,one_time_use\r\n"
          + "https://example.com/0,1h,1,true\n https://example.com/1\t, 2h , 2 , no \r"
          + "https://example.com/2\u00a0,,,\r\n\r\n,,,\nhttps://example.com/3,,,\r"
      )
      const { code, stderr } = yield* qurl(["batch", "rows.csv"])
      assert.strictEqual(code, 0, stderr)
      assert.deepStrictEqual(yield* targets, expected(4))
      assert.strictEqual((yield* tokens).length, 4)
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "W2 CR and LF end a line of JSON, and a line separator within a string does not",
  () =>
    Effect.gen(function*() {
      const { qurl, write } = yield* place
      const line = (index: number) => `{"target_url":"https://example.com/${index}","label":"a\u2028b"}`
      write("rows.jsonl", `${line(0)}\r${line(1)}\r\n${line(2)}\n\n${line(3)}`)
      const { code, stderr } = yield* qurl(["batch", "rows.jsonl"])
      assert.strictEqual(code, 0, stderr)
      assert.deepStrictEqual(yield* targets, expected(4))
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "W2 a file that changed while its job was stopped is refused, and nothing of it is sent",
  () =>
    Effect.gen(function*() {
      const { qurl, write } = yield* place
      write("rows.csv", rows(300))
      const interrupted = yield* qurl(["batch", "rows.csv", "--job", "j", "-v"], {
        watch: killWhen("attempt=1", "SIGINT")
      })
      assert.strictEqual(interrupted.code, 130)
      const before = (yield* requests).length
      for (const other of [rows(301), rows(299), rows(300).replace("/250\n", "/999\n")]) {
        write("rows.csv", other)
        const { code, stderr } = yield* qurl(["jobs", "resume", "j"])
        assert.strictEqual(code, 7)
        assert.include(stderr, "has changed since it was checked")
      }
      assert.strictEqual((yield* requests).length, before)
      write("rows.csv", rows(300))
      assert.strictEqual((yield* qurl(["jobs", "resume", "j"])).code, 0)
      assert.deepStrictEqual(yield* targets, expected(300))
    }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 })),
  patience
)

/** Changes of a file of a megabyte while its job runs. Row 450 is read after the second request, which takes a while. */
const changes: ReadonlyArray<readonly [name: string, change: (text: string) => string]> = [
  ["in a row that is not yet read", (text) => text.replace("/0450?", "/plan?")],
  ["in its last row", (text) => text.replace("/0499?", "/plan?")],
  ["in its first row", (text) => text.replace("/0000?", "/plan?")],
  ["at its end, by a row more", (text) => `${text}https://example.com/plan\n`],
  ["at its end, by a row less", (text) => text.slice(0, text.lastIndexOf("https://"))],
  ["everywhere, to an empty file", () => ""]
]

for (const [name, change] of changes) {
  it.scopedLive(
    `W2 a file that changes ${name} while its job runs stops it, and no row is sent that was not checked`,
    () =>
      Effect.gen(function*() {
        const { qurl, write } = yield* place
        const content = `target_url\n${
          Array.from(
            { length: 500 },
            (_, index) => `https://example.com/${String(index).padStart(4, "0")}?${"x".repeat(2000)}\n`
          ).join("")
        }`
        const urls = content.trimEnd().split("\n").slice(1)
        write("rows.csv", content)
        let hasChanged = false
        const { code, stderr } = yield* qurl(["batch", "rows.csv", "--job", "j", "--concurrency", "1", "-v"], {
          watch: (_child, _stdout, stderr) => {
            if (hasChanged || !stderr.includes("attempt=1")) return
            hasChanged = true
            write("rows.csv", change(content))
          }
        })
        const sent = yield* targets
        assert.deepStrictEqual(sent, urls.slice(0, sent.length), "a beginning of the checked rows")
        if (name === "in its first row") {
          // The block was read before it changed: the job goes through as it was checked.
          assert.strictEqual(code, 0)
        } else {
          assert.strictEqual(code, 7, stderr.slice(-500))
          assert.include(stderr, "has changed since it was checked")
          assert.isBelow(sent.length, urls.length)
        }
        write("rows.csv", content)
        assert.strictEqual((yield* qurl(["jobs", "resume", "j"])).code, 0)
        assert.deepStrictEqual(yield* targets, urls)
      }).pipe(emulated({ fault: Fault.delay(300), operation: "batchCreate", nth: 2 })),
    patience
  )
}

it.scopedLive(
  "W3 a result that cannot be printed is an error, and its key prints the same result",
  () =>
    Effect.gen(function*() {
      const { qurl, script } = yield* place
      for (const flag of ["", "--quiet", "--json"]) {
        const lost = yield* script(`qurl create https://example.com/a ${flag} > /dev/full`)
        assert.strictEqual(lost.code, 1, flag)
        assert.include(lost.stderr, "ENOSPC", flag)
        const [key = ""] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(lost.stderr) ?? []
        const before = (yield* tokens).length
        const found = yield* qurl(["create", "https://example.com/a", "--quiet", "--idempotency-key", key])
        assert.match(found.stdout, /^https:/)
        assert.strictEqual((yield* tokens).length, before)
      }
      for (const command of ["qurl list", "qurl --help", "qurl version", "qurl completion bash"]) {
        assert.strictEqual((yield* script(`${command} > /dev/full`)).code, 1, command)
      }
      const gone = yield* script("qurl completion bash | true; echo ${PIPESTATUS[0]}")
      assert.deepStrictEqual([gone.stdout, gone.stderr], ["0\n", ""])
    }).pipe(emulated()),
  patience
)

it.scopedLive("W3 neither the input nor a foreign file is overwritten by results", () =>
  Effect.gen(function*() {
    const { file, qurl, read, write } = yield* place
    write("rows.csv", rows(2))
    write("mine.csv", "mine")
    write("half.csv.part", "mine")
    linkSync(file("rows.csv"), file("hard.csv"))
    symlinkSync("rows.csv", file("soft.csv"))
    mkdirSync(file("folder"))
    const batch = (out: string, ...flags: ReadonlyArray<string>) => qurl(["batch", "rows.csv", "--out", out, ...flags])
    for (const out of ["rows.csv", "hard.csv", "soft.csv", "folder", "mine.csv", "half.csv"]) {
      const { code, stderr } = yield* batch(out)
      assert.strictEqual(code, 7, stderr)
      assert.include(stderr, "--out")
    }
    assert.strictEqual((yield* batch("soft.csv", "--force")).code, 7)
    assert.deepStrictEqual([read("rows.csv"), read("mine.csv"), read("half.csv.part")], [rows(2), "mine", "mine"])
    assert.strictEqual((yield* requests).length, 0)
    assert.strictEqual((yield* batch("mine.csv", "--force")).code, 0)
    assert.strictEqual(read("mine.csv").split("\n").length, 4)
    // The result of the same job is its own.
    assert.strictEqual((yield* batch("mine.csv")).code, 0)
  }).pipe(emulated()), patience)

it.scopedLive("W3 removing a job removes no file of its user", () =>
  Effect.gen(function*() {
    const { file, qurl, write } = yield* place
    // Beside the state directory, under a name that begins with its name.
    write("state-of-guests.csv", rows(1))
    assert.strictEqual((yield* qurl(["batch", "state-of-guests.csv", "--job", "j"])).code, 0)
    assert.strictEqual((yield* qurl(["jobs", "remove", "j"])).code, 0)
    assert.isTrue(existsSync(file("state-of-guests.csv")))
  }).pipe(emulated()), patience)

const hostile = "a\u001b]0;title\u0007b\u009b31mc\u202ed\r\ne\u2028f\u200bg\u007f"
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028\u202a-\u202e]/

it.scopedLive(
  "W3 control characters of others are shown, in results, lists, errors and JSON",
  () =>
    Effect.gen(function*() {
      const { qurl } = yield* place
      const made = yield* qurl(["create", "https://example.com/a", "--label", hostile, "--json"])
      const { resource_id: id } = JSON.parse(made.stdout)
      yield* qurl(["update", id, "--description", hostile])
      for (const args of [["get", id], ["get", id, "--json"], ["resources", "get", id], ["list"], ["get", hostile]]) {
        const { stderr, stdout } = yield* qurl(args)
        assert.notMatch(stdout, obeyed, args.join(" "))
        assert.notMatch(stderr, obeyed, args.join(" "))
      }
      const shown = yield* qurl(["get", id])
      assert.include(shown.stdout, "a\\u001b]0;title\\u0007b\\u009b31mc\\u202ed\\r\\ne\\u2028f\\u200bg\\u007f")
      const json = yield* qurl(["get", id, "--json"])
      assert.strictEqual(JSON.parse(json.stdout).description, hostile)
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "W3 an answer of the server forges neither a line of an error nor one of the log",
  () =>
    Effect.gen(function*() {
      const body = JSON.stringify({
        error: { type: "x", title: hostile, status: 404, detail: hostile, code: "not_found" },
        meta: { request_id: hostile }
      })
      const server = yield* Effect.acquireRelease(
        Effect.async<ReturnType<typeof createServer>>((resume) => {
          const server = createServer((_, response) =>
            response.writeHead(404, { "content-type": "application/json" }).end(body)
          )
          server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
        }),
        (server) => Effect.sync(() => server.close())
      )
      // A server that listens on TCP has an address of this kind.
      const { port } = server.address() as AddressInfo
      const { stderr } = yield* run(["get", "r_x", "-v"], {
        env: { QURL_API_URL: `http://127.0.0.1:${port}`, QURL_API_KEY: "k" }
      })
      assert.match(stderr, /^error: /m)
      assert.notMatch(stderr, obeyed)
      assert.notMatch(stderr, /^e(?!rror: |ffect: )/m)
    }),
  patience
)
