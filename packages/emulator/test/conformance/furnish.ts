import { Effect, TestClock } from "effect"
import { Emulator, TestKey } from "../../src/index.js"
import type { Api } from "./api.js"
import { tokenOf } from "./reading.js"

/** Creates one of everything that has an id. Returns the ids as they stand in paths. */
export const furnish = ({ expect }: Api) =>
  Effect.gen(function*() {
    const person = { credential: TestKey.jwt }
    const resource = yield* expect(201, "create", { body: { target_url: "https://example.com/" } })
    yield* expect(200, "resolve", { body: { access_token: tokenOf(resource.qurl_link) } })
    const [session] = yield* expect(200, "listResourceSessions", { path: { id: resource.resource_id } })
    const webhook = yield* expect(201, "createWebhook", {
      body: { url: "https://example.com/hook", events: ["qurl.accessed"] }
    })
    const key = yield* expect(201, "createApiKey", { ...person, body: { name: "x", scopes: ["qurl:read"] } })
    const code = yield* expect(201, "createAccessCode", { body: { resource_id: resource.resource_id } })
    const batch = yield* expect(202, "createDelegatedQurlBatch", {
      body: { mint_capability: `mc_${resource.resource_id}`, grants: [{}] }
    })
    yield* TestClock.adjust("2 seconds")
    const { results } = yield* expect(200, "getDelegatedQurlBatch", { path: { batch_id: batch.batch_id } })
    const shared = yield* expect(201, "createResource", {
      body: { type: "url", target_url: "https://example.com/shared", private: true, access_requests: true }
    })
    const { control } = yield* Emulator
    const asked = yield* control.requestAccess({ resource_id: shared.crid })
    const allowed = yield* control.requestAccess({ resource_id: shared.crid })
    yield* expect(200, "approveAccessRequest", { path: { id: shared.crid, code: allowed.code }, body: {} })
    const tunnel = yield* expect(201, "createResource", { body: { type: "tunnel", slug: "furnished" } })
    const ids = {
      batch_id: batch.batch_id,
      code: asked.code,
      device_id: allowed.device_id,
      id: resource.resource_id,
      qurl_id: resource.qurl_id,
      session_id: session.session_id,
      domain: "links.example.com",
      key_id: key.key_id
    }
    return (path: string) => ({
      ...ids,
      ...(path.includes("/access-requests") || path.includes("/allowed-passkeys") ? { id: shared.resource_id } : {}),
      ...(path.includes("/sharing") ? { id: tunnel.resource_id } : {}),
      ...(path.startsWith("/v1/delegated-qurls/") ? { qurl_id: results[0].qurl.qurl_id } : {}),
      ...(path.startsWith("/v1/webhooks/") ? { id: webhook.webhook_id } : {}),
      ...(path.startsWith("/v1/access-codes/") ? { id: code.access_code_id } : {})
    })
  })
