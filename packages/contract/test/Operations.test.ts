import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import { assert, it } from "@effect/vitest"
import { Credentials, KeyDocumented, QurlApi } from "@qurl/contract"
import { type Described, rulesOf } from "@qurl/contract/Described"
import { Operation } from "@qurl/idempotency"
import { Context, Option } from "effect"
import * as AccessCodes from "../src/operations/AccessCodes.js"
import * as Agent from "../src/operations/Agent.js"
import * as ApiKeys from "../src/operations/ApiKeys.js"
import * as Billing from "../src/operations/Billing.js"
import * as Connectors from "../src/operations/Connectors.js"
import * as Customer from "../src/operations/Customer.js"
import * as Domains from "../src/operations/Domains.js"
import * as Qurls from "../src/operations/Qurls.js"
import * as Resources from "../src/operations/Resources.js"
import * as Sessions from "../src/operations/Sessions.js"
import * as Webhooks from "../src/operations/Webhooks.js"

const { settingQurl: _, ...resources } = Resources

const groups: Readonly<Record<string, Readonly<Record<string, Described>>>> = {
  accessCodes: { ...AccessCodes },
  agent: { ...Agent },
  apiKeys: { ...ApiKeys },
  billing: { ...Billing },
  connectors: { ...Connectors },
  customer: { ...Customer },
  domains: { ...Domains },
  qurls: { ...Qurls },
  resources,
  sessions: { ...Sessions },
  webhooks: { ...Webhooks }
}

/** The batch is one answer as data, and one per status in the API. */
const isDividedByStatus = (name: string) => name === "batchCreate"

it("says of every endpoint what the API says", () => {
  const seen = new Set<Described>()
  HttpApi.reflect(QurlApi, {
    onGroup: () => {},
    onEndpoint: ({ endpoint, group }) => {
      const operation = Object.values(groups[group.identifier] ?? {}).find(({ name }) => name === endpoint.name)
      if (operation === undefined) return assert.fail(`${endpoint.name} is no operation of ${group.identifier}`)
      seen.add(operation)
      assert.strictEqual(operation.method, endpoint.method)
      assert.strictEqual(operation.path, endpoint.path)
      assert.strictEqual<unknown>(operation.payload, Option.getOrUndefined(endpoint.payloadSchema))
      assert.strictEqual<unknown>(operation.query, Option.getOrUndefined(endpoint.urlParamsSchema))
      assert.strictEqual(operation.success === undefined, HttpApiSchema.isVoid(endpoint.successSchema.ast))
      if (operation.success !== undefined && !isDividedByStatus(operation.name)) {
        // The API adds the status to it.
        assert.strictEqual(String(endpoint.successSchema.ast), String(operation.success.ast))
      }
      assert.deepStrictEqual(Context.unsafeGet(endpoint.annotations, Operation), rulesOf(operation))
      assert.strictEqual(Context.get(endpoint.annotations, KeyDocumented), operation.documentsKey ?? false)
      assert.strictEqual(Context.get(endpoint.annotations, Credentials).length === 0, operation.isPublic ?? false)
    }
  })
  assert.strictEqual(seen.size, Object.values(groups).flatMap(Object.values).length)
})
