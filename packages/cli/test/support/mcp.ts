import { assert } from "@effect/vitest"
import { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js"
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js"
import { Effect } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { join } from "node:path"
import { bin, directory, settings } from "./qurl.js"

const token = "a token of the test"

type Environment = Readonly<Record<string, string>>

/** Environment of a server for the emulator. */
export const environment = (further: Environment = {}) =>
  Effect.gen(function*() {
    return {
      ...(yield* settings),
      PATH: process.env["PATH"] ?? "",
      QURL_STATE_DIR: join(yield* directory, "state"),
      QURL_MCP_TOKEN: token,
      ...further
    }
  })

/** A client that has read the schemas of the tools, which it then holds results to. */
const connected = (transport: Parameters<Client["connect"]>[0]) =>
  Effect.acquireRelease(
    Effect.promise(async () => {
      const client = new Client({ name: "test", version: "1.0.0" })
      await client.connect(transport)
      await client.listTools()
      return client
    }),
    (client) => Effect.promise(() => client.close())
  )

/** A client that starts the command and speaks to it over standard input and output. */
export const overStdio = (env: Environment) =>
  connected(new StdioClientTransport({ command: process.execPath, args: [bin, "mcp"], env, stderr: "ignore" }))

/** Address of the command as an HTTP server. */
export const listening = (env: Environment) =>
  Effect.acquireRelease(
    Effect.async<{ readonly child: ChildProcess; readonly url: URL }>((resume) => {
      const child = spawn(process.execPath, [bin, "mcp", "--http", "0"], { env, stdio: ["ignore", "ignore", "pipe"] })
      child.stderr.once("data", (line: Buffer) =>
        resume(Effect.succeed({ child, url: new URL(JSON.parse(line.toString()).listening) })))
    }),
    ({ child }) =>
      Effect.sync(() => child.kill("SIGTERM"))
  )

/** A client of the command as an HTTP server. */
export const overHttp = (env: Environment) =>
  Effect.flatMap(listening(env), ({ url }) => {
    const headers = { authorization: `Bearer ${token}` }
    const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } })
    // The declarations of the transport allow an undefined session, which those of the interface do not.
    return connected(transport as Parameters<typeof connected>[0])
  })

/** Structured content of a call that succeeds. */
export const call = (client: Client, name: string, args: Record<string, unknown>) =>
  Effect.promise(async () => {
    const { content, isError, structuredContent } = await client.callTool({ name, arguments: args })
    assert.isUndefined(isError, JSON.stringify(content))
    // Every result of the tools is a JSON object.
    return structuredContent as Record<string, unknown>
  })

/** Text of a call that fails. */
export const failure = (client: Client, name: string, args: Record<string, unknown>) =>
  Effect.promise(async () => {
    const { content, isError } = await client.callTool({ name, arguments: args })
    assert.isTrue(isError, name)
    return JSON.stringify(content)
  })
