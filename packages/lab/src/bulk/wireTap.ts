import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** Callbacks for events on the wire. */
interface Watcher {
  /** A request has begun to come in. Its connection is cut instead of handed on when this says so. */
  readonly request: () => "pass" | "cut"
  /** An answer has been handed to the client. */
  readonly answer: () => void
}

/** A tap on the wire to the server. */
export interface WireTap {
  readonly url: string
  readonly watch: (watcher: Watcher) => void
  readonly target: (url: string) => void
  readonly close: () => void
}

const ignored: Watcher = { request: () => "pass", answer: () => {} }

/**
 * Stands between the command and the server, and knows at which of the two a message is. One request at a time is on a
 * connection, so the first bytes after an answer begin the next request.
 */
export const start = async (): Promise<WireTap> => {
  let watcher = ignored
  let port = 0
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1")
    let asking = false
    for (const [socket, other] of [[client, upstream], [upstream, client]] as const) {
      open.add(socket)
      socket.on("error", () => other.destroy())
      socket.on("close", () => {
        open.delete(socket)
        other.destroy()
      })
    }
    client.on("data", (bytes) => {
      if (!asking) {
        asking = true
        if (watcher.request() === "cut") {
          client.destroy()
          return
        }
      }
      upstream.write(bytes)
    })
    upstream.on("data", (bytes) => {
      client.write(bytes, () => {
        if (!asking) return
        asking = false
        watcher.answer()
      })
    })
    // A client that was killed does not take back what it has sent.
    client.on("end", () => upstream.end())
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  if (typeof address !== "object" || address === null) throw new Error("the proxy has no port")
  return {
    url: `http://127.0.0.1:${address.port}`,
    watch: (next) => {
      watcher = next
    },
    target: (url) => {
      port = Number(new URL(url).port)
    },
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    }
  }
}
