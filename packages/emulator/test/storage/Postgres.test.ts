import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import { create, send, tokenOf } from "../support/support.js"
import { isAbsent, Postgres } from "./postgres.js"
import { at, patience } from "./process.js"
import { patienceOfStorms, storms, threeWith } from "./storm.js"

const flags = Effect.gen(function*() {
  const { newDatabase } = yield* Postgres
  return ["--database", yield* newDatabase]
})

layer(isAbsent ? Postgres.none : Postgres.layer, { excludeTestServices: true, timeout: 60_000 })(
  "on PostgreSQL",
  (it) => {
    it.effect.skipIf(isAbsent)(
      "three processes that are killed at random, behind faults: every intent exists once, and has one answer",
      () => storms(flags, { intents: 32, kills: 3 }),
      patienceOfStorms
    )

    it.scoped.skipIf(isAbsent)(
      "a link that opens once, tried at once everywhere, opens once",
      () =>
        Effect.gen(function*() {
          const { next, urls } = yield* threeWith(...(yield* flags))
          const link = yield* at(yield* next)(create({ body: { target_url: "https://x.test/", one_time_use: true } }))
          const body = { access_token: tokenOf(link.json.data.qurl_link) }
          const visits = (yield* urls).flatMap((url) =>
            Array.from({ length: 4 }, () => at(url)(send("POST", "/v1/resolve", { body })))
          )
          const statuses = (yield* Effect.all(visits, { concurrency: "unbounded" })).map(({ status }) => status)
          assert.deepStrictEqual(statuses.toSorted((a, b) => a - b), [200, ...Array.from({ length: 11 }, () => 410)])
        }),
      patience
    )
  }
)
