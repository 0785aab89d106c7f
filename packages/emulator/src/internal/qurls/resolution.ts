import * as SqlClient from "@effect/sql/SqlClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { BlockList, isIP } from "node:net"
import { Current } from "../kit/current.js"
import * as Problem from "../kit/problem.js"
import { instant, Policy, type ResourceRow, type TokenRow, tokenStatusOf } from "../resources/lookup.js"
import * as Sessions from "../sessions/lifecycle.js"
import { note } from "../webhooks/effects.js"
import { hashSecret } from "./links.js"

const decodePolicy = Schema.decodeSync(Policy)

const listed = (list: ReadonlyArray<string>, address: string): boolean => {
  const family = (ip: string) => isIP(ip) === 6 ? "ipv6" : "ipv4"
  const block = new BlockList()
  for (const entry of list) {
    const [network = "", bits] = entry.split("/", 2)
    if (isIP(network) === 0) continue
    if (bits === undefined) block.addAddress(network, family(network))
    else if (/^\d+$/.test(bits) && Number(bits) <= (isIP(network) === 6 ? 128 : 32)) {
      block.addSubnet(network, Number(bits), family(network))
    }
  }
  return isIP(address) !== 0 && block.check(address, family(address))
}

/** Addresses are judged here; the rest of a policy is kept and shown, and judged by the real service only. */
const admits = (policy: string | null, address: string): boolean => {
  if (policy === null) return true
  const { ip_allowlist, ip_denylist } = decodePolicy(policy)
  return !listed(ip_denylist ?? [], address)
    && (ip_allowlist === undefined || ip_allowlist.length === 0 || listed(ip_allowlist, address))
}

/** Opens a link for the calling address. Nothing that is said here repeats the token. */
export const resolve = Effect.fnUntraced(function*(secret: string, userAgent: string | undefined) {
  const sql = yield* SqlClient.SqlClient
  const { remoteAddress } = yield* Current
  const now = yield* Clock.currentTimeMillis
  const [token] = yield* sql<TokenRow>`SELECT * FROM tokens WHERE secret_hash = ${hashSecret(secret)}`
  const [resource] = token === undefined
    ? []
    : yield* sql<ResourceRow>`SELECT * FROM resources WHERE id = ${token.resource_id}`
  if (token === undefined || resource === undefined) {
    return yield* Problem.notFound({ code: "not_found", detail: "The token does not exist." })
  }
  switch (tokenStatusOf(token, resource, now)) {
    case "revoked":
      return yield* Problem.gone({ code: "revoked", detail: "The token, or the resource it opens, has been revoked." })
    case "consumed":
      return yield* Problem.gone({ code: "token_consumed", detail: "The token could be used once, and was." })
    case "expired":
      return yield* Problem.gone({ code: "token_expired", detail: "The token has expired." })
  }
  const others = yield* sql`
    SELECT 1 FROM sessions WHERE token_id = ${token.id} AND ends_at > ${now} AND src_ip <> ${remoteAddress}`
  if (
    !admits(token.access_policy, remoteAddress) || (token.max_sessions > 0 && others.length >= token.max_sessions)
  ) {
    return yield* Problem.forbidden({ code: "access_denied", detail: "The token does not admit this address now." })
  }
  yield* sql`UPDATE tokens SET use_count = use_count + 1,
    consumed_at = ${token.one_time_use === 1 ? now : null} WHERE id = ${token.id}`
  yield* note("token.resolved", token.id)
  yield* Sessions.open(token, userAgent)
  return {
    ...(resource.target_url === null ? {} : { target_url: resource.target_url }),
    resource_id: resource.id,
    access_grant: { expires_in: token.session_duration, granted_at: instant(now), src_ip: remoteAddress }
  }
})
