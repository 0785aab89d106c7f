import { assert, describe, it } from "@effect/vitest"
import { KeyGenerator } from "@qurl/sdk"
import { FaultRuns } from "@qurl/testing"
import { Effect } from "effect"
import { blindClient, keyInLoopClient, keyPerCallClient } from "./support/brokenClients.js"

/** The quick form of the suite takes a share of the runs. */
const count = process.env.QURL_TESTS === "quick" ? 10 : 50

/** Kinds of violations in the runs of one round. */
const kindsFound = (client: FaultRuns.Client, round = 1) =>
  Effect.map(
    FaultRuns.runs(client, { seed: round, runs: count }),
    (runs) => [...new Set(runs.flatMap(({ verdict }) => verdict.violations.map(({ kind }) => kind)))]
  )

/**
 * An oracle that never objects proves nothing: these are the clients that it must object to. On a busy machine a client may
 * give up before it repeats, so further rounds follow one without a duplicate.
 */
const isCaught = (client: FaultRuns.Client) =>
  Effect.iterate({ round: 0, found: false }, {
    while: ({ found, round }) => !found && round < 5,
    body: ({ round }) =>
      Effect.map(kindsFound(client, round + 1), (kinds) => ({ round: round + 1, found: kinds.includes("duplicate") }))
  })

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
    it.live(name, () => Effect.map(isCaught(client), ({ found }) => assert.isTrue(found)), 300_000)
  }

  it.live(
    "no duplicates of such a client that makes one key per call",
    () => Effect.map(kindsFound(keyPerCallClient), (kinds) => assert.notInclude(kinds, "duplicate")),
    300_000
  )
})
