import * as SqlClient from "@effect/sql/SqlClient"
import { Sealed } from "@qurl/idempotency-server"
import * as RedisStore from "@qurl/idempotency-server/Store/Redis"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { Redis, type RedisOptions } from "ioredis"
import { Records } from "./records.js"
import * as BesideRecords from "./separateRecords.js"

const prefix = "qurl-emulator:"

/**
 * An emulator has no secrets of its own. Under these, which are public, an answer still opens under the key of its
 * client only, so that a reader of Redis finds no links.
 */
const secrets: Sealed.Options = {
  lookup: Redacted.make("@qurl/emulator, which has no secret to name records by"),
  sealing: { id: "emulator", secret: Redacted.make("@qurl/emulator, which has no secret to seal with") }
}

const connectionOf = (url: URL): RedisOptions => ({
  // An address of IPv6 has brackets in a URL, and none where it is connected to.
  host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
  port: url.port === "" ? 6379 : Number(url.port),
  db: Number(url.pathname.slice(1)),
  ...(url.username === "" ? {} : { username: decodeURIComponent(url.username) }),
  ...(url.password === "" ? {} : { password: decodeURIComponent(url.password) }),
  ...(url.protocol === "rediss:" ? { tls: {} } : {})
})

const removeAll = async (redis: Redis) => {
  for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 500 })) {
    if (keys.length > 0) await redis.del(...keys)
  }
}

/** Records in Redis, answers also beside their effects in the database. */
export const layer = (url: Redacted.Redacted) =>
  Layer.scoped(
    Records,
    Effect.gen(function*() {
      const connection = connectionOf(new URL(Redacted.value(url)))
      const sql = yield* SqlClient.SqlClient
      const store = yield* Effect.flatMap(
        RedisStore.make({ connection, prefix }),
        (store) => Sealed.make(store, secrets)
      )
      const sealer = yield* Sealed.makeSealer(secrets)
      const remover = Effect.acquireRelease(
        Effect.sync(() => new Redis(connection)),
        (redis) => Effect.sync(() => redis.disconnect())
      )
      return {
        guard: BesideRecords.guard(store, sealer, sql),
        forget: Effect.flatMap(remover, (redis) => Effect.promise(() => removeAll(redis))).pipe(
          Effect.scoped,
          Effect.zipRight(Effect.orDie(store.probe))
        )
      }
    })
  )
