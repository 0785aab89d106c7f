import * as OpenApi from "@effect/platform/OpenApi"
import { assert, describe, it } from "@effect/vitest"
import { QurlApi } from "@qurl/contract"

const spec = OpenApi.fromApi(QurlApi)

const all = Object.entries(spec.paths).flatMap(([path, verbs]) =>
  Object.entries(verbs).map(([verb, operation]) => ({ path, verb, operation }))
)
const operations = all.filter(({ operation }) => operation.tags.includes("qurls"))

describe("the generated description", () => {
  it("holds the nine operations on links under their verbs and paths", () => {
    assert.deepStrictEqual(operations.map(({ operation, path, verb }) => `${operation.operationId} ${verb} ${path}`), [
      "create post /v1/qurls",
      "list get /v1/qurls",
      "batchCreate post /v1/qurls/batch",
      "get get /v1/qurls/{id}",
      "update patch /v1/qurls/{id}",
      "delete delete /v1/qurls/{id}",
      "mintLink post /v1/qurls/{id}/mint_link",
      "resolve post /v1/resolve",
      "getQuota get /v1/quota"
    ])
  })

  it("takes the key on every write of links and on nothing else", () => {
    const keyed = operations.filter(({ operation }) => operation.parameters.some((p) => p.name === "idempotency-key"))
    assert.deepStrictEqual(keyed.map(({ operation }) => operation.operationId), [
      "create",
      "batchCreate",
      "update",
      "mintLink",
      "resolve"
    ])
  })

  it("answers a batch with data at 201, 207 and 400, and with a problem at 400 as well", () => {
    const { responses } = spec.paths["/v1/qurls/batch"]!.post!
    const types = Object.entries(responses).map(([status, { content }]) => [status, Object.keys(content ?? {})])
    assert.deepStrictEqual(types.slice(0, 3), [
      ["201", ["application/json"]],
      ["207", ["application/json"]],
      ["400", ["application/json", "application/problem+json"]]
    ])
  })

  it("names no failure of the framework", () => {
    assert.notInclude(JSON.stringify(spec), "HttpApiDecodeError")
    assert.isUndefined(spec.paths["/v1/quota"]!.get!.responses[400])
  })

  it("asks for a bearer credential everywhere", () => {
    assert.isTrue(operations.every(({ operation }) => "bearerAuth" in operation.security[0]!))
    assert.deepEqual(spec.components.securitySchemes.bearerAuth, { type: "http", scheme: "bearer" })
  })

  it("carries the documented limits", () => {
    const schemas = JSON.parse(JSON.stringify(spec.components.schemas))
    const create = schemas.CreateQurlRequest.properties
    assert.strictEqual(create.target_url.maxLength, 2048)
    assert.deepInclude(create.label, { minLength: 1, maxLength: 500 })
    assert.deepInclude(create.custom_domain, { minLength: 1, maxLength: 253 })
    assert.deepInclude(create.max_sessions, { minimum: 0, maximum: 1000 })
    assert.deepInclude(schemas.BatchCreateRequest.properties.items, { minItems: 1, maxItems: 100 })
    assert.strictEqual(schemas.UpdateQurlRequest.properties.tags.maxItems, 10)
    assert.deepInclude(schemas.UpdateQurlRequest.properties.tags.items, { minLength: 1, maxLength: 50 })
    const limit = spec.paths["/v1/qurls"]!.get!.parameters.find(({ name }) => name === "limit")!
    assert.deepInclude(JSON.parse(JSON.stringify(limit.schema)), { type: "integer", minimum: 1, maximum: 100 })
  })

  it("refuses unknown properties of inputs and tolerates them in answers", () => {
    const schemas = JSON.parse(JSON.stringify(spec.components.schemas))
    assert.isFalse(schemas.CreateQurlRequest.additionalProperties)
    assert.isFalse(schemas.AccessPolicy.additionalProperties)
    assert.notProperty(schemas.CreateQurlResult, "additionalProperties")
    assert.notProperty(schemas.ErrorEnvelope, "additionalProperties")
  })
})
