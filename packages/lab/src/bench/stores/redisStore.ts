import { Middleware, Sealed } from "@qurl/idempotency-server"
import { idOf, type Store } from "@qurl/idempotency-server/Store"
import * as RedisStore from "@qurl/idempotency-server/Store/Redis"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Redis } from "ioredis"
import { executeUnderLease, identity, type Kit, options, secrets } from "./kit.js"

/** The handlers' own connection. */
class Connection extends Context.Tag("bench/Redis")<Connection, { readonly redis: Redis; readonly prefix: string }>() {}

type Services = Store | Connection

const place = (body: string) =>
  Effect.flatMap(Connection, ({ prefix, redis }) => Effect.promise(() => redis.rpush(`${prefix}orders`, body)))

/** Commands that are on their way at a time. */
const pipelined = 1000

export const kit: Kit<Services> = {
  place,
  protect: () => Middleware.make({ ...options, mode: "lease" }),
  execute: executeUnderLease(place),
  fill: (count) =>
    Effect.flatMap(Connection, ({ prefix, redis }) => {
      const nameOf = (index: number) => `${prefix}{${idOf(identity(`filled-${index}`))}}`
      return Effect.promise(async () => {
        for (let first = 1; first <= count; first += pipelined) {
          const pipeline = redis.pipeline()
          for (let index = first; index < first + pipelined && index <= count; index++) {
            pipeline.copy(nameOf(0), nameOf(index))
          }
          await pipeline.exec()
        }
      })
    })
}

/** In the Redis at `place`, a port, a space and a prefix. */
export const layer = (place: string, isSealed: boolean): Layer.Layer<Services, unknown> => {
  const [port, prefix = ""] = place.split(" ")
  const connection = { host: "127.0.0.1", port: Number(port) }
  const store = RedisStore.layer({ connection, prefix })
  return Layer.merge(
    isSealed ? Layer.provide(Sealed.layer(secrets), store) : store,
    Layer.scoped(
      Connection,
      Effect.map(
        Effect.acquireRelease(
          Effect.sync(() => new Redis(connection)),
          (redis) => Effect.sync(() => redis.disconnect())
        ),
        (redis) => ({ redis, prefix })
      )
    )
  )
}
