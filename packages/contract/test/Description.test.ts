import * as HttpApi from "@effect/platform/HttpApi"
import * as OpenApi from "@effect/platform/OpenApi"
import { assert, describe, it } from "@effect/vitest"
import { Credentials, KeyDocumented, QurlApi } from "@qurl/contract"
import { Operation } from "@qurl/idempotency"
import { Context } from "effect"
import { differences } from "./description/differences.js"
import { list, operationsOf } from "./description/document.js"
import { exceptions, safeToRepeat } from "./description/exceptions.js"
import { published } from "./description/published.js"

const theirs = operationsOf(JSON.parse(JSON.stringify(published)))
const ours = operationsOf(JSON.parse(JSON.stringify(OpenApi.fromApi(QurlApi))))

/** A key can be in flight, or used for another body. */
const isOfTheKey = (id: string, difference: string) =>
  / adds (409|422)$/.test(difference) && ours.get(id)?.parameters.has("header idempotency-key") === true

describe("the generated description against the published one", () => {
  const used = new Set<RegExp>()

  it("has the same operations", () => {
    assert.sameMembers([...ours.keys()], [...theirs.keys()])
  })

  for (const [id, operation] of ours) {
    it(`${id}: the same verb, path, parameters, properties and limits`, () => {
      const published = theirs.get(id)
      assert(published !== undefined)
      const unexplained = differences(operation, published).filter((difference) => {
        const explained = exceptions.filter((exception) => exception.of.test(difference))
        for (const exception of explained) used.add(exception.of)
        return explained.length === 0 && !isOfTheKey(id, difference)
      })
      assert.strictEqual(unexplained.join("\n"), "")
    })
  }

  it("differs in no way that is listed and not there", () => {
    assert.deepStrictEqual(exceptions.filter(({ of }) => !used.has(of)), [])
  })
})

describe("the rules of the operations", () => {
  HttpApi.reflect(QurlApi, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { annotations, name } }) =>
      it(`${name}: the published credentials and idempotency`, () => {
        const extensions = theirs.get(name)?.extensions ?? {}
        assert.sameMembers([...Context.get(annotations, Credentials)], [...list(extensions["x-auth"])])
        assert.strictEqual(Context.get(annotations, KeyDocumented), extensions["x-idempotency-key-documented"] ?? false)
        const rules = Context.unsafeGet(annotations, Operation)
        assert.strictEqual(rules.name, name)
        assert.strictEqual(rules.idempotency, safeToRepeat.has(name) ? "natural" : extensions["x-idempotency"])
      })
  })
})
