import type { ShareRequest, ShareResult } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Publisher from "../customer/publisher.js"
import { Assumed } from "../kit/assumed.js"
import * as Problem from "../kit/problem.js"
import { mint } from "../qurls/links.js"
import { getActive, getOpen, instant } from "./lookup.js"

/** Shares a resource: a link for one visit. */
export const share = Effect.fnUntraced(function*(id: string, { ttl_seconds }: ShareRequest) {
  const { shareMostSeconds, shareSeconds } = yield* Assumed
  const { id: resourceId } = yield* getOpen(id, "resource_not_found")
  const resource = yield* getActive(resourceId, "resource_not_found")
  if (resource.type === "tunnel" && resource.desired_state === "off" && resource.serving_epoch > 0) {
    return yield* Problem.unavailable({ code: "connector_stopped", detail: "The connector has been switched off." })
  }
  const seconds = Math.min(ttl_seconds ?? shareSeconds, shareMostSeconds)
  const link = yield* mint(resource, {
    expiresAt: (yield* Clock.currentTimeMillis) + seconds * 1000,
    session: undefined,
    label: undefined,
    one_time_use: true,
    max_sessions: undefined,
    access_policy: undefined
  })
  const shared: ShareResult = {
    qurl: link.qurl_link,
    qurl_id: link.qurl_id,
    crid: resource.crid,
    type: resource.type,
    expires_at: link.expires_at,
    expires_in_seconds: Math.round(seconds),
    single_use: true,
    resource_created_at: instant(resource.created_at),
    publisher: yield* Publisher.read
  }
  return shared
})
