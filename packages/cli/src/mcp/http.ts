import type { Server } from "@modelcontextprotocol/sdk/server/index.js"
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js"
import * as Effect from "effect/Effect"
import { createHash, timingSafeEqual } from "node:crypto"
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from "node:http"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"

const digest = (text: string): Buffer => createHash("sha256").update(text).digest()

const isAllowed = (request: IncomingMessage, token: string): boolean =>
  timingSafeEqual(digest(request.headers.authorization ?? ""), digest(`Bearer ${token}`))

const refuse = (response: ServerResponse, status: number, message: string): void => {
  response.writeHead(status, {
    "content-type": "application/json",
    ...(status === 401 ? { "www-authenticate": "Bearer" } : {})
  }).end(JSON.stringify({ jsonrpc: "2.0", error: { code: -32_000, message }, id: null }))
}

/** Largest request, which leaves room for the largest upload in base64. */
const mostBytes = 16 * 1024 * 1024

/** JSON of a request, or undefined if it is too large. */
const bodyOf = async (request: IncomingMessage): Promise<{ readonly json: unknown } | undefined> => {
  const chunks: Array<Buffer> = []
  let length = 0
  for await (const chunk of request) {
    // A request without an encoding gives buffers.
    const bytes: Buffer = chunk
    length += bytes.length
    if (length > mostBytes) return undefined
    chunks.push(bytes)
  }
  return { json: JSON.parse(Buffer.concat(chunks).toString()) }
}

/** Answers each request by a server of its own, so that no session is kept. */
const answer = async (makeServer: () => Server, port: number, request: IncomingMessage, response: ServerResponse) => {
  let body: { readonly json: unknown } | undefined
  if (request.method === "POST") {
    try {
      body = await bodyOf(request)
    } catch {
      return refuse(response, 400, "The request is not JSON.")
    }
    if (body === undefined) return refuse(response, 413, `A request has at most ${mostBytes} bytes.`)
  }
  const server = makeServer()
  const transport = new StreamableHTTPServerTransport({
    enableDnsRebindingProtection: true,
    allowedHosts: [`127.0.0.1:${port}`, `localhost:${port}`]
  })
  response.on("close", () => {
    void transport.close()
    void server.close()
  })
  // The declarations of the transport allow an undefined callback, which those of the interface do not.
  await server.connect(transport as Parameters<Server["connect"]>[0])
  await transport.handleRequest(request, response, body?.json)
}

/** Serves MCP on 127.0.0.1 to clients that have the token. Gives the port. */
export const serveHttp = (makeServer: () => Server, wanted: number, token: string) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.async<{ readonly server: HttpServer; readonly port: number }, Problem>((resume) => {
        let port = wanted
        const server = createServer((request, response) => {
          if (!isAllowed(request, token)) return refuse(response, 401, "The token is missing or wrong.")
          if (new URL(request.url ?? "/", "http://localhost").pathname !== "/mcp") {
            return refuse(response, 404, "Not found.")
          }
          answer(makeServer, port, request, response).catch(() => {
            if (!response.headersSent) {
              refuse(response, 500, "The request could not be answered.")
            }
          })
        })
        server.once("error", () =>
          resume(
            new Problem({
              exitCode: exitCodes.general,
              what: `Port ${wanted} on 127.0.0.1 is taken.`,
              next: "Name another one with --http; 0 takes a free one."
            })
          ))
        server.listen(wanted, "127.0.0.1", () => {
          const address = server.address()
          if (typeof address === "object" && address !== null) port = address.port
          resume(Effect.succeed({ server, port }))
        })
      }),
      ({ server }) =>
        Effect.sync(() => {
          server.close()
          server.closeAllConnections()
        })
    ),
    ({ port }) => port
  )
