import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import type { SqlClient } from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { existsSync, rmSync } from "node:fs"

const fileOf = (database: string, boot: string): string => `${database}-boot-${boot}`

/**
 * An exclusive lock on a file of its own, which the operating system lets go of when the process is gone, however it
 * went. Fails when somebody holds it.
 */
const lock = (file: string) =>
  Effect.gen(function*() {
    const sql = yield* SqliteClient.make({ filename: file, disableWAL: true })
    yield* sql`PRAGMA busy_timeout = 0`
    yield* sql`BEGIN EXCLUSIVE`
  }).pipe(Effect.provide(Reactivity.layer))

const forget = (file: string) =>
  Effect.sync(() => {
    rmSync(file, { force: true })
    rmSync(`${file}-journal`, { force: true })
  })

/** A name for this run of the process, and the lock that shows others that it is alive. */
export const begin = Effect.fnUntraced(function*(database: string) {
  const boot = crypto.randomUUID()
  const file = fileOf(database, boot)
  yield* Effect.addFinalizer(() => forget(file))
  yield* lock(file)
  return boot
})

/** Whether the process that went by this name is known to be gone. */
const isGone = Effect.fnUntraced(function*(database: string, boot: string) {
  const file = fileOf(database, boot)
  if (!existsSync(file)) return true
  const gone = yield* Effect.scoped(lock(file)).pipe(
    Effect.as(true),
    Effect.catchAllCause(() => Effect.succeed(false))
  )
  if (gone) yield* forget(file)
  return gone
})

/** The leases of processes that are gone end now, and not when they run out. */
export const free = Effect.fnUntraced(function*(sql: SqlClient, database: string) {
  const boots = yield* sql<
    { boot: string }
  >`SELECT DISTINCT boot FROM idempotency_records WHERE state = 'Running' AND boot IS NOT NULL`
  for (const { boot } of boots) {
    if (!(yield* isGone(database, boot))) continue
    yield* sql`UPDATE idempotency_records SET lease_until = 0 WHERE state = 'Running' AND boot = ${boot}`
  }
})
