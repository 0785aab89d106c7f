import { Effect } from "effect"
import { TestKey } from "../../src/index.js"
import type { Api } from "./api.js"
import { tokenOf } from "./reading.js"

/** One of everything that has an id, with the ids as they stand in paths. */
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
    const ids = {
      id: resource.resource_id,
      qurl_id: resource.qurl_id,
      session_id: session.session_id,
      domain: "links.example.com",
      key_id: key.key_id
    }
    return (path: string) => ({
      ...ids,
      ...(path.startsWith("/v1/webhooks/") ? { id: webhook.webhook_id } : {}),
      ...(path.startsWith("/v1/access-codes/") ? { id: code.access_code_id } : {})
    })
  })
