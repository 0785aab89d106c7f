import { describe, it } from "@effect/vitest"
import { Effect, TestServices } from "effect"
import type * as Conformance from "../../../src/Conformance.js"
import { isAbsent, openStore, Server } from "../redis/server.js"
import { explained } from "./histories.js"

/** Three connections to one server, as three processes have them. */
const subject = Effect.gen(function*() {
  const server = yield* Server
  const subject: Conformance.HistorySubject = {
    stores: [yield* openStore(server), yield* openStore(server), yield* openStore(server)],
    shortMillis: 40,
    advance: Effect.sleep(50),
    exact: false
  }
  return subject
}).pipe(Effect.orDie)

describe.skipIf(isAbsent)("histories on Redis", () => {
  it.layer(Server.layer, { timeout: 60_000 })((it) => {
    it.scoped(
      "S41: every history of clients of the store in Redis is explained by some order of their operations",
      () => TestServices.provideLive(Effect.flatMap(subject, (subject) => explained(subject, { concurrency: 16 }))),
      1_800_000
    )
  })
})
