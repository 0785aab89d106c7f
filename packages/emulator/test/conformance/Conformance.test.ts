import { assert, describe, it } from "@effect/vitest"
import { accessCodes, apiKeys } from "./access.js"
import { account, domains } from "./account.js"
import * as Api from "./api.js"
import * as Coverage from "./description/coverage.js"
import { operations } from "./description/description.js"
import { violations } from "./description/violations.js"
import { beyond, furtherCodes, unreachable } from "./exceptions.js"
import { keys } from "./keys.js"
import { newer } from "./newer.js"
import { qurls } from "./qurls.js"
import { reads, strangers } from "./reads.js"
import { refusals } from "./refusals.js"
import { resources, sessions } from "./resources.js"
import { webhooks } from "./webhooks.js"

describe("the emulator is the API of the description", () => {
  const coverage = Coverage.make()
  const api = Api.make(coverage)

  qurls(api)
  resources(api)
  sessions(api)
  domains(api)
  account(api)
  apiKeys(api)
  accessCodes(api)
  webhooks(api)
  newer(api)
  reads(api)
  strangers(api)
  refusals(operations, api)
  violations(operations, api)
  keys(operations, api)

  describe("and of the whole description", () => {
    it("every declared status was seen, except those that are listed", () => {
      console.log(Coverage.table(coverage))
      assert.sameMembers(
        Coverage.declared.filter((answer) => !coverage.answers.has(answer)),
        Object.keys(unreachable)
      )
    })

    it("every declared header was seen", () => {
      assert.deepStrictEqual(Coverage.declaredHeaders.filter((header) => !coverage.headers.has(header)), [])
    })

    it("every exception is in use", () => {
      assert.sameMembers([...coverage.exceptions], beyond.map(({ reason }) => reason))
      assert.sameMembers([...coverage.furtherCodes], Object.keys(furtherCodes))
    })
  })
})
