import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { mkdtempSync, rmSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A directory that is gone with the scope. */
export const directory = (prefix: string): Effect.Effect<string, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), prefix))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }))
  )

/** A free port of 127.0.0.1. */
export const freePort: Effect.Effect<number> = Effect.async((resume) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    // A server that listens on TCP has an address with a port.
    const { port } = server.address() as AddressInfo
    server.close(() => resume(Effect.succeed(port)))
  })
})

/** Decides whether the tests that need a server are skipped, and says so. In CI they are never skipped: there they fail. */
export const isAbsent = (name: string, isInstalled: boolean): boolean => {
  if (isInstalled || process.env["CI"] === "true") return false
  process.stderr.write(`Tests on ${name} are skipped: it is not installed.\n`)
  return true
}
