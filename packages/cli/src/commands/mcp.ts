import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js"
import { QurlServices } from "@qurl/sdk/QurlServices"
import * as Effect from "effect/Effect"
import { connected } from "../api/connect.js"
import { type Environment, make } from "../argv/command.js"
import { count } from "../argv/flag.js"
import { serveHttp } from "../mcp/http.js"
import { makeServer } from "../mcp/server.js"
import { makeTools } from "../mcp/tools/index.js"
import { misconfigured } from "../problem.js"
import * as Print from "../terminal/print.js"
import * as Stdio from "../terminal/stdio.js"

/** Shortest token that a local process cannot guess. */
const leastToken = 16

/** Runs until the client closes standard input. */
const stdio = Effect.gen(function*() {
  const runtime = yield* Effect.runtime<QurlServices | Environment>()
  const server = makeServer(runtime, makeTools("stdio"))
  yield* Effect.promise(() => server.connect(new StdioServerTransport()))
  yield* Effect.async<void>((resume) => {
    process.stdin.once("end", () => resume(Effect.void))
    process.stdin.once("close", () => resume(Effect.void))
  })
  yield* Effect.promise(() => server.close())
})

const http = (wanted: number) =>
  Effect.scoped(Effect.gen(function*() {
    const token = process.env["QURL_MCP_TOKEN"] ?? ""
    if (token.length < leastToken) {
      return yield* misconfigured(
        `QURL_MCP_TOKEN is ${token === "" ? "not set" : "too short"}.`,
        `Export a random token of ${leastToken} characters or more, and give it to the client as bearer token.`
      )
    }
    const runtime = yield* Effect.runtime<QurlServices | Environment>()
    const tools = makeTools("http")
    const port = yield* serveHttp(() => makeServer(runtime, tools), wanted, token)
    yield* Stdio.err(`${Print.json({ listening: `http://127.0.0.1:${port}/mcp` })}\n`)
    return yield* Effect.never
  }))

export const mcp = make({
  name: "mcp",
  summary: "Run an MCP server, so that agents can create and manage links.",
  details: [
    "Speaks the Model Context Protocol on standard input and output, or with --http on 127.0.0.1 to clients that send the "
    + "token in QURL_MCP_TOKEN. The idempotency key of a tool call is derived from its arguments, so an agent that repeats "
    + "a call creates nothing twice."
  ],
  examples: [
    { line: "claude mcp add qurl -- qurl mcp", what: "For an agent that starts it" },
    { line: "QURL_MCP_TOKEN=$(openssl rand -hex 16) qurl mcp --http 4030", what: "For clients on this machine" }
  ],
  flags: { http: count("http", "PORT", "Serve HTTP on this port; 0 takes a free one.", [0, 65_535]) },
  arguments: {},
  run: (flags) => connected(QurlServices, flags.http === undefined ? stdio : http(flags.http))
})
