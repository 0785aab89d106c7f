import { Effect, Queue, type Scope } from "effect"
import { createHmac } from "node:crypto"
import { createServer, type IncomingHttpHeaders } from "node:http"
import type { AddressInfo } from "node:net"
import type { Json } from "../support/json.js"

/** A delivery as it arrived. */
export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly json: Json
}

/** A receiver of webhooks on a free port, which answers the n-th delivery with the n-th status and then with the last. */
export const receiver = (
  ...statuses: ReadonlyArray<number>
): Effect.Effect<
  { readonly url: string; readonly next: Effect.Effect<Received>; readonly size: Effect.Effect<number> },
  never,
  Scope.Scope
> =>
  Effect.gen(function*() {
    const queue = yield* Queue.unbounded<Received>()
    let count = 0
    const server = createServer((request, response) => {
      const chunks: Array<Buffer> = []
      request.on("data", (chunk) => chunks.push(chunk))
      request.on("end", () => {
        const body = Buffer.concat(chunks).toString("utf8")
        response.writeHead(statuses[Math.min(count, statuses.length - 1)] ?? 200)
        count += 1
        response.end("thanks")
        Queue.unsafeOffer(queue, { headers: request.headers, body, json: JSON.parse(body) })
      })
    })
    yield* Effect.acquireRelease(
      Effect.async<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
      () =>
        Effect.sync(() => {
          server.closeAllConnections()
          server.close()
        })
    )
    // A listening TCP server has an address with a port.
    const { port } = server.address() as AddressInfo
    return { url: `http://127.0.0.1:${port}/hook`, next: Queue.take(queue), size: Queue.size(queue) }
  })

export const signature = (body: string, secret: string): string =>
  createHmac("sha256", secret).update(body).digest("hex")
