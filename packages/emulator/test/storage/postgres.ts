import { isAbsent as isMissing } from "@qurl/lab/databases/place"
import * as Server from "@qurl/lab/databases/Postgres"
import { Context, Effect, Layer } from "effect"

export const isAbsent = isMissing("PostgreSQL", Server.isInstalled)

/** A server that the tests of a file share. Gives away databases, by their URLs. */
export class Postgres
  extends Context.Tag("test/Postgres")<Postgres, { readonly newDatabase: Effect.Effect<string> }>()
{
  /** Stands in for a missing server, whose tests are skipped. */
  static readonly none = Layer.succeed(Postgres, { newDatabase: Effect.dieMessage("there is no PostgreSQL") })

  static readonly layer = Layer.scoped(
    Postgres,
    Effect.map(Server.make({ shared_buffers: "32MB", max_connections: 200 }), ({ createDatabase }) => {
      let databases = 0
      return { newDatabase: Effect.suspend(() => createDatabase(`test_${databases++}`)) }
    })
  )
}
