import { assert } from "@effect/vitest"
import { Effect } from "effect"
import type { Answered } from "../../src/Answered.js"
import type { LocalServer } from "../../src/servers/LocalServer.js"
import { done } from "./time.js"

/** Calls each write once and loses its first answer: the retry is a replay, and the work is done once. */
export const losesNothing = <E, R>(
  server: LocalServer,
  writes: ReadonlyArray<() => Effect.Effect<Answered<unknown>, E, R>>
) =>
  Effect.forEach(
    writes,
    (write, index) =>
      Effect.gen(function*() {
        yield* server.fail({ kind: "lost answer" })
        const { meta } = yield* done(write())
        assert.deepInclude(meta, { attempts: 2, replayed: "yes" })
        assert.strictEqual((yield* server.applied).length, index + 1)
      }),
    { discard: true }
  )
