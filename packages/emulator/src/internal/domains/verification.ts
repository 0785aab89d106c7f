import * as SqlClient from "@effect/sql/SqlClient"
import type { DomainVerifyResult } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Problem from "../kit/problem.js"
import { note } from "../webhooks/effects.js"
import * as Dns from "./dns.js"
import * as Domains from "./lifecycle.js"

const further = (a: Domains.DomainRow["status"], b: Domains.DomainRow["status"]) =>
  Domains.statuses.indexOf(a) > Domains.statuses.indexOf(b) ? a : b

/** Looks at DNS. What it finds moves the domain on: the token verifies it, the others make it work. */
export const verify = Effect.fnUntraced(function*(name: string) {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const row = yield* Domains.get(name)
  const ready = Domains.isReady(row)
  if (!ready && row.token_expires_at <= now) {
    return yield* Problem.unprocessable({
      code: "verification_token_expired",
      detail: "The verification token ran out. Regenerate it and publish the new one."
    })
  }
  const wanted = Domains.records(row)
  const checks = {
    txt: yield* Dns.check(wanted.txt),
    acme_cname: yield* Dns.check(wanted.acme_cname),
    traffic_routing: yield* Dns.check(wanted.traffic_routing)
  }
  const found = !checks.txt.verified
    ? "failed"
    : !checks.acme_cname.verified
    ? "verified"
    : !checks.traffic_routing.verified
    ? "provisioning_tls"
    : "active"
  const status = ready ? further(row.status, found) : found
  const changes = {
    status,
    txt_found: checks.txt.verified ? 1 : 0,
    acme_found: checks.acme_cname.verified ? 1 : 0,
    traffic_found: checks.traffic_routing.verified ? 1 : 0,
    verified_at: row.verified_at ?? (status === "failed" ? null : now),
    activated_at: row.activated_at ?? (status === "active" ? now : null)
  }
  yield* sql`UPDATE domains SET ${sql.update(changes)} WHERE domain = ${row.domain} AND removed_at IS NULL`
  yield* note("domain.verified", row.domain)
  const result: DomainVerifyResult = { domain: row.domain, status, checks }
  return result
})

/** Replaces the token. The old one is worth nothing from now on. */
export const regenerate = Effect.fnUntraced(function*(name: string) {
  const sql = yield* SqlClient.SqlClient
  const row = yield* Domains.get(name)
  if (Domains.isReady(row)) {
    return yield* Problem.conflict({ code: "domain_verified", detail: "The domain is verified and needs no token." })
  }
  const changes = { ...(yield* Domains.freshToken), status: "pending_verification" as const, txt_found: 0 }
  yield* sql`UPDATE domains SET ${sql.update(changes)} WHERE domain = ${row.domain} AND removed_at IS NULL`
  yield* note("domain.token_regenerated", row.domain)
  return Domains.view({ ...row, ...changes })
})
