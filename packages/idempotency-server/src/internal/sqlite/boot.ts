import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import type { SqlClient } from "@effect/sql/SqlClient"
import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { existsSync, readdirSync, rmSync } from "node:fs"
import { basename, dirname } from "node:path"

const prefixOf = (database: string): string => `${database}-boot-`

/**
 * Takes an exclusive lock on a file of its own, which the operating system releases when the process is gone, however it
 * ended. Fails if another process holds it.
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

/**
 * Names this run of the process, and takes the lock that shows others that it is alive. A process that starts at the same
 * moment may take the new file for one that was left behind and remove it; then another name is tried.
 */
export const begin = (database: string, attempts = 3): Effect.Effect<string, SqlError, Scope.Scope> =>
  Effect.gen(function*() {
    const boot = crypto.randomUUID()
    const file = `${prefixOf(database)}${boot}`
    const scope = yield* Scope.make()
    const locked = yield* Effect.exit(Scope.extend(lock(file), scope))
    if (Exit.isSuccess(locked) && existsSync(file)) {
      yield* Effect.addFinalizer((exit) => Effect.zipRight(forget(file), Scope.close(scope, exit)))
      return boot
    }
    yield* Effect.zipRight(Scope.close(scope, Exit.void), forget(file))
    return attempts > 1 ? yield* begin(database, attempts - 1) : yield* new SqlError({
      message: `Failed to lock a file beside ${database}: its directory must be writable`,
      cause: Exit.isFailure(locked) ? locked.cause : undefined
    })
  })

/** Removes the file of a process that is known to be gone. It is removed under its lock, so that none is alive. */
const removeIfGone = (file: string): Effect.Effect<boolean> =>
  Effect.scoped(Effect.zipRight(lock(file), forget(file))).pipe(
    Effect.as(true),
    Effect.catchAllCause(() => Effect.succeed(false))
  )

/** Names of processes that left files behind, among them running ones, which `removeIfGone` tells apart. */
const leftBehind = (database: string): ReadonlySet<string> => {
  const prefix = basename(prefixOf(database))
  return new Set(
    readdirSync(dirname(database))
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length).replace(/-journal$/, ""))
  )
}

/** Ends the leases of processes that are gone now, and not when they run out. Removes what such processes left. */
export const free = Effect.fnUntraced(function*(sql: SqlClient, database: string) {
  for (const boot of leftBehind(database)) yield* removeIfGone(`${prefixOf(database)}${boot}`)
  const boots = yield* sql<
    { boot: string }
  >`SELECT DISTINCT boot FROM idempotency_records WHERE state = 'Running' AND boot IS NOT NULL`
  for (const { boot } of boots) {
    if (existsSync(`${prefixOf(database)}${boot}`)) continue
    yield* sql`UPDATE idempotency_records SET lease_until = 0 WHERE state = 'Running' AND boot = ${boot}`
  }
})
