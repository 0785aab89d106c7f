import { Effect, Queue } from "effect"
import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"

/** A delivery as it arrived: the signature is over these bytes. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/** Receiver of webhooks on this machine, which answers with the statuses that are given, then with 200. */
export const listen = (...statuses: Array<number>) =>
  Effect.gen(function*() {
    const received = yield* Queue.unbounded<Received>()
    const server = yield* Effect.acquireRelease(
      Effect.async<ReturnType<typeof createServer>>((resume) => {
        const server = createServer((request, response) => {
          const parts: Array<Buffer> = []
          request.on("data", (part: Buffer) => parts.push(part))
          request.on("end", () => {
            response.writeHead(statuses.shift() ?? 200).end("heard")
            Queue.unsafeOffer(received, { headers: request.headers, body: Buffer.concat(parts) })
          })
        })
        server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
      }),
      (server) =>
        Effect.async<void>((resume) => {
          server.close(() => resume(Effect.void))
          server.closeAllConnections()
        })
    )
    // A server that listens on a port has an address of this kind.
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}/hook`, received }
  })
