import * as HttpApi from "@effect/platform/HttpApi"
import { assert, it } from "@effect/vitest"
import { QurlApi } from "@qurl/contract"
import { Option, type Schema } from "effect"
import { operations } from "./operations.js"

const endpoints: Array<string> = []
const statuses = new Map<string, ReadonlyArray<number>>()
const payloads = new Map<string, Schema.Schema.All | undefined>()

HttpApi.reflect(QurlApi, {
  onGroup: () => {},
  onEndpoint: ({ endpoint, errors, payloads: bodies }) => {
    endpoints.push(`${endpoint.name} ${endpoint.method} ${endpoint.path}`)
    statuses.set(endpoint.name, [...errors.keys()])
    payloads.set(endpoint.name, Option.getOrUndefined(endpoint.payloadSchema))
    assert.isAtMost(bodies.size, 1)
  }
})

it("are all endpoints of the API, and nothing else is", () => {
  assert.sameMembers(endpoints, operations.map(({ method, name, path }) => `${name} ${method} ${path}`))
})

it("have names of their own", () => {
  assert.strictEqual(new Set(operations.map(({ name }) => name)).size, operations.length)
})

it("declare their errors and payloads on the endpoint", () => {
  for (const { byStatus, errors, name, payload } of operations) {
    // The framework adds its own 400, which the published description leaves out.
    const declared = [400, ...errors, ...Object.keys(byStatus ?? {}).map(Number).filter((status) => status >= 400)]
    assert.sameMembers([...statuses.get(name) ?? []], [...new Set(declared)], name)
    assert.strictEqual<unknown>(payloads.get(name), payload)
  }
})
