import { subscribe } from "node:diagnostics_channel"
import type { Server, ServerResponse } from "node:http"

/** A message of the channel on which Node announces every request that it has received. */
interface Announced {
  readonly response: ServerResponse
  readonly server: Server
}

const channel = "http.server.request.start"

const problem = JSON.stringify({
  type: "about:blank",
  title: "not serving",
  status: 503,
  code: "server_not_serving",
  detail: "The server is starting or stopping, so this request was not run. Repeat it with the same key."
})

const headers = {
  "content-type": "application/problem+json",
  "retry-after": "1",
  // The next connection may reach another process behind the same address.
  "connection": "close"
}

const refuse = ({ response, server }: Announced): void => {
  if (server.listenerCount("request") === 0 && !response.headersSent) response.writeHead(503, headers).end(problem)
}

let isWatching = false

/**
 * Refuses requests of a Node server without a request listener, which would never be answered. The platform listens
 * before it builds the layers of the app, and removes its listener before the middleware has ended its executions.
 */
export const refuseUnserved = (): void => {
  if (isWatching) return
  isWatching = true
  // Proof: the messages of this channel are documented to have these properties.
  subscribe(channel, (message) => refuse(message as Announced))
}
