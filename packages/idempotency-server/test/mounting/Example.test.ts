import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import * as Postgres from "../stores/postgres/server.js"
import * as Redis from "../stores/redis/server.js"

/** The example starts five processes, so the quick form of the suite runs it on one of the two stores. */
const isQuick = process.env["QURL_TESTS"] === "quick"

const example = fileURLToPath(new URL("../../../../examples/servers.mjs", import.meta.url))

/** Runs the example from the build, and reads the numbers that it prints in the end. */
const run = (url: string) =>
  Effect.map(Effect.promise(() => promisify(execFile)(process.execPath, [example, url])), ({ stdout }) => {
    const count = (what: string) => Number(new RegExp(`${what} (\\d+)`).exec(stdout)?.[1])
    return {
      answered: count("answered"),
      unknown: count("unknown"),
      givenUp: count("given up"),
      done: count("done"),
      twice: count("done twice")
    }
  })

describe("three servers, of which one is killed", () => {
  it.scopedLive.skipIf(isQuick || Redis.isAbsent)(
    "on Redis: nothing is done twice, and only what the killed one worked on is unknown",
    () =>
      Effect.gen(function*() {
        const { port } = yield* Redis.makeServer()
        const { answered, done, unknown, ...others } = yield* run(`redis://127.0.0.1:${port}`)
        assert.deepStrictEqual([answered + unknown, others], [120, { givenUp: 0, twice: 0 }])
        // What the killed one had claimed and not begun stays undone, and is unknown as well.
        assert.isAtMost(done, 60)
        assert.isAtLeast(done + unknown, 60)
        assert.isAtLeast(unknown, 2)
        assert.isBelow(unknown, answered)
      }),
    120_000
  )

  describe.skipIf(Postgres.isAbsent)("with a database", () => {
    it.layer(Postgres.Server.layer, { timeout: 60_000 })((it) => {
      it.effect("on PostgreSQL: nothing is done twice, and everything is answered", () =>
        Effect.gen(function*() {
          const { port } = yield* Postgres.Server
          assert.deepStrictEqual(
            yield* run(`postgres://postgres@127.0.0.1:${port}/postgres`),
            { answered: 120, unknown: 0, givenUp: 0, done: 60, twice: 0 }
          )
        }), 120_000)
    })
  })
})
