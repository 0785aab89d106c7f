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
  /** Lets no message through, from the next one with this text on, as a database that no longer answers. */
  readonly stall: (text: string) => Effect.Effect<void>
  /** A message has been held up. */
  readonly isStalling: Effect.Effect<boolean>
  /** Lets everything through that has been held up. */
  readonly flow: Effect.Effect<void>
  /** Loses the connections that are open without a word to either side, as a firewall does. New ones work. */
  readonly blackHole: Effect.Effect<void>
}

/** Whole texts of simple queries end with a zero byte, so that `COMMIT` is not found within another. */
export const commit = "\u000bCOMMIT\u0000"

/** A proxy of the server whose connections break on a signal. */
export const makeProxy = Effect.gen(function*() {
  const { port } = yield* Server
  const sockets = new Set<Socket>()
  let armed: { readonly text: string; readonly side: Side } | undefined
  let cuts = 0
  let stalling: string | undefined
  const heldUp: Array<() => void> = []
  const lost = new Set<Socket>()

  const proxy = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port, host: "127.0.0.1", noDelay: true })
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
      if (lost.has(client)) return
      if (armed !== undefined && chunk.includes(armed.text, 0, "latin1")) {
        const { side } = armed
        armed = undefined
        if (side === "before") return cut()
        isLast = true
      }
      if (heldUp.length > 0 || (stalling !== undefined && chunk.includes(stalling, 0, "latin1"))) {
        heldUp.push(() => upstream.write(chunk))
      } else upstream.write(chunk)
    })
    upstream.on("data", (chunk) => {
      if (lost.has(upstream)) return
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
    cuts: Effect.sync(() => cuts),
    stall: (text) =>
      Effect.sync(() => {
        stalling = text
      }),
    isStalling: Effect.sync(() => heldUp.length > 0),
    flow: Effect.sync(() => {
      stalling = undefined
      for (const pass of heldUp.splice(0)) pass()
    }),
    blackHole: Effect.sync(() => {
      for (const socket of sockets) lost.add(socket)
    })
  }
  return made
})
