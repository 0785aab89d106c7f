import { assert, describe, it } from "@effect/vitest"
import { accessCodes, apiKeys } from "./access.js"
import { account, domains } from "./account.js"
import * as Api from "./api.js"
import * as Coverage from "./coverage.js"
import { operations } from "./description.js"
import { beyond, furtherCodes, silentHeaders, unreachable } from "./exceptions.js"
import { keys } from "./keys.js"
import { qurls } from "./qurls.js"
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
  refusals(operations, api)
  keys(operations, api)

  describe("and of the whole description", () => {
    it("every declared status was seen, except those that are listed", () => {
      console.log(Coverage.table(coverage))
      assert.sameMembers(
        Coverage.declared.filter((answer) => !coverage.answers.has(answer)),
        Object.keys(unreachable)
      )
    })

    it("every declared header was seen, except those that are listed", () => {
      assert.sameMembers(
        Coverage.declaredHeaders.filter((header) => !coverage.headers.has(header)),
        Object.keys(silentHeaders)
      )
    })

    it("every exception is in use", () => {
      assert.sameMembers([...coverage.exceptions], beyond.map(({ reason }) => reason))
      assert.sameMembers([...coverage.furtherCodes], Object.keys(furtherCodes))
    })
  })
})
