import { assert, describe, it } from "@effect/vitest"
import * as Api from "./api.js"
import * as Coverage from "./coverage.js"
import { operations } from "./description.js"
import { beyond, furtherCodes, silentHeaders, unreachable } from "./exceptions.js"
import { keys } from "./keys.js"
import { qurls } from "./qurls.js"
import { refusals } from "./refusals.js"

const landed = new Set(["qURLs", "Resolution", "Quota"])
const here = operations.filter(({ tag }) => landed.has(tag))

describe("the emulator is the API of the description", () => {
  const coverage = Coverage.make()
  const api = Api.make(coverage)

  qurls(api)
  refusals(here, api)
  keys(here, api)

  describe("and of the whole description", () => {
    const isHere = (entry: string) => here.some(({ id }) => entry.startsWith(`${id} `))

    it("every declared status was seen, except those that are listed", () => {
      console.log(Coverage.table(coverage))
      assert.sameMembers(
        Coverage.declared.filter((answer) => isHere(answer) && !coverage.answers.has(answer)),
        Object.keys(unreachable).filter(isHere)
      )
    })

    it("every declared header was seen, except those that are listed", () => {
      assert.sameMembers(
        Coverage.declaredHeaders.filter((header) => isHere(header) && !coverage.headers.has(header)),
        Object.keys(silentHeaders).filter(isHere)
      )
    })

    it("every exception is in use", () => {
      assert.sameMembers([...coverage.exceptions], beyond.map(({ reason }) => reason))
      assert.sameMembers([...coverage.furtherCodes], Object.keys(furtherCodes))
    })
  })
})
