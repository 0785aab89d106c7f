import * as HttpApi from "@effect/platform/HttpApi"
import * as OpenApi from "@effect/platform/OpenApi"
import { assert, describe, it } from "@effect/vitest"
import {
  AccessCode,
  AccessCodes,
  ApiKey,
  ApiKeys,
  Credentials,
  InvalidFields,
  KeyDocumented,
  QurlApi,
  Webhook,
  WebhookPayload,
  Webhooks
} from "@qurl/contract"
import { rulesOf } from "@qurl/contract/ApiOperation"
import { batchCreate } from "@qurl/contract/groups/Qurls"
import * as WebhookOperations from "@qurl/contract/groups/Webhooks"
import { Operation } from "@qurl/idempotency"
import { Context, Either, Schema } from "effect"

const problems = <A, I>(schema: Schema.Schema<A, I>, input: unknown) =>
  Either.match(Schema.decodeUnknownEither(schema)(input, { errors: "all" }), {
    onLeft: ({ issue }) => InvalidFields.fromIssue(issue),
    onRight: () => ({})
  })

const fields = <A, I>(schema: Schema.Schema<A, I>, input: unknown) => Object.keys(problems(schema, input)).sort()

/** Properties that are read, without those that read as missing. */
const read = <A, I>(schema: Schema.Schema<A, I>) => (json: unknown): unknown =>
  JSON.parse(JSON.stringify(Schema.decodeUnknownSync(schema)(json)))

const endpoints: Array<{ readonly name: string; readonly annotations: Context.Context<never> }> = []
HttpApi.reflect(QurlApi, { onGroup: () => {}, onEndpoint: ({ endpoint }) => endpoints.push(endpoint) })

const named = (test: (annotations: Context.Context<never>) => boolean) =>
  endpoints.filter(({ annotations }) => test(annotations)).map(({ name }) => name).sort()

const { paths } = OpenApi.fromApi(QurlApi)

const operationsBelow = (prefix: string) =>
  Object.entries(paths).filter(([path]) => path.startsWith(prefix)).flatMap(([path, verbs]) =>
    Object.entries(verbs).map(([verb, { operationId, responses }]) =>
      `${operationId} ${verb} ${path} ${Object.keys(responses).join(" ")}`
    )
  ).sort()

