import { assert, it } from "@effect/vitest"
import { Fault, TestKey } from "@qurl/emulator"
import { Effect } from "effect"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { join } from "node:path"
import { directory, emulated, killWhen, patience, qurl, requests, script, settings, tokens } from "./support/qurl.js"

const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251))

/** Site behind the links. It is reached through a proxy, because targets on this machine are refused. */
const site = Effect.map(
  Effect.acquireRelease(
    Effect.async<Server>((resume) => {
      const server = createServer((request, response) => {
        switch (request.url) {
          case "/report":
            return response.end(content)
          case "/moved":
            return response.writeHead(302, { location: "/report" }).end()
          case "/cut":
            response.writeHead(200, { "content-length": "1000" })
            response.write("half")
            return setTimeout(() => response.destroy(), 50)
          default:
            return response.writeHead(404).end()
        }
      })
      server.on("connect", (_, client) => {
        // A server that listens on TCP has an address of this kind.
        const upstream = connect((server.address() as AddressInfo).port, "127.0.0.1", () => {
          client.write("HTTP/1.1 200 OK\r\n\r\n")
          upstream.pipe(client).pipe(upstream)
        })
        for (const socket of [client, upstream]) socket.on("error", () => {})
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  ),
  // A server that listens on TCP has an address of this kind.
  (server) => ({ HTTP_PROXY: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, NO_PROXY: "127.0.0.1" })
)

const published = (path: string) =>
  Effect.map(qurl(["publish", `http://files.example.com${path}`, "-q"]), ({ stdout }) => stdout.trim())

it.scopedLive(
  "--file saves the content through a link for one visit, and replaces a file with --force only",
  () =>
    Effect.gen(function*() {
      const env = yield* site
      const cwd = yield* directory
      const file = join(cwd, "report.bin")
      const id = yield* published("/moved")
      const saved = yield* qurl(["get", id, "--file", file, "-q"], { env })
      assert.deepStrictEqual([saved.code, saved.stdout], [0, `${file}\n`], saved.stderr)
      assert.isTrue(readFileSync(file).equals(content))
      const shown = yield* qurl(["get", id, "--json"])
      assert.include(shown.stdout, "\"status\":\"consumed\"")

      writeFileSync(file, "mine")
      const refused = yield* qurl(["get", id, "--file", file], { env })
      assert.deepStrictEqual([refused.code, readFileSync(file, "utf8")], [7, "mine"])
      assert.strictEqual((yield* tokens).length, 1)
      const json = yield* qurl(["get", id, "--file", file, "--force", "--yes", "-o", "json"], { env })
      assert.deepInclude(JSON.parse(json.stdout), { path: file, bytes: content.length })
      const { url, key } = yield* Effect.map(settings, (set) => ({ url: set.QURL_API_URL, key: set.QURL_API_KEY }))
      const piped = yield* script(`qurl get ${id} --file - | cmp - ${file}`, {
        env: { ...env, QURL_API_URL: url, QURL_API_KEY: key }
      })
      assert.strictEqual(piped.code, 0, piped.stderr)
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "a download that breaks off leaves the file as it was, and a missing target is not found",
  () =>
    Effect.gen(function*() {
      const env = yield* site
      const file = join(yield* directory, "report.bin")
      writeFileSync(file, "mine")
      const cut = yield* qurl(["get", yield* published("/cut"), "--file", file, "--force"], { env })
      assert.deepStrictEqual([cut.code, cut.stdout, readFileSync(file, "utf8")], [11, "", "mine"])
      assert.isFalse(existsSync(`${file}.part`))
      const missing = yield* qurl(["get", yield* published("/none"), "--file", join(file, "..", "none")], { env })
      assert.deepStrictEqual([missing.code, existsSync(join(file, "..", "none"))], [5, false])
      assert.include(missing.stderr, "files.example.com (status 404)")
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "a download before its link is known is repeated with another link, not under a key",
  () =>
    Effect.gen(function*() {
      const get = ["get", yield* published("/report"), "--file", join(yield* directory, "report.bin")]
      const lost = yield* qurl([...get, "--retry", "none"])
      const ended = yield* qurl([...get, "-v"], { watch: killWhen("attempt=1", "SIGINT") })
      assert.deepStrictEqual([lost.code, ended.code], [11, 130])
      assert.include(lost.stderr, "next: Run the command again: it uses another link.")
      for (const { stderr } of [lost, ended]) assert.notInclude(stderr, "--idempotency-key")
    }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "mintLink" })),
  patience
)

it.scopedLive("--ids prints a row for every id, in order, whatever became of it", () =>
  Effect.gen(function*() {
    const file = join(yield* directory, "ids.txt")
    const ids: Array<string> = []
    for (const page of ["a", "b", "c"]) ids.push(yield* published(`/${page}`))
    const [a = "", b = "", c = ""] = ids
    writeFileSync(file, `# resources\r\n${a}\r\n\r\n${b}\r\nr_mistyped0000\r\n${c}`)
    const lines = yield* qurl(["get", "--ids", file, "--json"])
    assert.strictEqual(lines.code, 1)
    const rows = lines.stdout.trim().split("\n").map((line) => JSON.parse(line))
    assert.deepStrictEqual(rows.map(({ id, status }) => [id, status]), [
      [a, "read"],
      [b, "read"],
      ["r_mistyped0000", "failed"],
      [c, "read"]
    ])
    assert.deepStrictEqual([rows[0].resource.target_url, rows[2].error.kind], [
      "http://files.example.com/a",
      "NotFoundError"
    ])
    assert.include(lines.stderr, "1 of 4 ids were not read.")
    const csv = yield* qurl(["get", "--ids", "-", "-o", "csv"], { stdin: `${a}\n${b}\n` })
    assert.deepStrictEqual([csv.code, csv.stdout.split("\n")[0]], [0, "id,status,links,expires,target,problem"])
    assert.strictEqual(csv.stdout.trim().split("\n").length, 3)
    assert.strictEqual((yield* qurl(["get", a, "--ids", file])).code, 2)
    writeFileSync(file, "PK\u0003\u0004")
    const workbook = yield* qurl(["get", "--ids", file])
    assert.strictEqual(workbook.code, 8)
    assert.include(workbook.stderr, "is a workbook of a spreadsheet program.")
  }).pipe(emulated()), patience)

it.scopedLive("a refused API key ends the reading, and every id still has its row", () =>
  Effect.gen(function*() {
    const ids = Array.from({ length: 40 }, (_, index) => `r_${String(index).padStart(11, "0")}`)
    const { code, stdout } = yield* qurl(["get", "--ids", "-", "-o", "json"], {
      stdin: ids.join("\n"),
      env: { QURL_API_KEY: `${TestKey.full}x` }
    })
    assert.strictEqual(code, 4)
    const { results } = JSON.parse(stdout)
    assert.deepStrictEqual(results.map(({ id }: { readonly id: string }) => id), ids)
    assert.strictEqual(results[39].status, "not sent")
    assert.isBelow((yield* requests).length, 10)
  }).pipe(emulated()), patience)
