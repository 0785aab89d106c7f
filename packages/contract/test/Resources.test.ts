import * as OpenApi from "@effect/platform/OpenApi"
import { assert, describe, it } from "@effect/vitest"
import {
  Agent,
  AgentBootstrapRequest,
  AgentBootstrapResult,
  ConnectorInstallation,
  Connectors,
  CreateQurlForResourceRequest,
  CreateResourceRequest,
  InvalidFields,
  ListResourcesQuery,
  QurlApi,
  Resource,
  ResourceDetail,
  Resources,
  Sessions,
  SessionTermination,
  settingQurl,
  UpdateResourceQurlRequest,
  UpdateResourceRequest
} from "@qurl/contract"
import { Operation } from "@qurl/idempotency"
import { Context, Either, Schema } from "effect"

const problems = <A, I>(schema: Schema.Schema<A, I>) => (input: unknown) =>
  Either.match(Schema.decodeUnknownEither(schema)(input, { errors: "all" }), {
    onLeft: ({ issue }) => InvalidFields.fromIssue(issue),
    onRight: () => ({})
  })

const groups = { resources: Resources, sessions: Sessions, connectors: Connectors, agent: Agent }

describe("the operations", () => {
  const spec = OpenApi.fromApi(QurlApi)
  const operations = Object.entries(spec.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs).flatMap(([verb, operation]) =>
      operation.tags.some((tag) => tag in groups) ? [{ verb, path, operation }] : []
    )
  )

  it("stand under their verbs and paths and take a key where they write", () => {
    assert.sameMembers(
      operations.map(({ operation: { operationId, parameters }, path, verb }) =>
        `${operationId} ${verb} ${path}${parameters.some((p) => p.name === "idempotency-key") ? " keyed" : ""}`
      ),
      [
        "listResources get /v1/resources",
        "createResource post /v1/resources keyed",
        "getResource get /v1/resources/{id}",
        "updateResource patch /v1/resources/{id} keyed",
        "deleteResource delete /v1/resources/{id}",
        "listResourceQurls get /v1/resources/{id}/qurls",
        "createQurlForResource post /v1/resources/{id}/qurls keyed",
        "updateResourceQurl patch /v1/resources/{id}/qurls/{qurl_id} keyed",
        "revokeResourceQurl delete /v1/resources/{id}/qurls/{qurl_id}",
        "shareResource post /v1/resources/{id}/share keyed",
        "listResourceSessions get /v1/resources/{id}/sessions",
        "terminateAllResourceSessions delete /v1/resources/{id}/sessions",
        "terminateResourceSession delete /v1/resources/{id}/sessions/{session_id}",
        "listConnectorInstallations get /v1/connectors/installations",
        "getResourceSharing get /v1/resources/{id}/sharing",
        "setResourceSharing put /v1/resources/{id}/sharing keyed",
        "restartResourceSharing post /v1/resources/{id}/sharing/restart keyed",
        "bootstrapAgent post /v1/agent/bootstrap keyed"
      ]
    )
  })

  it("answer with their statuses, and the retired one says so", () => {
    const statuses = Object.fromEntries(
      operations.map(({ operation }) => [operation.operationId, Object.keys(operation.responses).map(Number)])
    )
    assert.sameMembers(statuses.listResources!, [200, 400, 401, 429, 500])
    assert.sameMembers(statuses.createResource!, [201, 400, 401, 403, 409, 410, 422, 429, 500])
    assert.sameMembers(statuses.deleteResource!, [204, 401, 404, 429, 500])
    assert.sameMembers(statuses.createQurlForResource!, [201, 400, 401, 403, 404, 409, 410, 422, 429, 500])
    assert.sameMembers(statuses.revokeResourceQurl!, [204, 401, 404, 409, 429, 500])
    assert.sameMembers(statuses.terminateAllResourceSessions!, [200, 401, 404, 429, 500])
    assert.sameMembers(statuses.terminateResourceSession!, [204, 401, 404, 429, 500])
    assert.isTrue(spec.paths["/v1/agent/bootstrap"]!.post!.deprecated)
  })

  it("know when a revocation has nothing left to do", () => {
    const endpoints = { ...Resources.endpoints, ...Sessions.endpoints }
    const rules = (name: string) => Context.unsafeGet(endpoints[name]!.annotations, Operation)
    const gone = (name: string, status: number, code?: string) => rules(name).alreadyGone?.(status, code)
    assert.isTrue(gone("revokeResourceQurl", 409, "revoked") && gone("revokeResourceQurl", 404))
    assert.isFalse(gone("revokeResourceQurl", 409, "conflict"))
    assert.isTrue(gone("deleteResource", 400, "revoked") && gone("deleteResource", 404) && gone("deleteResource", 410))
    assert.isFalse(gone("deleteResource", 400, "invalid_request"))
    assert.isFalse(gone("terminateAllResourceSessions", 404))
    assert.isTrue(gone("terminateResourceSession", 404))
    assert.deepInclude(rules("updateResourceQurl"), { networkRetry: false, retryStatuses: [429] })
    assert.deepStrictEqual(settingQurl, { name: "updateResourceQurl", idempotency: "keyed", successes: [200] })
  })
})

