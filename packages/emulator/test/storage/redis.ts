import { isAbsent as isMissing } from "@qurl/lab/databases/place"
import * as Server from "@qurl/lab/databases/Redis"
import { Context, Effect, Layer } from "effect"
import { Redis as Client } from "ioredis"

export const isAbsent = isMissing("Redis", Server.isInstalled)

let databases = 0

interface Running {
  /** URL of a database of its own. */
  readonly newDatabase: Effect.Effect<string>
  /** Every name and value of a database as one text. */
  readonly dump: (url: string) => Effect.Effect<string>
  /** Forgets everything in it. */
  readonly flush: (url: string) => Effect.Effect<void>
}

const use = <A>(url: string, f: (client: Client) => Promise<A>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => new Client(url)),
    (client) => Effect.promise(() => f(client)),
    (client) => Effect.sync(() => client.disconnect())
  )

/** A server that the tests of a file share. */
export class Redis extends Context.Tag("test/Redis")<Redis, Running>() {
  /** Stands in for a missing server, whose tests are skipped. */
  static readonly none = Layer.succeed(Redis, {
    newDatabase: Effect.dieMessage("there is no Redis"),
    dump: () => Effect.dieMessage("there is no Redis"),
    flush: () => Effect.dieMessage("there is no Redis")
  })

  static readonly layer = Layer.scoped(
    Redis,
    Effect.map(Server.make("--appendonly", "yes", "--databases", "1000"), ({ port }) => ({
      newDatabase: Effect.sync(() => `redis://127.0.0.1:${port}/${databases++}`),
      flush: (url) => use(url, (client) => client.flushdb()),
      dump: (url) =>
        use(url, async (client) => {
          const names = await client.keys("*")
          const values = await Promise.all(names.map((name) => client.hgetallBuffer(name)))
          return JSON.stringify([names, values.map((value) => Object.values(value).map(String))])
        })
    }))
  )
}
