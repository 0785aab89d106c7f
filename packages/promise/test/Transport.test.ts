import { assert, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { Agent, getGlobalDispatcher, interceptors, setGlobalDispatcher } from "undici"
import { afterAll, afterEach } from "vitest"
import { QurlClient } from "../src/index.js"

const answer = JSON.stringify({
  data: {
    resource_id: "r_1",
    qurl_id: "q_1",
    qurl_link: "https://qurl.link/#at_1",
    qurl_site: "https://r_1.qurl.site"
  },
  meta: { request_id: "req_1" }
})

const ways: Array<"fetch" | "undici"> = []

/** `fetch` tells its mode in a header, which undici's dispatchers do not. */
const server = createServer((request, response) => {
  ways.push(request.headers["sec-fetch-mode"] === undefined ? "undici" : "fetch")
  request.resume().on("end", () => response.writeHead(201, { "content-type": "application/json" }).end(answer))
})
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
// A server that listens on a port has an address of this shape.
const { port } = server.address() as AddressInfo

const { fetch } = globalThis
const dispatcher = getGlobalDispatcher()

afterEach(() => {
  globalThis.fetch = fetch
  setGlobalDispatcher(dispatcher)
  ways.length = 0
})

afterAll(() => {
  server.close()
})

const client = new QurlClient({ apiKey: "lv_test_0123456789abcdef", baseUrl: `http://127.0.0.1:${port}` })
const create = () => client.create({ target_url: "https://example.com" })

it("calls go over undici, over a fetch that the program sets while the client lives, and over undici again", async () => {
  await create()
  let calls = 0
  globalThis.fetch = (input, init) => {
    calls += 1
    return fetch(input, init)
  }
  await create()
  globalThis.fetch = fetch
  await create()
  assert.deepStrictEqual(ways, ["undici", "fetch", "undici"])
  assert.strictEqual(calls, 1)
})

it("calls keep to fetch while the program has a global dispatcher of its own", async () => {
  const [agent, plain] = [new Agent({ keepAliveTimeout: 1000 }), new Agent()]
  const composed = plain.compose(interceptors.retry())
  for (const own of [agent, composed, plain]) {
    setGlobalDispatcher(own)
    await create()
  }
  await Promise.all([agent.close(), plain.close()])
  // Nothing tells the last one from the agent that `fetch` makes for itself.
  assert.deepStrictEqual(ways, ["fetch", "fetch", "undici"])
})

it("a client that is given a fetch uses no other way", async () => {
  const given = new QurlClient({ apiKey: "lv_test_0123456789abcdef", baseUrl: `http://127.0.0.1:${port}`, fetch })
  await given.create({ target_url: "https://example.com" })
  assert.deepStrictEqual(ways, ["fetch"])
})

const programs: ReadonlyArray<readonly [name: string, program: string, output: string, ways: typeof ways]> = [
  [
    "it leaves the dispatcher of fetch alone",
    `await create()
    process.stdout.write(String(Reflect.get(globalThis, Symbol.for("undici.globalDispatcher.1"))))`,
    "undefined",
    ["undici"]
  ],
  [
    "it goes on over undici after the program has called fetch itself",
    `await fetch("http://127.0.0.1:${port}", { method: "POST" })
    await create()`,
    "",
    ["fetch", "undici"]
  ],
  [
    "it keeps to the agent that the program has set before",
    `const { Agent, setGlobalDispatcher } = await import("undici")
    setGlobalDispatcher(new Agent({ connect: { timeout: 1000 } }))
    await create()`,
    "",
    ["fetch"]
  ]
]

/** Runs a program on the built package, whose import comes last. */
const run = async (program: string): Promise<string> => {
  const create = `const create = async () => {
    const { QurlClient } = await import("@qurl/promise")
    const client = new QurlClient({ apiKey: "lv_test_0123456789abcdef", baseUrl: "http://127.0.0.1:${port}" })
    await client.create({ target_url: "https://example.com" })
    await client.close()
  }`
  const cwd = fileURLToPath(new URL("..", import.meta.url))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "-e", `${create}\n${program}`],
    {
      cwd
    }
  )
  return stdout
}

for (const [name, program, output, expected] of programs) {
  it(`a program that imports the package: ${name}`, async () => {
    assert.deepStrictEqual([await run(program), ways], [output, expected])
  })
}
