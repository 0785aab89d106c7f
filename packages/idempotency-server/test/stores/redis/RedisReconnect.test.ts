import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Scope } from "effect"
import { connect, createServer, type Socket } from "node:net"
import * as RedisStore from "../../../src/Store/Redis.js"
import { isAbsent, makeServer } from "./server.js"

/** A wire to the server. `cut` breaks every connection; the next one that subscribes gets no answer. */
const makeWire = (port: number) =>
  Effect.gen(function*() {
    const sockets = new Set<Socket>()
    const subscribed = yield* Deferred.make<void>()
    let isCut = false
    const server = createServer((client) => {
      const upstream = connect(port, "127.0.0.1")
      for (const socket of [client, upstream]) {
        sockets.add(socket)
        socket.on("error", () => {}).on("close", () => {
          client.destroy()
          upstream.destroy()
        })
      }
      client.on("data", (chunk) => {
        if (isCut && chunk.includes("subscribe")) Deferred.unsafeDone(subscribed, Effect.void)
        else upstream.write(chunk)
      })
      upstream.on("data", (chunk) => client.write(chunk))
    })
    yield* Effect.acquireRelease(
      Effect.async<void>((resume) => void server.listen(0, "127.0.0.1", () => resume(Effect.void))),
      () => Effect.sync(() => server.close())
    )
    const address = server.address()
    return {
      port: typeof address === "object" ? address?.port ?? 0 : 0,
      subscribed: Deferred.await(subscribed),
      cut: Effect.sync(() => {
        isCut = true
        for (const socket of sockets) socket.destroy()
      })
    }
  })

describe.skipIf(isAbsent)("a store in Redis", () => {
  it.scopedLive(
    "is closed while it connects again, and no rejected promise is left behind",
    () =>
      Effect.gen(function*() {
        const rejected: Array<unknown> = []
        const listen = (reason: unknown) => rejected.push(reason)
        process.on("unhandledRejection", listen)
        yield* Effect.addFinalizer(() => Effect.sync(() => process.off("unhandledRejection", listen)))
        const wire = yield* makeWire((yield* makeServer("--appendonly", "no")).port)
        const scope = yield* Scope.make()
        yield* Scope.extend(RedisStore.make({ connection: { port: wire.port, host: "127.0.0.1" } }), scope)
        yield* wire.cut
        yield* wire.subscribed
        yield* Scope.close(scope, yield* Effect.exit(Effect.void))
        yield* Effect.sleep("100 millis")
        assert.deepStrictEqual(rejected, [])
      }),
    60_000
  )
})
