import type { ShareRequest, ShareResult } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Publisher from "../customer/publisher.js"
import { identityOf } from "../kit/identity.js"
import { mintFor } from "../qurls/links.js"
import { getById, instant } from "./lookup.js"

/** Lifetime of a share link in seconds, if its request names none. */
const lifetime = 300

/** Shares a resource: a link for one visit. */
export const share = Effect.fnUntraced(function*(id: string, { ttl_seconds = lifetime }: ShareRequest) {
  const resource = yield* getById(id, "resource_not_found")
  // Links live for a minute at least, which the answer reports.
  const link = yield* mintFor(resource.id, { expires_in: `${Math.max(60, ttl_seconds)}s`, one_time_use: true })
  const now = yield* Clock.currentTimeMillis
  const shared: ShareResult = {
    qurl: link.qurl_link,
    qurl_id: link.qurl_id,
    crid: identityOf(resource.id).crid,
    type: resource.type,
    expires_at: link.expires_at,
    expires_in_seconds: Math.round((Date.parse(link.expires_at) - now) / 1000),
    single_use: true,
    resource_created_at: instant(resource.created_at),
    publisher: yield* Publisher.read
  }
  return shared
})
