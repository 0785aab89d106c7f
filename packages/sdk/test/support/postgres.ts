import { isAbsent as isMissing } from "@qurl/lab/databases/place"
import * as Server from "@qurl/lab/databases/Postgres"
import { Context, Effect, Layer, ManagedRuntime } from "effect"

export const isAbsent = isMissing("PostgreSQL", Server.isInstalled)

class Postgres extends Context.Tag("test/Postgres")<Postgres, Server.Running>() {
  static readonly layer = Layer.scoped(Postgres, Server.make({ shared_buffers: "32MB", fsync: "on" }))
}

/** A server that the tests of a file share; it is started by the first that asks. */
export const server = ManagedRuntime.make(Postgres.layer)

let databases = 0

/** The URL of a new, empty database. */
export const newDatabase: Effect.Effect<string> = Effect.promise(() =>
  server.runPromise(Effect.gen(function*() {
    const { createDatabase } = yield* Postgres
    return yield* createDatabase(`test_${databases++}`)
  }))
)
