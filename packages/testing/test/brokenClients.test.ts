import { assert, describe, it } from "@effect/vitest"
import { KeyGenerator } from "@qurl/sdk"
import { FaultRuns } from "@qurl/testing"
import { Effect } from "effect"
import { blindClient, keyInLoopClient, keyPerCallClient } from "./support/brokenClients.js"

/** The quick form of the suite takes a share of the runs. */
const count = process.env.QURL_TESTS === "quick" ? 10 : 50

/** An oracle that never objects proves nothing: these are the clients that it must object to. */
const kindsFound = (client: FaultRuns.Client) =>
  Effect.map(
    FaultRuns.runs(client, { seed: 1, runs: count }),
    (runs) => [...new Set(runs.flatMap(({ verdict }) => verdict.violations.map(({ kind }) => kind)))]
  )

/** Our client with its safety catch off. */
const unsafeClient: FaultRuns.Client = (setting) =>
  Effect.provide(
    FaultRuns.ours({ ...setting, policy: { ...setting.policy, repeat: "unsafe" } }),
    KeyGenerator.none
  )

describe("fault runs catch", () => {
  for (
    const [name, client] of [
      ["a client that repeats without a key", blindClient],
      ["a client that makes its key inside of the loop", keyInLoopClient],
      ["our client when it is told to repeat without keys", unsafeClient]
    ] as const
  ) {
    it.live(name, () => Effect.map(kindsFound(client), (kinds) => assert.include(kinds, "duplicate")), 300_000)
  }

  it.live(
    "no duplicates of such a client that makes one key per call",
    () => Effect.map(kindsFound(keyPerCallClient), (kinds) => assert.notInclude(kinds, "duplicate")),
    300_000
  )
})
