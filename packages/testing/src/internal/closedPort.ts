import * as Effect from "effect/Effect"
import { createServer } from "node:net"

/** A port of 127.0.0.1 that was free a moment ago, so that connections to it are refused. */
export const closedPort: Effect.Effect<number> = Effect.async<number>((resume) => {
  const server = createServer()
  server.listen(0, "127.0.0.1", () => {
    const address = server.address()
    const port = typeof address === "object" && address !== null ? address.port : 0
    server.close(() => resume(Effect.succeed(port)))
  })
})
