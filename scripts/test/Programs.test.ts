import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { connect, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import ts from "typescript"
import { assert, test } from "vitest"
import { root, snippetsOf } from "./snippets.js"

const consumer = join(root, "scripts", "consumer")

/** The first program of a page, as its reader copies it, on a port of its own. */
const programOf = (page: string, port: number): string => {
  const file = join(root, page)
  const code = snippetsOf(file, readFileSync(file, "utf8")).find(({ code }) => code.includes("port: 3000"))?.code ?? ""
  return ts.transpileModule(code.replace("port: 3000", `port: ${port}`), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
  }).outputText
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  return typeof address === "object" ? address?.port ?? 0 : 0
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false))
    socket.unref()
  })

interface Shop {
  readonly send: (
    path: string,
    init: RequestInit & { readonly headers: Readonly<Record<string, string>> }
  ) => Promise<Response>
  readonly orders: () => number
}

/** Runs the program of a page in a process and a folder of its own, where `shop.sqlite` has a table of orders. */
const running = async (page: string, columns: string, use: (shop: Shop) => Promise<void>): Promise<void> => {
  const Database = createRequire(join(consumer, "package.json"))("better-sqlite3")
  const directory = mkdtempSync(join(tmpdir(), "program-"))
  const database = new Database(join(directory, "shop.sqlite"))
  database.exec(`CREATE TABLE orders (id INTEGER PRIMARY KEY, ${columns})`)
  const port = await freePort()
  const file = join(consumer, `program-${port}.mjs`)
  writeFileSync(file, programOf(page, port))
  const child = spawn(process.execPath, [file], { cwd: directory, stdio: ["ignore", "ignore", "inherit"] })
  const ended = once(child, "exit")
  try {
    while (child.exitCode === null && !(await isListening(port))) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    await use({
      send: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
      orders: () => database.prepare("SELECT count(*) AS n FROM orders").get().n
    })
  } finally {
    child.kill("SIGKILL")
    await ended
    database.close()
    rmSync(directory, { recursive: true })
    rmSync(file)
  }
}

const isReplayed = ({ headers }: Response) => headers.get("idempotency-replayed") === "true"

test(
  "R2 R7 the server of the package's page runs a key once for each caller, and parks nothing that it refuses",
  () =>
    running("packages/idempotency-server/README.md", "body TEXT", async ({ orders, send }) => {
      const order = (account: string, path = "/orders", key = "k") =>
        send(path, { method: "POST", body: "a book", headers: { "x-account": account, "idempotency-key": key } })
      const [first, again, other] = [await order("ada"), await order("ada"), await order("bob")]
      assert.deepStrictEqual([first, again, other].map(({ status }) => status), [201, 201, 201])
      assert.deepStrictEqual([first, again, other].map(isReplayed), [false, true, false])
      assert.strictEqual(await again.text(), await first.text())
      assert.strictEqual((await order("ada", "/nothing")).status, 422)
      assert.strictEqual((await order("ada", "/nothing", "free")).status, 404)
      assert.strictEqual((await order("ada", "/orders", "free")).status, 201)
      assert.strictEqual(orders(), 3)
    }),
  60_000
)

test(
  "R3 R6 R7 the HttpApi of the guide knows a refreshed token, and a browser reads its replays and refusals",
  () =>
    running("docs/protect-your-api.md", "item TEXT", async ({ orders, send }) => {
      const order = (token: string, body = "{\"item\":\"book\"}", path = "/orders", key = "k") =>
        send(path, {
          method: "POST",
          body,
          headers: {
            "authorization": `Bearer ${token}`,
            "content-type": "application/json",
            "idempotency-key": key,
            "origin": "https://shop.example"
          }
        })
      const preflight = await send("/orders", {
        method: "OPTIONS",
        headers: { "origin": "https://shop.example", "access-control-request-method": "POST" }
      })
      assert.strictEqual(preflight.status, 204)
      const [first, refreshed] = [await order("token-1"), await order("token-2")]
      assert.deepStrictEqual([first.status, isReplayed(first)], [201, false])
      assert.deepStrictEqual([refreshed.status, isReplayed(refreshed)], [201, true])
      assert.strictEqual(await refreshed.text(), await first.text())
      const mismatch = await order("token-1", "{\"item\":\"pen\"}")
      assert.strictEqual(mismatch.status, 422)
      for (const answer of [preflight, first, refreshed, mismatch]) {
        assert.isNotNull(answer.headers.get("access-control-allow-origin"))
      }
      assert.strictEqual((await order("token-0")).status, 401)
      assert.strictEqual((await order("token-1", "{}", "/nothing", "free")).status, 404)
      assert.strictEqual((await order("token-1", "{\"item\":\"pen\"}", "/orders", "free")).status, 201)
      assert.strictEqual((await order("token-1", "{}", "/orders", "invalid")).status, 400)
      assert.strictEqual(orders(), 2)
    }),
  60_000
)
