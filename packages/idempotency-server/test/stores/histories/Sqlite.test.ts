import { it } from "@effect/vitest"
import { Effect } from "effect"
import type * as Conformance from "../../../src/Conformance.js"
import { databaseFile, openStore } from "../../support/harness.js"
import { explained } from "./histories.js"

/** Three connections to one file, as three processes have them, and a table of the handlers. */
const subject = Effect.gen(function*() {
  const file = yield* databaseFile
  const clients = [yield* openStore(file), yield* openStore(file), yield* openStore(file)] as const
  const [{ sql }] = clients
  yield* sql`CREATE TABLE effects (tag TEXT NOT NULL)`
  const subject: Conformance.HistorySubject = {
    stores: [clients[0].store, clients[1].store, clients[2].store],
    shortMillis: 20,
    advance: Effect.sleep(25),
    exact: false,
    transactional: {
      stores: [clients[0].store],
      write: (tag) => Effect.orDie(Effect.asVoid(sql`INSERT INTO effects VALUES (${tag})`)),
      written: (tags) =>
        Effect.map(
          Effect.orDie(clients[1].sql<{ tag: string }>`SELECT tag FROM effects WHERE ${sql.in("tag", tags)}`),
          (rows) => rows.map(({ tag }) => tag)
        )
    }
  }
  return subject
})

it.scopedLive(
  "S41: every history of clients of the store in SQLite is explained by some order of their operations",
  () => Effect.flatMap(subject, (subject) => explained(subject, { concurrency: 8 })),
  1_800_000
)
