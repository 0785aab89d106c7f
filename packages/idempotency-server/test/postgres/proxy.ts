import { Effect } from "effect"
import { connect, createServer, type Socket } from "node:net"
import { Server } from "./server.js"

/** Before the server got the message, or after it answered and before the client got that. */
export type Side = "before" | "after"

interface Proxy {
  readonly port: number
  /** Cuts the connection that sends the next message with this text, once. */
  readonly cut: (text: string, side: Side) => Effect.Effect<void>
  /** How many connections were cut. */
  readonly cuts: Effect.Effect<number>
}

/** Whole texts of simple queries end with a zero byte, so that `COMMIT` is not found within another. */
export const commit = "\u000bCOMMIT\u0000"

/** A wire to the server that breaks when it is told to. */
export const makeProxy = Effect.gen(function*() {
  const { port } = yield* Server
  const sockets = new Set<Socket>()
  let armed: { readonly text: string; readonly side: Side } | undefined
  let cuts = 0

  const proxy = createServer((client) => {
    const upstream = connect(port, "127.0.0.1")
    let isLast = false
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    const cut = () => {
      cuts++
      end()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", end).on("close", () => {
        sockets.delete(socket)
        end()
      })
    }
    client.on("data", (chunk) => {
      if (armed !== undefined && chunk.includes(armed.text, 0, "latin1")) {
        const { side } = armed
        armed = undefined
        if (side === "before") return cut()
        isLast = true
      }
      upstream.write(chunk)
    })
    upstream.on("data", (chunk) => {
      if (isLast) cut()
      else client.write(chunk)
    })
  })

  const own = yield* Effect.acquireRelease(
    Effect.async<number>((resume) => {
      proxy.listen(0, "127.0.0.1", () => {
        const address = proxy.address()
        resume(Effect.succeed(typeof address === "object" ? address?.port ?? 0 : 0))
      })
    }),
    () =>
      Effect.async<void>((resume) => {
        for (const socket of sockets) socket.destroy()
        proxy.close(() => resume(Effect.void))
      })
  )
  const made: Proxy = {
    port: own,
    cut: (text, side) =>
      Effect.sync(() => {
        armed = { text, side }
      }),
    cuts: Effect.sync(() => cuts)
  }
  return made
})