describe("inputs", () => {
  it("of a creation go together with its type", () => {
    const create = problems(CreateResourceRequest)
    const target_url = "https://example.com"
    assert.deepStrictEqual(create({ type: "url", target_url, alias: "a-1", tags: [], description: "" }), {})
    assert.deepStrictEqual(create({ type: "tunnel", slug: "printer", find_or_create: true }), {})
    assert.hasAllKeys(create({ type: "kind of tomorrow" }), ["type"])
    assert.hasAllKeys(create({}), ["target_url"])
    assert.hasAllKeys(create({ type: "tunnel" }), ["slug"])
    assert.hasAllKeys(create({ slug: "printer", find_or_create: true }), ["target_url", "slug", "find_or_create"])
    for (const alias of ["ab", "Ab1", "1ab", "ab-", `a${"b".repeat(64)}`]) {
      assert.hasAllKeys(create({ target_url, alias }), ["alias"])
    }
  })

  it("of a change change something, and one handle at a time", () => {
    const update = problems(UpdateResourceRequest)
    assert.deepStrictEqual(update({ alias: null }), {})
    assert.deepStrictEqual(update({ custom_domain: "" }), {})
    assert.hasAllKeys(update({}), ["input"])
    assert.hasAllKeys(update({ alias: null, custom_domain: "" }), ["alias"])
    assert.hasAllKeys(update({ alias: "" }), ["alias"])
    const link = problems(UpdateResourceQurlRequest)
    assert.hasAllKeys(link({}), ["input"])
    assert.hasAllKeys(link({ extend_by: "1h", expires_at: "2030-01-01T00:00:00Z" }), ["expires_at"])
    assert.deepStrictEqual(link({ max_sessions: 0 }), {})
    assert.deepStrictEqual(problems(CreateQurlForResourceRequest)({}), {})
    assert.hasAllKeys(problems(CreateQurlForResourceRequest)({ expires_at: "x", target_path: "" }), [
      "expires_at",
      "target_path"
    ])
  })

  it("of a look-up look up one thing", () => {
    const list = problems(ListResourcesQuery)
    assert.deepStrictEqual(list({ limit: "100", status: "active,revoked", type: "tunnel" }), {})
    assert.deepStrictEqual(list({ slug: "printer", limit: "1" }), {})
    assert.hasAllKeys(list({ alias: "docs", slug: "printer", status: "active", type: "url" }), [
      "slug",
      "status",
      "type"
    ])
    assert.hasAllKeys(list({ slug: "printer", status: "active" }), ["status"])
    assert.hasAllKeys(list({ status: "active, revoked", limit: "0", colour: "red" }), ["status", "limit", "colour"])
  })

  it("of the bootstrap are of their length", () => {
    const bootstrap = problems(AgentBootstrapRequest)
    const public_key = `${"A".repeat(43)}=`
    assert.deepStrictEqual(bootstrap({ public_key, agent_id: "a1", hostname: "h", version: "1" }), {})
    assert.hasAllKeys(bootstrap({}), ["public_key"])
    assert.hasAllKeys(bootstrap({ public_key: "A".repeat(44), agent_id: "a", version: "1".repeat(65) }), [
      "public_key",
      "agent_id",
      "version"
    ])
  })
})

describe("answers", () => {
  const read = <A, I>(schema: Schema.Schema<A, I>) => Schema.decodeUnknownSync(schema)
  const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

  it("tolerate what is unknown, null or left out", () => {
    assert.deepStrictEqual(
      written(read(Resource)({ resource_id: "r_1", alias: null, custom_domain: null, status: "odd", surprise: 1 })),
      { resource_id: "r_1", status: "odd" }
    )
    assert.deepStrictEqual(written(read(ResourceDetail)({ resource: { resource_id: "r_1" }, qurls: null })), {
      resource: { resource_id: "r_1" }
    })
    assert.deepStrictEqual(read(SessionTermination)({}), { terminated: 0 })
    assert.deepStrictEqual(read(SessionTermination)({ terminated: null }), { terminated: 0 })
    assert.throws(() => read(SessionTermination)({ terminated: -1 }))
    assert.throws(() => read(Resource)({ resource_id: "" }))
  })

  it("keep what clients rely on", () => {
    const nhp_server_peer = { public_key_b64: "A", host: "h", port: 1, expire_time: 0, more: true }
    assert.strictEqual(
      read(AgentBootstrapResult)({ agent_id: "a", registered_at: "x", nhp_server_peer }).nhp_server_peer.expire_time,
      0
    )
    const installation = {
      installation_id: "i",
      plugin_id: "slack",
      label: "l",
      subject_kind: "odd",
      subject_display_name: "d",
      status: "odd",
      installed_at: "x",
      last_activity_at: null,
      stats: { resources: 1, qurls: 1, accesses_24h: 1, accesses_7d: 1, errors_24h: 1 },
      capabilities: { configure: true, disconnect: true, reauth: true, view_activity: true }
    }
    assert.strictEqual(read(ConnectorInstallation)(installation).status, "odd")
    assert.throws(() => read(ConnectorInstallation)({ ...installation, stats: {} }))
  })
})
