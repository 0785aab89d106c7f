/**
 * A wire on loopback that fails out of a seed.
 *
 * @since 0.1.0
 */
import { type Draw, pick } from "@qurl/testing/Draw"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"

/**
 * Number of injected troubles of each kind.
 *
 * @since 0.1.0
 * @category models
 */
export type Counts = Map<string, number>

/**
 * Counts one trouble.
 *
 * @since 0.1.0
 * @category combinators
 */
export const count = (counts: Counts, name: string): void => {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/**
 * Trouble of a connection, in addition to its cut at the end.
 *
 * - `none`: nothing.
 * - `delay`: what is asked arrives up to a second and a half later.
 * - `throttle`: both directions pass 64 bytes at a time.
 * - `duplicate`: the request arrives twice. Only for protocols that begin with a request.
 * - `reorder`: the request waits until one of a later connection has passed, a second at most.
 *
 * @since 0.1.0
 * @category models
 */
export type Trouble = "none" | "delay" | "throttle" | "duplicate" | "reorder"

const chunkBytes = 64

interface Passing {
  /** Ends when the first bytes may pass. */
  readonly hold?: (() => Promise<void>) | undefined
  readonly delayMillis: number
  readonly throttled: boolean
}

const later = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis))

/** Forwards one direction with the given delay and chunk size. */
const pass = (from: Socket, to: Socket, { delayMillis, hold, throttled }: Passing) => {
  let last: Promise<void> | undefined
  from.on("data", (data: Buffer) => {
    last = (last ?? hold?.() ?? Promise.resolve()).then(async () => {
      if (delayMillis > 0) await later(delayMillis)
      if (!throttled) return void to.write(data)
      for (let at = 0; at < data.length; at += chunkBytes) {
        to.write(data.subarray(at, at + chunkBytes))
        await later(5)
      }
    })
  })
  from.on("end", () => {
    last = (last ?? Promise.resolve()).then(() => void to.end())
  })
}

/** Sends the same bytes again, over a connection whose answer is discarded. */
const repeat = (data: Buffer, port: number) => {
  const copy = connect(port, "127.0.0.1", () => copy.write(data))
  copy.on("error", () => {}).resume()
  setTimeout(() => copy.destroy(), 3000).unref()
}

/** Connections that wait until another one has passed. */
type Waiting = Set<() => void>

const holdIn = (waiting: Waiting) => () =>
  new Promise<void>((resolve) => {
    const go = () => {
      waiting.delete(go)
      resolve()
    }
    waiting.add(go)
    setTimeout(go, 1000)
  })

/** The troubles of one connection. */
interface ConnectionPlan {
  readonly trouble: Trouble
  readonly delayMillis: number
  /** It is cut when so many pieces have come from that side; the last of them is lost when the server sent it. */
  readonly cut: { readonly side: "cut asking" | "cut answering"; readonly after: number } | undefined
}

const wire = (client: Socket, port: number, plan: ConnectionPlan, waiting: Waiting, counts: Counts) => {
  const { cut, delayMillis, trouble } = plan
  const server = connect(port, "127.0.0.1")
  const end = () => {
    client.destroy()
    server.destroy()
  }
  for (const socket of [client, server]) {
    socket.on("error", end)
    socket.on("close", end)
  }
  if (cut !== undefined) {
    let pieces = 0
    const [from, millis] = cut.side === "cut asking" ? [client, 3] as const : [server, 0] as const
    from.on("data", () => {
      if (++pieces !== cut.after) return
      count(counts, cut.side)
      // What was asked may have arrived by then, or not.
      if (millis === 0) end()
      else setTimeout(end, millis)
    })
  }
  const throttled = trouble === "throttle"
  const earlier = [...waiting]
  pass(client, server, { hold: trouble === "reorder" ? holdIn(waiting) : undefined, delayMillis, throttled })
  pass(server, client, { delayMillis: 0, throttled })
  // A reordered connection continues once this one has been answered.
  server.once("data", () => {
    for (const go of earlier) go()
  })
  if (trouble === "duplicate") client.once("data", (data: Buffer) => repeat(data, port))
}

/**
 * Target and behavior of the proxy.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Connections are spread over these by chance. */
  readonly ports: ReadonlyArray<number>
  /** Each connection meets one of them. */
  readonly troubles: ReadonlyArray<Trouble>
  /** A connection is cut at one of its first so many pieces. */
  readonly life: number
  readonly draw: Draw
  readonly counts: Counts
}

/**
 * A proxy that runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Running {
  readonly port: number
  /** Ends all connections. Those that come later meet no trouble. */
  readonly calm: Effect.Effect<void>
}

/**
 * A proxy in front of ports.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Running, never, Scope.Scope> => {
  const { counts, draw, life, ports, troubles } = options
  const open = new Set<Socket>()
  const waiting: Waiting = new Set()
  let calm = false
  const plan = (): ConnectionPlan => {
    if (calm) return { trouble: "none", delayMillis: 0, cut: undefined }
    const trouble = pick(draw, troubles)
    if (trouble !== "none") count(counts, trouble)
    return {
      trouble,
      delayMillis: trouble === "delay" ? 50 + draw(1500) : 0,
      cut: { side: pick(draw, ["cut asking", "cut answering"]), after: 1 + draw(life) }
    }
  }
  const end = Effect.sync(() => {
    for (const socket of open) socket.destroy()
  })
  return Effect.acquireRelease(
    Effect.async<Server>((resume) => {
      const server = createServer({ allowHalfOpen: true }, (client) => {
        open.add(client)
        client.on("close", () => open.delete(client))
        wire(client, pick(draw, ports), plan(), waiting, counts)
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed(server)))
    }),
    (server) =>
      Effect.zipRight(
        end,
        Effect.async<void>((resume) => void server.close(() => resume(Effect.void)))
      )
  ).pipe(Effect.map((server) => ({
    // A server that listens on TCP has an address with a port.
    port: (server.address() as AddressInfo).port,
    calm: Effect.zipRight(
      Effect.sync(() => {
        calm = true
      }),
      end
    )
  })))
}
