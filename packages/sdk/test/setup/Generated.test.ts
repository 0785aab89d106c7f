import { describe, expect, it } from "@effect/vitest"
import { batchCreate, create } from "@qurl/contract/groups/Qurls"
import { writeChecks } from "../support/writeChecks.js"

// `npm run contract` writes the file; the comparison shows that it follows the contract.

describe("files generated from the contract", () => {
  it("checks.ts has the checks of the operations that carry most data", async () => {
    const module = writeChecks("@qurl/contract/groups/Qurls", [
      { name: "createAsks", place: "create.payload", schema: create.payload, of: "input" },
      { name: "createAnswers", place: "create.success", schema: create.success, of: "json" },
      { name: "batchCreateAsks", place: "batchCreate.payload", schema: batchCreate.payload, of: "input" },
      { name: "batchCreateAnswers", place: "batchCreate.success", schema: batchCreate.success, of: "json" }
    ])
    await expect(module).toMatchFileSnapshot("../../src/internal/checks/checks.ts")
  })
})