describe("operations", () => {
  it("on webhooks answer what is documented, and the refusals of a key", () => {
    assert.deepStrictEqual(operationsBelow("/v1/webhooks"), [
      "createWebhook post /v1/webhooks 201 400 401 403 409 422 429 500",
      "deleteWebhook delete /v1/webhooks/{id} 204 400 401 404 429 500",
      "getWebhook get /v1/webhooks/{id} 200 400 401 404 429 500",
      "listWebhookDeliveries get /v1/webhooks/{id}/deliveries 200 400 401 404 429 500",
      "listWebhookEventTypes get /v1/webhooks/events 200 401 429 500",
      "listWebhooks get /v1/webhooks 200 400 401 429 500",
      "regenerateWebhookSecret post /v1/webhooks/{id}/secret 200 400 401 404 409 422 429 500",
      "updateWebhook patch /v1/webhooks/{id} 200 400 401 404 409 422 429 500"
    ])
  })

  it("on API keys and access codes do the same", () => {
    assert.deepStrictEqual(operationsBelow("/v1/api-keys"), [
      "createApiKey post /v1/api-keys 201 400 401 403 409 422 429 500 503",
      "listApiKeys get /v1/api-keys 200 400 401 403 429 500",
      // The API has no 400 here; the framework answers one for a path that does not fit.
      "revokeApiKey delete /v1/api-keys/{key_id} 204 401 403 404 429 500",
      "updateApiKey patch /v1/api-keys/{key_id} 200 400 401 403 404 409 422 429 500"
    ])
    assert.deepStrictEqual(operationsBelow("/v1/access-codes"), [
      "createAccessCode post /v1/access-codes 201 400 401 403 409 422 429 500",
      "listAccessCodes get /v1/access-codes 200 401 403 429 500",
      "redeemAccessCode post /v1/access-codes/redeem 200 400 409 422 429 500",
      "revokeAccessCode delete /v1/access-codes/{id} 204 400 401 403 404 429 500"
    ])
  })

  it("whose description names the header are twelve", () => {
    assert.deepStrictEqual(named((annotations) => Context.get(annotations, KeyDocumented)), [
      "batchCreate",
      "create",
      "createAccessCode",
      "createApiKey",
      "createDelegatedQurlBatch",
      "createQurlForResource",
      "createWebhook",
      "mintLink",
      "registerDomain",
      "resolve",
      "update",
      "updateWebhook"
    ])
  })

  it("are public, for people, or for both", () => {
    const taking = (credentials: string) =>
      named((annotations) => Context.get(annotations, Credentials).join(" ") === credentials)
    assert.include(taking(""), "redeemAccessCode")
    assert.includeMembers(taking("jwt"), ["listApiKeys", "revokeApiKey", "updateApiKey"])
    assert.includeMembers(taking("apiKey jwt"), ["createApiKey", "createWebhook", "createAccessCode"])
    assert.deepStrictEqual(paths["/v1/access-codes/redeem"]!.post!.security, [])
    assert.notInclude(JSON.stringify(paths["/v1/access-codes"]!.post!.security), "[]]")
    assert.lengthOf(paths["/v1/access-codes"]!.post!.security, 1)
  })

  it("say how they may be repeated", () => {
    const rules = (group: typeof Webhooks | typeof ApiKeys | typeof AccessCodes) =>
      Object.fromEntries(
        Object.values(group.endpoints).map(({ annotations }) => {
          const { name, successes: _, ...rest } = Context.get(annotations, Operation)
          return [name, rest]
        })
      )
    const keyed = { idempotency: "keyed" } as const
    // A deletion has succeeded on the status that the API names, and on no other.
    const natural = { idempotency: "natural", answers: [204] } as const
    assert.deepInclude(rules(Webhooks), {
      createWebhook: keyed,
      regenerateWebhookSecret: keyed,
      deleteWebhook: natural
    })
    assert.deepInclude(rules(ApiKeys), {
      createApiKey: {
        idempotency: "keyed",
        retryStatuses: [429, 503],
        keyRules: { minLength: 32, maxLength: 256 },
        mismatch: { status: 409, code: "idempotency_key_reused" }
      },
      updateApiKey: keyed,
      revokeApiKey: natural
    })
    assert.deepInclude(rules(AccessCodes), {
      redeemAccessCode: { idempotency: "keyed", retryStatuses: [429], networkRetry: false },
      createAccessCode: keyed
    })
  })
})

it("operations name the statuses of their success, which prove one whose body was lost", () => {
  const { create, regenerateSecret, remove } = WebhookOperations
  const successes = [create, remove, regenerateSecret, batchCreate].map((operation) => rulesOf(operation).successes)
  assert.deepStrictEqual(successes, [[201], undefined, [200], [201, 207, 400]])
})

