/**
 * A wire on loopback that fails out of a seed.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"
import { type Draw, pick } from "../internal/draw.js"

/**
 * What went wrong, and how often.
 *
 * @since 0.1.0
 * @category models
 */
export type Counts = Map<string, number>

/**
 * One more of them.
 *
 * @since 0.1.0
 * @category combinators
 */
export const count = (counts: Counts, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

const kinds = ["none", "none", "cut asking", "cut answering", "delay", "throttle", "duplicate"] as const

const chunkBytes = 64

/** Passes on what comes from one side, as late and in as small pieces as it is told. */
const pass = (from: Socket, to: Socket, options: { readonly delayMillis: number; readonly throttled: boolean }) => {
  let last = Promise.resolve()
  const later = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis))
  from.on("data", (data: Buffer) => {
    last = last.then(async () => {
      if (options.delayMillis > 0) await later(options.delayMillis)
      if (!options.throttled) return void to.write(data)
      for (let at = 0; at < data.length; at += chunkBytes) {
        to.write(data.subarray(at, at + chunkBytes))
        await later(5)
      }
    })
  })
  from.on("end", () => {
    last = last.then(() => void to.end())
  })
}

const wire = (client: Socket, port: number, draw: Draw, counts: Counts) => {
  const server = connect(port, "127.0.0.1")
  const kind = pick(draw, kinds)
  if (kind !== "none") count(counts, kind)
  const end = () => {
    client.destroy()
    server.destroy()
  }
  for (const socket of [client, server]) {
    socket.on("error", end)
    socket.on("close", end)
  }
  const delayMillis = kind === "delay" ? 50 + draw(1500) : 0
  pass(client, server, { delayMillis, throttled: kind === "throttle" })
  pass(server, client, { delayMillis: 0, throttled: kind === "throttle" })
  if (kind === "cut asking") client.once("data", () => setTimeout(end, draw(5)))
  if (kind === "cut answering") server.prependOnceListener("data", end)
  if (kind === "duplicate") {
    // The same request once more, over a connection whose answer nobody reads.
    client.once("data", (data: Buffer) => {
      const copy = connect(port, "127.0.0.1", () => copy.write(data))
      copy.on("error", () => {}).resume()
      setTimeout(() => copy.destroy(), 3000).unref()
    })
  }
}

/**
 * A proxy in front of a port. Each connection has one trouble at most, and answers overtake each other.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (port: number, draw: Draw, counts: Counts): Effect.Effect<string, never, Scope.Scope> => {
  const open = new Set<Socket>()
  return Effect.acquireRelease(
    Effect.async<Server>((resume) => {
      const server = createServer({ allowHalfOpen: true }, (client) => {
        open.add(client)
        client.on("close", () => open.delete(client))
        wire(client, port, draw, counts)
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.async<void>((resume) => {
        server.close(() => resume(Effect.void))
        for (const socket of open) socket.destroy()
      })
  ).pipe(Effect.map((server) => {
    // A server that listens on TCP has an address with a port.
    const { port } = server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }))
}
