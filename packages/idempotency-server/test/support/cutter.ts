import { Effect } from "effect"
import { connect, createServer, type Socket } from "node:net"

/** A wire to the server at `url` that takes requests there and cuts every connection when its answer begins to come. */
export const makeCutter = (url: string) =>
  Effect.acquireRelease(
    Effect.async<{ readonly url: string; readonly close: () => void }>((resume) => {
      const sockets = new Set<Socket>()
      const wire = createServer((client) => {
        const upstream = connect(Number(new URL(url).port), "127.0.0.1")
        const cut = () => {
          client.destroy()
          upstream.destroy()
        }
        for (const socket of [client, upstream]) sockets.add(socket.on("error", cut).on("close", cut))
        client.pipe(upstream)
        upstream.once("data", cut)
      })
      wire.listen(0, "127.0.0.1", () => {
        const address = wire.address()
        resume(Effect.succeed({
          url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
          close: () => {
            for (const socket of sockets) socket.destroy()
            wire.close()
          }
        }))
      })
    }),
    ({ close }) => Effect.sync(close)
  ).pipe(Effect.map((wire) => wire.url))
