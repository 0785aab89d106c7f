import { assert, it } from "@effect/vitest"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import { Fault } from "@qurl/emulator"
import { Effect } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { join } from "node:path"
import { bin, directory, emulated, patience, requests, settings, tokens } from "./support/qurl.js"

const environment = Effect.gen(function*() {
  return {
    ...(yield* settings),
    PATH: process.env["PATH"] ?? "",
    QURL_STATE_DIR: join(yield* directory, "state"),
    QURL_MCP_TOKEN: "a token of the test"
  }
})

const connected = (transport: Parameters<Client["connect"]>[0]) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const client = new Client({ name: "test", version: "1.0.0" })
      await client.connect(transport)
      return client
    }),
    (client) => Effect.promise(() => client.close())
  )

/** A client that starts the command and speaks to it over standard input and output. */
const overStdio = Effect.flatMap(
  environment,
  (env) => connected(new StdioClientTransport({ command: process.execPath, args: [bin, "mcp"], env, stderr: "ignore" }))
)

const listening = Effect.flatMap(environment, (env) =>
  Effect.acquireRelease(
    Effect.async<{ readonly child: ChildProcess; readonly url: URL }>((resume) => {
      const child = spawn(process.execPath, [bin, "mcp", "--http", "0"], { env, stdio: ["ignore", "ignore", "pipe"] })
      child.stderr.once("data", (line: Buffer) =>
        resume(Effect.succeed({ child, url: new URL(JSON.parse(line.toString()).listening) })))
    }),
    ({ child }) =>
      Effect.sync(() => child.kill("SIGTERM"))
  ))

const call = (client: Client, name: string, args: Record<string, unknown>) =>
  Effect.promise(async () => {
    const { isError, structuredContent } = await client.callTool({ name, arguments: args })
    assert.isUndefined(isError)
    // Every result of the tools is a JSON object.
    return structuredContent as Record<string, unknown>
  })

const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ target_url: `https://example.com/${index}` }))

it.scopedLive(
  "over stdio: a repeated tool call creates nothing twice, another request_id does",
  () =>
    Effect.gen(function*() {
      const client = yield* overStdio
      const { tools: offered } = yield* Effect.promise(() => client.listTools())
      const names = offered.map(({ name }) => name)
      assert.includeMembers(names, [
        "create_qurl",
        "batch_create_qurls",
        "bulk_create_qurls",
        "list_qurls",
        "mint_link"
      ])
      for (const { inputSchema } of offered) assert.strictEqual(inputSchema.type, "object")

      const first = yield* call(client, "create_qurl", { target_url: "https://example.com", label: "for Ada" })
      const again = yield* call(client, "create_qurl", { label: "for Ada", target_url: "https://example.com" })
      assert.strictEqual(again["qurl_link"], first["qurl_link"])
      assert.strictEqual((yield* tokens).length, 1)
      yield* call(client, "create_qurl", { target_url: "https://example.com", label: "for Ada", request_id: "two" })
      assert.strictEqual((yield* tokens).length, 2)

      for (let times = 0; times < 2; times++) yield* call(client, "batch_create_qurls", { items: items(3) })
      assert.strictEqual((yield* tokens).length, 5)
      // Two creates, the repetition of one, and a batch whose first answer was lost, twice.
      assert.strictEqual((yield* requests).length, 6)
    }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 })),
  patience
)

it.scopedLive(
  "bulk creation is a job: a repeated call, and a new server, send nothing again",
  () =>
    Effect.gen(function*() {
      const env = yield* environment
      const transport = () =>
        new StdioClientTransport({ command: process.execPath, args: [bin, "mcp"], env, stderr: "ignore" })
      for (let times = 0; times < 2; times++) {
        const done = yield* Effect.scoped(
          Effect.flatMap(connected(transport()), (client) => call(client, "bulk_create_qurls", { items: items(150) }))
        )
        assert.strictEqual((done["results"] as ReadonlyArray<unknown>).length, 150)
        assert.strictEqual((yield* tokens).length, 150)
      }
      assert.strictEqual((yield* requests).length, 2)
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "a resource is published and shared by its CRID once, and prompts name their tools",
  () =>
    Effect.gen(function*() {
      const client = yield* overStdio
      const published = { target_url: "https://example.com/plans", private: true }
      const { crid } = yield* call(client, "publish_crid", published)
      assert.strictEqual((yield* call(client, "publish_crid", published))["crid"], crid)
      const shares: Array<unknown> = []
      for (const ttl of ["1m30s", "1m30s", "5s"]) {
        const shared = yield* call(client, "share_by_crid", { crid: `$${String(crid)}`, ttl })
        shares.push([shared["qurl"], shared["expires_in_seconds"]])
      }
      assert.deepStrictEqual(shares[0], shares[1])
      assert.strictEqual((yield* tokens).length, 2)
      const wrong = yield* Effect.promise(() =>
        client.callTool({ name: "share_by_crid", arguments: { crid, ttl: "soon" } })
      )
      assert.isTrue(wrong.isError)
      const { prompts } = yield* Effect.promise(() => client.listPrompts())
      assert.sameMembers(prompts.map(({ name }) => name), ["audit-links", "rotate-access", "secure-a-service"])
      const prompt = yield* Effect.promise(() =>
        client.getPrompt({ name: "rotate-access", arguments: { resource_id: String(crid) } })
      )
      assert.include(JSON.stringify(prompt.messages), "mint_link")
    }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "shareResource", nth: 1 })),
  patience
)

it.scopedLive("a failure names what is wrong and whether anything was done", () =>
  Effect.gen(function*() {
    const client = yield* overStdio
    const refused = yield* Effect.promise(() =>
      client.callTool({ name: "create_qurl", arguments: { target_url: "ftp://example.com" } })
    )
    assert.isTrue(refused.isError)
    assert.include(JSON.stringify(refused.content), "target_url")
    const missing = yield* Effect.promise(() =>
      client.callTool({ name: "delete_qurl", arguments: { resource_id: "r_no" } })
    )
    assert.include(JSON.stringify(missing.content), "NotFoundError")
    const unknown = yield* Effect.promise(() =>
      client.callTool({ name: "nothing", arguments: {} }).then(() => "", String)
    )
    assert.include(unknown, "There is no tool nothing")
    assert.strictEqual((yield* tokens).length, 0)
  }).pipe(emulated()), patience)

it.scopedLive("over HTTP: with the token only, and with the same keys", () =>
  Effect.gen(function*() {
    const { url } = yield* listening
    const refused = yield* Effect.promise(() => fetch(url, { method: "POST", body: "{}" }))
    assert.strictEqual(refused.status, 401)
    const headers = { authorization: "Bearer a token of the test" }
    // The declarations of the transport allow an undefined session, which those of the interface do not.
    const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } }) as Parameters<
      typeof connected
    >[0]
    const client = yield* connected(transport)
    const first = yield* call(client, "create_qurl", { target_url: "https://example.com" })
    const again = yield* call(client, "create_qurl", { target_url: "https://example.com" })
    assert.strictEqual(again["qurl_link"], first["qurl_link"])
    assert.strictEqual((yield* tokens).length, 1)
    const read = yield* Effect.promise(() => client.readResource({ uri: "qurl://usage" }))
    assert.include(JSON.stringify(read.contents), "max_active_qurls")
  }).pipe(emulated()), patience)
