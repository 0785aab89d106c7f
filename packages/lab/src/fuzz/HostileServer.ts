/**
 * A server that means harm.
 *
 * @since 0.1.0
 */
import { type Draw, pick } from "@qurl/testing/Draw"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { createServer, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { mutate, mutateJson } from "./Mutator.js"

/**
 * A way to mistreat a client. `elsewhere` is another host, to which no client may be led.
 *
 * @since 0.1.0
 * @category models
 */
export type Behavior = (response: ServerResponse, draw: Draw, elsewhere: string) => void

const created = { data: { resource_id: "r_1", qurl_id: "q_1", qurl_link: "https://qurl.link/#at_planted" } }
const problem = { error: { type: "about:blank", title: "No", status: 400, detail: "no", code: "invalid_request" } }
const statuses = [200, 201, 204, 207, 302, 400, 401, 404, 409, 422, 429, 500, 503, 599]
const json = { "content-type": "application/json" }

/** 64 megabytes of nothing, packed once. */
const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))

const pour = (response: ServerResponse, chunk: string, millis: number) => {
  response.writeHead(201, json)
  const timer = setInterval(() => response.write(chunk), millis)
  response.on("close", () => clearInterval(timer))
}

/**
 * Behaviors of a hostile server by name.
 *
 * @since 0.1.0
 * @category models
 */
export const behaviors: Readonly<Record<string, Behavior>> = {
  "an endless body": (response) => {
    response.writeHead(201, json)
    const chunk = Buffer.alloc(256 * 1024, " ")
    const more = () => {
      while (!response.destroyed && response.write(chunk)) { /* as fast as it is read */ }
    }
    response.on("drain", more)
    more()
  },
  "a body that drips": (response) => pour(response, " ", 20),
  "a length of terabytes": (response) => {
    response.writeHead(201, { ...json, "content-length": "9000000000000" })
    response.write("{")
  },
  "a compressed bomb": (response) => {
    response.writeHead(201, { ...json, "content-encoding": "gzip" })
    response.end(bomb)
  },
  "a broken compression": (response, draw) => {
    response.writeHead(201, { ...json, "content-encoding": pick(draw, ["gzip", "br", "deflate", "zstd", "x"]) })
    response.end("not compressed")
  },
  "a redirect to another host": (response, draw, elsewhere) => {
    response.writeHead(pick(draw, [301, 302, 303, 307, 308]), { location: `${elsewhere}/v1/qurls` })
    response.end()
  },
  "a spoiled envelope": (response, draw) => {
    response.writeHead(pick(draw, statuses), json)
    response.end(JSON.stringify(mutateJson(draw, pick<unknown>(draw, [created, problem]))))
  },
  "spoiled JSON": (response, draw) => {
    response.writeHead(pick(draw, statuses), json)
    response.end(mutate(draw, [JSON.stringify(created), JSON.stringify(problem)]))
  },
  "a spoiled Retry-After": (response, draw) => {
    const value = mutate(draw, ["120", "0", "Wed, 21 Oct 2026 07:28:00 GMT"]).replaceAll(/[^\x20-\x7e]/g, "")
    response.writeHead(429, { ...json, "retry-after": value })
    response.end(JSON.stringify(problem))
  },
  "many headers": (response) => {
    response.writeHead(201, { ...json, "x-long": "a".repeat(30_000) })
    response.end(JSON.stringify(created))
  },
  "no HTTP": (response, draw) => {
    response.socket?.end(mutate(draw, ["HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}", "SSH-2.0-x\r\n"]))
  },
  "silence": () => {}
}

const address = (server: Server): string => {
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

/**
 * A server, which ends with the scope and with everything connected to it.
 *
 * @since 0.1.0
 * @category constructors
 */
export const serve = (
  answer: (response: ServerResponse, url: string, headers: Readonly<Record<string, unknown>>) => void
): Effect.Effect<string, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.async<Server>((resume) => {
      const server = createServer((request, response) => {
        request.resume()
        response.on("error", () => {})
        answer(response, request.url ?? "", request.headers)
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.async<void>((resume) => {
        server.close(() => resume(Effect.void))
        server.closeAllConnections()
      })
  ).pipe(Effect.map(address))
