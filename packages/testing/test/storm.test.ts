import * as NodeContext from "@effect/platform-node/NodeContext"
import { assert, it } from "@effect/vitest"
import { layerHttpClient } from "@qurl/sdk/Node"
import { Chaos } from "@qurl/testing"
import { Effect } from "effect"
import * as Storm from "../src/storm/Storm.js"

/** A share of `npm run chaos`. */
it.live(
  "processes that die and wires that fail: everything happens exactly once, and callers are told what is so",
  () =>
    Effect.gen(function*() {
      const run = yield* Storm.run(Chaos.ours, 1, new Map())
      assert.deepStrictEqual(Chaos.violated([run]).map(Chaos.explain), [])
      assert.isAtLeast(run.verdict.calls.length, 12)
    }).pipe(Effect.provide([NodeContext.layer, layerHttpClient])),
  180_000
)
