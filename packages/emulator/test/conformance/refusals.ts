import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { Emulator, Fault, FaultPlan, TestKey } from "../../src/index.js"
import type { Api, Call } from "./api.js"
import type { Operation } from "./description/description.js"

/** Correct requests, apart from their ids, which do not exist. */
const samples: { readonly [operation: string]: Call } = {
  create: { body: { target_url: "https://example.com/" } },
  batchCreate: { body: { items: [{ target_url: "https://example.com/" }] } },
  update: { body: { description: "x" } },
  mintLink: { body: {} },
  resolve: { body: { access_token: "at_0000000000000000000000" } },
  bootstrapAgent: { body: { public_key: `${"A".repeat(43)}=` } },
  createResource: { body: { type: "url", target_url: "https://example.com/" } },
  updateResource: { body: { description: "x" } },
  createQurlForResource: { body: {} },
  updateResourceQurl: { body: { label: "x" } },
  updateCustomer: { body: { spending_cap_cents: 1 } },
  createBillingCheckout: { body: { plan: "growth" } },
  registerDomain: { body: { domain: "go.example.com" } },
  createWebhook: { body: { url: "https://example.com/hook", events: ["qurl.accessed"] } },
  updateWebhook: { body: { status: "disabled" } },
  createApiKey: { credential: TestKey.jwt, body: { name: "x", scopes: ["qurl:read"] } },
  updateApiKey: { body: { name: "x" } },
  shareResource: { body: {} },
  setResourceSharing: { body: { desired_state: "on" } },
  approveAccessRequest: { body: {} },
  createDelegatedQurlBatch: { body: { mint_capability: "mc_unknown", grants: [{ label: "x" }] } },
  setPublisher: { body: { name: "Ada" } },
  redeemAccessCode: { body: { code: "ac_0000000000000000000000" } },
  createAccessCode: { body: { resource_id: "r_00000000000" } }
}

/** The credential of everybody that an operation takes. */
const personOf = ({ credentials }: Operation): string => credentials.includes("apiKey") ? TestKey.full : TestKey.jwt

const unknownIds: { readonly [name: string]: string } = {
  id: "r_00000000000",
  qurl_id: "q_00000000000",
  session_id: "s_0000000000000000",
  domain: "nowhere.example.com",
  key_id: "key_000000000000",
  batch_id: "dqb_0000000000000000000000",
  code: "000000",
  device_id: "aaaa-aaaa-aaaa-aaaa"
}

export const sample = (operation: Operation): Call => ({
  credential: personOf(operation),
  path: unknownIds,
  ...samples[operation.id]
})

const faulty = (status: number) => FaultPlan.of({ fault: Fault.status(status, { retryAfter: { seconds: 1 } }) })

export const refusals = (operations: ReadonlyArray<Operation>, { expect, send }: Api) =>
  describe("refusals", () => {
    it.scoped("401: no credential, an unknown one, one that has expired", () =>
      Effect.gen(function*() {
        for (const operation of operations.filter(({ credentials }) => credentials.length > 0)) {
          for (
            const [credential, code] of [
              [null, "unauthorized"],
              ["lv_test_nobody", "api_key_invalid"],
              ["ey.nobody.x", "invalid_token"],
              [TestKey.expired, "api_key_expired"]
            ] as const
          ) {
            const problem = yield* expect(401, operation.id, { ...sample(operation), credential })
            assert.strictEqual(problem.code, code)
          }
        }
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("403: a kind of credential that the operation does not take, or one without the scope", () =>
      Effect.gen(function*() {
        for (const operation of operations.filter(({ credentials }) => credentials.length > 0)) {
          const { credentials, method } = operation
          const wrongKind = credentials.length === 2 ? undefined : credentials[0] === "jwt" ? TestKey.full : TestKey.jwt
          if (wrongKind !== undefined) {
            const problem = yield* expect(403, operation.id, { ...sample(operation), credential: wrongKind })
            assert.strictEqual(problem.code, "access_denied", operation.id)
          }
          if (method === "GET" || !credentials.includes("apiKey")) continue
          const problem = yield* expect(403, operation.id, { ...sample(operation), credential: TestKey.readOnly })
          assert.strictEqual(problem.code, "insufficient_scope", operation.id)
        }
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("404: unknown ids", () =>
      Effect.gen(function*() {
        for (const operation of operations.filter(({ path }) => path.includes("{"))) {
          yield* expect(404, operation.id, sample(operation))
        }
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("400: bodies that are not JSON or not as declared; limits and keys out of their range", () =>
      Effect.gen(function*() {
        for (const operation of operations) {
          const call = sample(operation)
          if (operation.body !== undefined) {
            yield* expect(400, operation.id, { ...call, text: "{" })
            yield* expect(400, operation.id, { ...call, body: [] })
            yield* expect(400, operation.id, { ...call, body: { ...Object(call.body), unheard_of: 1 } })
          }
          if (operation.parameters.some(({ name }) => name === "limit")) {
            for (const limit of [0, 101, "x"]) yield* expect(400, operation.id, { ...call, query: { limit } })
          }
          if (operation.credentials.length > 0 && operation.parameters.some(({ name }) => name === "Idempotency-Key")) {
            yield* expect(400, operation.id, { ...call, key: "k".repeat(257) })
          }
        }
      }).pipe(Effect.provide(Emulator.layerServer())))

    it.scoped("429: more requests than are allowed, with the four headers", () =>
      Effect.gen(function*() {
        for (const operation of operations) {
          const { headers } = yield* send(operation.id, sample(operation))
          for (const name of ["retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"]) {
            assert.match(headers.get(name) ?? "", /^\d+$/, `${operation.id} ${name}`)
          }
        }
      }).pipe(Effect.provide(Emulator.layerServer({ rateLimit: { limit: 0, window: "1 minute" } }))))

    it.scoped("500, 502 and 503: failures behind the API", () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        for (const status of [500, 502, 503]) {
          yield* control.setFaults(faulty(status))
          for (const operation of operations.filter(({ responses }) => responses.has(status))) {
            yield* expect(status, operation.id, sample(operation))
          }
        }
      }).pipe(Effect.provide(Emulator.layerServer())))
  })
