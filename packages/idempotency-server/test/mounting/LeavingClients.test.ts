import { assert, describe, it } from "@effect/vitest"
import fastify from "fastify"
import type { Server } from "node:http"
import { connect } from "node:net"
import { Readable } from "node:stream"
import { makeNodeIdempotency } from "../../src/Node.js"

const portOf = (server: Server): number => {
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

/** Streams that Fastify sends. */
const payloads: { readonly [name: string]: (lines: AsyncIterable<Uint8Array>) => unknown } = {
  "a stream of Node": (lines) => Readable.from(lines),
  "a web stream": (lines) => Readable.toWeb(Readable.from(lines)),
  "a response with a web stream": (lines) => {
    const lineIterator = lines[Symbol.asyncIterator]()
    return new Response(
      new ReadableStream({
        pull: async (controller) => {
          const { done, value } = await lineIterator.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        }
      })
    )
  }
}

/** Streams to a client that leaves, and returns the answer that its retry gets. */
const retried = async (payload: (lines: AsyncIterable<Uint8Array>) => unknown, leaves: "before" | "during") => {
  const idempotency = await makeNodeIdempotency({ store: { type: "memory" }, principal: () => "ada" })
  const app = fastify()
  let begin = () => {}
  const began = new Promise<void>((resolve) => void (begin = resolve))
  app.post(
    "/",
    idempotency.fastify<fastify.FastifyRequest, fastify.FastifyReply>(async ({ raw: { socket } }) => {
      const isGone = async () => {
        const closed = new Promise((resolve) => void socket.once("close", resolve))
        begin()
        await closed
        // The listeners of its response have been called.
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      const lines = async function*() {
        yield Buffer.from("first ")
        if (leaves === "during") await isGone()
        yield Buffer.from("last")
      }
      if (leaves === "before") await isGone()
      return payload(lines())
    })
  )
  await app.listen({ port: 0, host: "127.0.0.1" })
  const port = portOf(app.server)
  const client = connect(port, "127.0.0.1")
  client.write("POST / HTTP/1.1\r\nhost: localhost\r\nidempotency-key: k\r\ncontent-length: 0\r\n\r\n")
  await began
  client.destroy()
  try {
    for (;;) {
      const headers = { "idempotency-key": "k" }
      const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers })
      const body = await response.text()
      if (!body.includes("idempotency_in_progress")) return [response.status, body]
    }
  } finally {
    app.server.closeAllConnections()
    await idempotency.close()
    await app.close()
  }
}

describe("a client that leaves", () => {
  for (const [name, payload] of Object.entries(payloads)) {
    for (const leaves of ["before", "during"] as const) {
      it(`R1 gets the whole answer with its retry if it left ${leaves} ${name} of Fastify`, async () => {
        assert.deepStrictEqual(await retried(payload, leaves), [200, "first last"])
      })
    }
  }
})
