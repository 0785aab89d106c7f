import * as SqlClient from "@effect/sql/SqlClient"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as Inventory from "../../Inventory.js"
import * as Domains from "../domains/lifecycle.js"
import * as Dialect from "../kit/sqlDialect.js"
import * as SharingTables from "../resources/sharingTables.js"
import * as ResourceTables from "../resources/tables.js"
import * as ReceiverTables from "../webhooks/tables.js"
import * as AccountTables from "./accountTables.js"
import * as KeptAnswers from "./keptAnswers.js"
import { Records } from "./records.js"

const instant = (millis: number): string => new Date(millis).toISOString()

interface Cause {
  readonly request_id: string
  readonly key_digest: string | null
  readonly intent: string | null
}

type ResourceRow = Cause & {
  readonly id: string
  readonly owner: string
  readonly target_url: string | null
  readonly created_at: number
  readonly expires_at: number
  readonly revoked_at: number | null
}

type TokenRow = Cause & {
  readonly id: string
  readonly resource_id: string
  readonly owner: string
  readonly target_url: string | null
  readonly label: string | null
  readonly use_count: number
  readonly created_at: number
  readonly expires_at: number
}

type Dated<Entry> = Omit<Entry, "created_at"> & { readonly created_at: number }

type DomainRow = Omit<Inventory.DomainEntry, "created_at"> & { readonly created_at: number }

type EffectRow = Omit<Inventory.Effect, "at"> & { readonly at: number }

/** Rows of one of the simpler tables, with their cause. */
const things = Effect.fnUntraced(function*(table: string, kind: Inventory.Effect["kind"], revocable: boolean) {
  const sql = yield* SqlClient.SqlClient
  const rows = yield* sql<Dated<Inventory.ThingEntry>>`
    SELECT x.id, x.owner, x.created_at, e.request_id, e.key_digest, e.intent
    FROM ${sql(table)} x JOIN effects e ON e.subject = x.id AND e.kind = ${kind}
    ${revocable ? sql`WHERE x.revoked_at IS NULL` : sql``} ORDER BY e.seq`
  return rows.map((row) => ({ ...row, created_at: instant(row.created_at) }))
})

/** Everything that exists. In a transaction, so that tokens, resources and effects are of one moment. */
export const read: Effect.Effect<Inventory.Inventory, never, SqlClient.SqlClient> = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  return yield* Dialect.of(sql).alone(Effect.gen(function*() {
    const resources = yield* sql<ResourceRow>`
      SELECT r.id, r.owner, r.target_url, r.created_at, r.expires_at, r.revoked_at, e.request_id, e.key_digest, e.intent
      FROM resources r JOIN effects e ON e.subject = r.id AND e.kind = 'resource.created' ORDER BY e.seq`
    const tokens = yield* sql<TokenRow>`
      SELECT t.id, t.resource_id, r.owner, r.target_url, t.label, t.use_count, t.created_at, t.expires_at,
        e.request_id, e.key_digest, e.intent
      FROM tokens t JOIN resources r ON r.id = t.resource_id
      JOIN effects e ON e.subject = t.id AND e.kind = 'token.created' ORDER BY e.seq`
    const sessions = yield* sql<Dated<Inventory.SessionEntry>>`
      SELECT s.id, s.token_id, t.resource_id, r.owner, s.src_ip, s.created_at, e.request_id, e.key_digest, e.intent
      FROM sessions s JOIN tokens t ON t.id = s.token_id JOIN resources r ON r.id = t.resource_id
      JOIN effects e ON e.seq = s.opened_by WHERE s.ends_at > ${now} ORDER BY e.seq`
    const agents = yield* sql<Dated<Inventory.AgentEntry>>`
      SELECT a.id, a.owner, a.registered_at AS created_at, e.request_id, e.key_digest, e.intent
      FROM agents a JOIN effects e ON e.subject = a.id AND e.owner = a.owner AND e.kind = 'agent.registered'
      ORDER BY e.seq`
    const domains = yield* sql<DomainRow>`
      SELECT d.domain AS id, d.owner, d.status, d.created_at, e.request_id, e.key_digest, e.intent
      FROM domains d JOIN effects e ON e.seq =
        (SELECT max(seq) FROM effects WHERE subject = d.domain AND kind = 'domain.registered')
      WHERE d.removed_at IS NULL ORDER BY e.seq`
    const effects = yield* sql<EffectRow>`
      SELECT seq, kind, subject, operation, request_id, key_digest, intent, at FROM effects ORDER BY seq`
    return {
      resources: resources.map(({ expires_at, revoked_at, ...row }) => ({
        ...row,
        status: revoked_at !== null ? "revoked" as const : expires_at <= now ? "expired" as const : "active" as const,
        created_at: instant(row.created_at)
      })),
      tokens: tokens.map((row) => ({
        ...row,
        created_at: instant(row.created_at),
        expires_at: instant(row.expires_at)
      })),
      sessions: sessions.map((row) => ({ ...row, created_at: instant(row.created_at) })),
      agents: agents.map((row) => ({ ...row, created_at: instant(row.created_at) })),
      domains: domains.map((row) => ({ ...row, created_at: instant(row.created_at) })),
      webhooks: yield* things("webhooks", "webhook.created", false),
      api_keys: yield* things("api_keys", "api_key.created", true),
      access_codes: yield* things("access_codes", "access_code.created", true),
      delegated_batches: yield* things("delegated_batches", "delegated_batch.created", false),
      effects: effects.map((row) => ({ ...row, at: instant(row.at) }))
    }
  }))
}).pipe(Effect.orDie)

/** Forgets all of it, answers that are kept for replays included. */
export const reset: Effect.Effect<void, never, Records | SqlClient.SqlClient> = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { forget } = yield* Records
  yield* Dialect.of(sql).alone(Effect.zipRight(
    Effect.forEach(
      [
        ...SharingTables.names,
        "sessions",
        "tokens",
        "resources",
        ...AccountTables.names,
        ...ResourceTables.names,
        ...ReceiverTables.names,
        ...KeptAnswers.names,
        "effects"
      ],
      (table) => sql`DELETE FROM ${sql(table)}`,
      { discard: true }
    ),
    Effect.zipRight(forget, Domains.seed)
  ))
}).pipe(Effect.orDie)
