import { PgClient } from "@effect/sql-pg"
import { isAbsent as isMissing } from "@qurl/lab/databases/place"
import * as Postgres from "@qurl/lab/databases/Postgres"
import { Context, type Duration, Effect, Layer, Schedule } from "effect"

export const isAbsent = isMissing("PostgreSQL", Postgres.isInstalled)

/** A server that the tests of a file share. */
export class Server extends Context.Tag("test/postgres/Server")<Server, Postgres.Running>() {
  static readonly layer = Layer.scoped(
    Server,
    // The second is for the start after a crash, which would else wait for all files of the machine.
    Postgres.make({ shared_buffers: "32MB", recovery_init_sync_method: "syncfs" })
  )
}

/** A client of the server, or of a proxy before it. */
export const connect = (
  settings: {
    readonly port?: number
    readonly database?: string
    readonly maxConnections?: number
    readonly applicationName?: string
    readonly connectionTTL?: Duration.DurationInput
  } = {}
) =>
  Effect.gen(function*() {
    const { port } = yield* Server
    const layer = PgClient.layer({ host: "127.0.0.1", port, username: "postgres", database: "postgres", ...settings })
    const context = yield* Layer.build(layer).pipe(
      // A server that crashed takes no connections until it has recovered.
      Effect.retry({ times: 50, schedule: Schedule.spaced("100 millis") }),
      Effect.orDie
    )
    return Context.get(context, PgClient.PgClient)
  })

let databases = 0

/** A database of the caller's own. */
export const newDatabase = Effect.gen(function*() {
  const name = `test_${databases++}`
  const sql = yield* connect({ maxConnections: 1 })
  yield* sql.unsafe(`CREATE DATABASE ${name}`)
  return name
}).pipe(Effect.scoped, Effect.orDie)
