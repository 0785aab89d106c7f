import * as Sdk from "@qurl/sdk"
import { assert, it } from "vitest"
import * as Effect4 from "../src/index.js"

it("exports the names of the SDK, but for what belongs to one of the two", () => {
  const sdkOnly = [
    "CallMetrics",
    "Crid",
    "Gate",
    "IdempotencyKey",
    "Journal",
    "LocalGuard",
    "RetryBudget",
    "SeenEvents",
    "WebhookEvent",
    "withExtras"
  ]
  assert.sameMembers(
    Object.keys(Effect4).filter((name) => name !== "CallObserver"),
    Object.keys(Sdk).filter((name) => !sdkOnly.includes(name))
  )
})
