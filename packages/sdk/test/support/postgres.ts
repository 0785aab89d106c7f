import { isAbsent as isMissing } from "@qurl/lab/databases/place"
import * as Server from "@qurl/lab/databases/Postgres"
import { Context, Effect, Layer, ManagedRuntime } from "effect"

export const isAbsent = isMissing("PostgreSQL", Server.isInstalled)

class Postgres extends Context.Tag("test/Postgres")<Postgres, Server.Running>() {
  static readonly layer = Layer.scoped(Postgres, Server.make({ shared_buffers: "32MB", fsync: "on" }))
}

const start = () => ManagedRuntime.make(Postgres.layer)

/** The server that the tests of a file share. The first that asks starts it, and so does the first one after `stop`. */
let server: ReturnType<typeof start> | undefined

/** Belongs into the `afterAll` of a file that asks for databases. */
export const stop = async (): Promise<void> => {
  const last = server
  server = undefined
  await last?.dispose()
}

let databases = 0

/** The URL of a new, empty database. */
export const newDatabase: Effect.Effect<string> = Effect.promise(() => {
  server ??= start()
  return server.runPromise(Effect.gen(function*() {
    const { createDatabase } = yield* Postgres
    return yield* createDatabase(`test_${databases++}`)
  }))
})
