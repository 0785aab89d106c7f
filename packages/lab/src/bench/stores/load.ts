/** Requests to a server of orders, over connections that stay open. */
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { Pool } from "undici"
import { body, headers, path } from "./kit.js"

export interface Load {
  /** Posts the same order under each of the keys. Dies when one is not answered in the way that is expected. */
  readonly post: (keys: ReadonlyArray<string>, expected: "placed" | "replayed") => Effect.Effect<void>
}

export const make = (url: string, concurrency: number): Effect.Effect<Load, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => new Pool(url, { connections: concurrency, pipelining: 1 })),
      (pool) => Effect.promise(() => pool.destroy())
    ),
    (pool): Load => {
      const post = async (key: string, expected: "placed" | "replayed") => {
        const answer = await pool.request({
          method: "POST",
          path,
          headers: { ...headers, "idempotency-key": key },
          body
        })
        const text = await answer.body.text()
        const isReplayed = answer.headers["idempotency-replayed"] === "true"
        if (answer.statusCode !== 201 || isReplayed !== (expected === "replayed")) {
          throw new Error(`an order was not ${expected}: ${answer.statusCode} ${text}`)
        }
      }
      return {
        post: (keys, expected) =>
          Effect.promise(async () => {
            let next = 0
            const line = async () => {
              for (let key = keys[next++]; key !== undefined; key = keys[next++]) await post(key, expected)
            }
            await Promise.all(Array.from({ length: concurrency }, line))
          })
      }
    }
  )
