import { assert, describe, it } from "@effect/vitest"
import { isAbsent } from "../stores/postgres/server.js"
import { compiled, type Place, postgres, type Program, sqlite } from "./server.js"
import { killed, used } from "./suite.js"

const servers: ReadonlyArray<readonly [name: string, program: Program, open: () => Promise<Place>]> = [
  ["Express with pg", compiled("express-pg"), postgres],
  ["Fastify with Kysely", compiled("fastify-kysely"), postgres],
  ["Hono with better-sqlite3", compiled("hono-sqlite"), sqlite],
  ["Effect on PostgreSQL", compiled("effect-postgres"), postgres]
]

/** Each example is killed before its answer. The quick form of the suite kills only the last one before its commit, too. */
const isQuick = process.env["QURL_TESTS"] === "quick"

// The packages run from the build, as their users run them.
describe.each(servers)("%s", (name, program, open) => {
  it.skipIf(open === postgres && isAbsent)(
    "R1 a server killed between the effect and its answer leaves one order for the same key",
    async () => {
      const kills = isQuick && name !== "Effect on PostgreSQL" ? ["answer"] as const : ["commit", "answer"] as const
      assert.strictEqual(await killed(program, open, kills), kills.length)
    },
    60_000
  )

  it.skipIf(open === postgres && isAbsent)(
    "R2 R3 R6 R7 serves two routes, a mounted router, a refreshed token, an unknown path, a preflight and a stream",
    async () => assert.strictEqual(await used(program, open), 3),
    60_000
  )
})