describe("inputs", () => {
  it("of webhooks are taken up to their limits and refused beyond", () => {
    const url = "https://x.test"
    const events = ["qurl.accessed", "one of tomorrow"]
    assert.deepStrictEqual(fields(Webhook.CreateWebhookRequest, { url, events, description: "x".repeat(500) }), [])
    assert.deepStrictEqual(problems(Webhook.CreateWebhookRequest, { url: "x", events: [], secret: "planted" }), {
      secret: "is not a property of this input: remove it or check its spelling",
      url:
        "must be an http or https URL of at most 2048 characters without spaces or control characters, not a string of 1 characters",
      events: "must be an array of at least one event name, not an array of 0"
    })
    assert.deepStrictEqual(fields(Webhook.CreateWebhookRequest, { url, events: [""] }), ["events[0]"])
    assert.deepStrictEqual(fields(Webhook.UpdateWebhookRequest, { status: "one of tomorrow" }), [])
    assert.deepStrictEqual(fields(Webhook.UpdateWebhookRequest, { description: "" }), [])
    assert.deepStrictEqual(fields(Webhook.UpdateWebhookRequest, {}), ["input"])
  })

  it("of API keys know both generations", () => {
    const check = (input: unknown) => fields(ApiKey.CreateApiKeyRequest, input)
    const scopes = ["qurl:read"]
    const claims = [{ type: "connector", id: "home" }]
    for (
      const good of [
        { name: "x".repeat(100), scopes },
        { name: "x", scopes, kind: "api_key" },
        { name: "x", scopes, purpose: "tunnel_bootstrap", tunnel_slug: "home", expires_in: "24h" },
        { name: "x", kind: "enrollment_token", target: "connector", claims, expires_in: "1h" }
      ]
    ) assert.deepStrictEqual(check(good), [])
    assert.deepStrictEqual(check({}), ["name", "scopes"])
    assert.deepStrictEqual(check({ name: "x".repeat(101) }), ["name", "scopes"])
    assert.deepStrictEqual(check({ name: "x", scopes, expires_in: "1h" }), ["expires_in"])
    assert.deepStrictEqual(check({ name: "x", scopes, purpose: "other", tunnel_slug: "s" }), ["purpose"])
    assert.deepStrictEqual(check({ name: "x", scopes, tunnel_slug: "s" }), ["purpose"])
    assert.deepStrictEqual(check({ name: "x", scopes, kind: "enrollment_token" }), ["scopes", "target"])
    const enrolls = { name: "x", kind: "enrollment_token" }
    assert.deepStrictEqual(check({ ...enrolls, target: "agent" }), [])
    assert.deepStrictEqual(check({ ...enrolls, target: "connector" }), ["claims"])
    assert.deepStrictEqual(check({ ...enrolls, target: "agent", claims: [...claims, ...claims] }), ["claims"])
    assert.deepStrictEqual(check({ name: "x", scopes, claims }), ["claims"])
    assert.deepStrictEqual(fields(ApiKey.UpdateApiKeyRequest, {}), ["input"])
  })

  it("of access codes are taken up to their limits and refused beyond", () => {
    const resource_id = "r_1"
    assert.deepStrictEqual(fields(AccessCode.CreateAccessCodeRequest, { resource_id, max_uses: 0, name: "" }), [])
    assert.deepStrictEqual(fields(AccessCode.CreateAccessCodeRequest, { max_uses: -1, name: "x".repeat(101) }), [
      "max_uses",
      "name",
      "resource_id"
    ])
    assert.deepStrictEqual(fields(AccessCode.RedeemAccessCodeRequest, { code: "c", honeypot: "", elapsed_ms: 0 }), [])
    assert.deepStrictEqual(fields(AccessCode.RedeemAccessCodeRequest, { elapsed_ms: 0.5 }), ["code", "elapsed_ms"])
  })
})

describe("answers", () => {
  it("tolerate unknown and null fields, and require ids and the secrets that are shown once", () => {
    const webhook = { webhook_id: "wh_1", status: "paused", events: ["new"], description: null, surprise: 1 }
    assert.deepStrictEqual(read(Webhook.Webhook)(webhook), { webhook_id: "wh_1", status: "paused", events: ["new"] })
    assert.throws(() => read(Webhook.WebhookWithSecret)(webhook))
    assert.deepStrictEqual(read(ApiKey.ApiKey)({ key_id: "k", scopes: ["new"], expires_at: null }), {
      key_id: "k",
      scopes: ["new"]
    })
    assert.throws(() => read(ApiKey.CreatedApiKey)({ key_id: "k", api_key: "" }))
    assert.deepStrictEqual(read(AccessCode.AccessCode)({ access_code_id: "a", expires_at: null }), {
      access_code_id: "a"
    })
    assert.throws(() => read(AccessCode.CreatedAccessCode)({ access_code_id: "a" }))
    assert.throws(() => read(AccessCode.RedeemAccessCodeResult)({}))
  })

  it("take an event of any type and any data", () => {
    assert.deepStrictEqual(read(WebhookPayload.WebhookPayload)({ id: "e", type: "new", data: null, owner_id: "" }), {
      id: "e",
      type: "new",
      data: {}
    })
    assert.throws(() => read(WebhookPayload.WebhookPayload)({ type: "new" }))
  })
})
