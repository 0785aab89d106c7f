import * as SqlClient from "@effect/sql/SqlClient"
import type { Domain, PageQuery } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Account, accounts } from "../../TestKey.js"
import { Current } from "../kit/current.js"
import { Entropy, text } from "../kit/entropy.js"
import * as Pages from "../kit/pages.js"
import * as Problem from "../kit/problem.js"
import { instant } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

/** How far a domain can come; a look at DNS never sets it back once links may use it. */
export const statuses = ["failed", "pending_verification", "verified", "provisioning_tls", "active"] as const

export interface DomainRow {
  readonly domain: string
  readonly owner: string
  readonly status: (typeof statuses)[number]
  readonly verification_token: string
  readonly token_expires_at: number
  readonly acme_cname_target: string
  readonly txt_found: number
  readonly acme_found: number
  readonly traffic_found: number
  readonly created_at: number
  readonly verified_at: number | null
  readonly activated_at: number | null
  readonly removed_at: number | null
}

const week = 7 * 24 * 60 * 60 * 1000

export const isReady = ({ status }: Pick<DomainRow, "status">): boolean =>
  statuses.indexOf(status) >= statuses.indexOf("verified")

/** The record that the owner has to publish. */
export const records = (row: DomainRow) =>
  ({
    txt: { type: "TXT", name: `_qurl-verification.${row.domain}`, value: row.verification_token },
    acme_cname: { type: "CNAME", name: `_acme-challenge.${row.domain}`, value: row.acme_cname_target },
    traffic_routing: { type: "CNAME", name: row.domain, value: "domains.qurl.site" }
  }) as const

export const view = (row: DomainRow): Domain => {
  const { acme_cname, traffic_routing, txt } = records(row)
  const ready = isReady(row)
  return {
    domain: row.domain,
    status: row.status,
    verification_token: row.verification_token,
    ...(ready ? {} : { token_expires_at: instant(row.token_expires_at) }),
    acme_cname_target: row.acme_cname_target,
    created_at: instant(row.created_at),
    ...(row.verified_at === null ? {} : { verified_at: instant(row.verified_at) }),
    ...(row.activated_at === null ? {} : { activated_at: instant(row.activated_at) }),
    ready_for_qurls: ready,
    dns_records: [
      { ...txt, verified: row.txt_found === 1 },
      { ...acme_cname, verified: row.acme_found === 1 },
      { ...traffic_routing, verified: row.traffic_found === 1 }
    ]
  }
}

/** A fresh token and the end of its time. */
export const freshToken = Effect.gen(function*() {
  return {
    verification_token: `qurl-verification-${text(yield* Entropy, 20)}`,
    token_expires_at: (yield* Clock.currentTimeMillis) + week
  }
})

const find = Effect.fnUntraced(function*(name: string) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* sql<DomainRow>`
    SELECT * FROM domains WHERE domain = ${name.toLowerCase()} AND owner = ${account.owner} ORDER BY seq DESC LIMIT 1`
  return Option.fromNullable(row)
})

const missing = Problem.notFound({
  code: "not_found",
  detail: "The domain does not exist or belongs to another account."
})

/** The caller's domain. */
export const get = (name: string) =>
  Effect.flatMap(
    find(name),
    (row) => Option.isSome(row) && row.value.removed_at === null ? Effect.succeed(row.value) : missing
  )

const hostName = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/

export const register = Effect.fnUntraced(function*(name: string) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const domain = name.toLowerCase()
  if (account.plan !== "enterprise") {
    return yield* Problem.forbidden({ code: "access_denied", detail: "Custom domains need the enterprise plan." })
  }
  if (!hostName.test(domain)) {
    const message = "must be a host name such as links.example.com"
    return yield* Problem.badRequest({
      code: "validation_error",
      detail: `domain ${message}`,
      invalid_fields: { domain: message }
    })
  }
  const taken = yield* sql`SELECT 1 FROM domains WHERE domain = ${domain} AND removed_at IS NULL`
  if (taken.length > 0) {
    return yield* Problem.conflict({ code: "domain_exists", detail: "The domain is registered already." })
  }
  const row: DomainRow = {
    domain,
    owner: account.owner,
    status: "pending_verification",
    ...(yield* freshToken),
    acme_cname_target: `${text(yield* Entropy, 16)}.acme.qurl.site`,
    txt_found: 0,
    acme_found: 0,
    traffic_found: 0,
    created_at: yield* Clock.currentTimeMillis,
    verified_at: null,
    activated_at: null,
    removed_at: null
  }
  yield* sql`INSERT INTO domains ${sql.insert({ ...row })}`
  yield* note("domain.registered", domain)
  return view(row)
})

/** Page of the caller's domains, newest first. */
export const list = Effect.fnUntraced(function*({ cursor, limit = 20 }: PageQuery) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const place = yield* Pages.placeOf(cursor, "domains")
  const after = place === undefined ? sql`TRUE` : sql`(created_at, domain) < (${place.at}, ${place.id})`
  const rows = yield* sql<DomainRow>`
    SELECT * FROM domains WHERE owner = ${account.owner} AND removed_at IS NULL AND ${after}
    ORDER BY created_at DESC, domain DESC LIMIT ${limit + 1}`
  return yield* Pages.make(rows, limit, "domains", {
    place: ({ created_at, domain }) => ({ at: created_at, id: domain }),
    view
  })
})

/** Removes a domain. Removing it again succeeds unless the row is gone. */
export const remove = Effect.fnUntraced(function*(name: string, forget: boolean) {
  const sql = yield* SqlClient.SqlClient
  const row = yield* find(name)
  if (Option.isNone(row)) return yield* missing
  if (row.value.removed_at !== null) return
  const { domain } = row.value
  yield* forget
    ? sql`DELETE FROM domains WHERE domain = ${domain} AND removed_at IS NULL`
    : sql`UPDATE domains SET removed_at = ${yield* Clock.currentTimeMillis}
        WHERE domain = ${domain} AND removed_at IS NULL`
  yield* note("domain.removed", domain)
})

/** The account with the domains that links can use now. */
export const withReady = (account: Account) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const rows = yield* sql<DomainRow>`SELECT * FROM domains WHERE owner = ${account.owner} AND removed_at IS NULL`
    return { ...account, domains: rows.filter(isReady).map(({ domain }) => domain) }
  })

/** Domains that accounts have from the start. A domain that was removed stays removed. */
export const seed = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  for (const { domains, owner } of accounts.values()) {
    for (const domain of domains) {
      const known = yield* sql`SELECT 1 FROM domains WHERE domain = ${domain}`
      if (known.length > 0) continue
      const row: DomainRow = {
        domain,
        owner,
        status: "active",
        verification_token: "qurl-verification-from-the-start",
        token_expires_at: now,
        acme_cname_target: "from-the-start.acme.qurl.site",
        txt_found: 1,
        acme_found: 1,
        traffic_found: 1,
        created_at: now,
        verified_at: now,
        activated_at: now,
        removed_at: null
      }
      yield* sql`INSERT INTO domains ${sql.insert({ ...row })}`
    }
  }
})
