import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { mkdtempSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** A directory that is gone with the scope. */
export const directory = (prefix: string): Effect.Effect<string, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), prefix))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }))
  )

/** Ports that this process has given away. Each worker of the tests begins elsewhere. */
const given = new Set<number>()

const isFree = (port: number): Effect.Effect<boolean> =>
  Effect.async((resume) => {
    const server = createServer()
    server.once("error", () => resume(Effect.succeed(false)))
    server.listen(port, "127.0.0.1", () => server.close(() => resume(Effect.succeed(true))))
  })

/**
 * A free port of 127.0.0.1, which is given once. It is below those that systems give away by themselves: one of these could
 * be taken before the server of this one listens.
 */
export const freePort: Effect.Effect<number> = Effect.suspend(() => {
  const port = 10_000 + Math.floor(Math.random() * 20_000)
  if (given.has(port)) return freePort
  given.add(port)
  return Effect.flatMap(isFree(port), (free) => free ? Effect.succeed(port) : freePort)
})

/** Decides whether the tests that need a server are skipped, and says so. In CI they are never skipped: there they fail. */
export const isAbsent = (name: string, isInstalled: boolean): boolean => {
  if (isInstalled || process.env["CI"] === "true") return false
  process.stderr.write(`Tests on ${name} are skipped: it is not installed.\n`)
  return true
}
