import { isAbsent as isMissing } from "@qurl/lab/databases/place"
import * as Server from "@qurl/lab/databases/Postgres"
import * as Context3 from "effect3/Context"
import * as Effect3 from "effect3/Effect"
import * as Layer3 from "effect3/Layer"
import * as ManagedRuntime3 from "effect3/ManagedRuntime"

export const isAbsent = isMissing("PostgreSQL", Server.isInstalled)

class Postgres extends Context3.Tag("test/Postgres")<Postgres, Server.Running>() {
  static readonly layer = Layer3.scoped(Postgres, Server.make({ shared_buffers: "32MB", fsync: "on" }))
}

const runtime = ManagedRuntime3.make(Postgres.layer)

/** A server of the test's own: the URL of its database, and what stops it. */
export const postgres = {
  start: () => runtime.runPromise(Effect3.flatMap(Postgres, (server) => server.createDatabase("effect4"))),
  stop: () => runtime.dispose()
}
