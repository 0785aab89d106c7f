import * as SqlClient from "@effect/sql/SqlClient"
import type { Webhook, WebhookPayload } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type * as Inventory from "../../Inventory.js"
import { Current } from "../kit/current.js"
import { Entropy, text } from "../kit/entropy.js"
import { instant } from "../resources/lookup.js"

interface Happened {
  readonly owner: string
  readonly type: Webhook.WebhookEventType
  readonly data: Readonly<Record<string, unknown>>
}

export const Names = Schema.parseJson(Schema.Array(Schema.String))
export const decodeNames = Schema.decodeSync(Names)

/**
 * Puts an event into the outbox of every webhook that asked for it. In the transaction of the change: an event is sent
 * exactly when its change was committed.
 */
const publish = Effect.fnUntraced(function*({ data, owner, type }: Happened) {
  const sql = yield* SqlClient.SqlClient
  const webhooks = yield* sql<{ readonly id: string; readonly events: string }>`
    SELECT id, events FROM webhooks WHERE owner = ${owner} AND status = 'active' ORDER BY created_at, id`
  const subscribed = webhooks.filter(({ events }) => decodeNames(events).includes(type))
  if (subscribed.length === 0) return
  const entropy = yield* Entropy
  const now = yield* Clock.currentTimeMillis
  const payload: WebhookPayload.WebhookPayload = {
    id: `evt_${text(entropy, 16)}`,
    type,
    owner_id: owner,
    timestamp: instant(now),
    api_version: "2024-01-01",
    data
  }
  const body = JSON.stringify(payload)
  for (const { id } of subscribed) {
    yield* sql`INSERT INTO webhook_deliveries ${
      sql.insert({
        id: `wd_${text(entropy, 16)}`,
        webhook_id: id,
        event_type: type,
        body,
        status: "pending",
        due_at: now,
        created_at: now
      })
    }`
  }
})

interface Place {
  readonly owner: string
  readonly type: string
  readonly resource_id: string
}

interface Opened extends Place {
  readonly use_count: number
  readonly consumed_at: number | null
}

const resourceEvent = (type: Webhook.WebhookEventType) =>
  Effect.fnUntraced(function*(resource_id: string) {
    const sql = yield* SqlClient.SqlClient
    const { account } = yield* Current
    const [resource] = yield* sql<{ readonly type: string }>`SELECT type FROM resources WHERE id = ${resource_id}`
    // Transit resources have events of accesses and expiries only.
    if (resource?.type === "transit") return
    yield* publish({ owner: account.owner, type, data: { resource_id } })
  })

const minted = Effect.fnUntraced(function*(qurl_id: string) {
  const sql = yield* SqlClient.SqlClient
  const [token] = yield* sql<Place>`
    SELECT r.owner, r.type, r.id AS resource_id FROM tokens t JOIN resources r ON r.id = t.resource_id
    WHERE t.id = ${qurl_id}`
  if (token === undefined || token.type === "transit") return
  yield* publish({ owner: token.owner, type: "token.minted", data: { qurl_id, resource_id: token.resource_id } })
})

const accessed = Effect.fnUntraced(function*(qurl_id: string) {
  const sql = yield* SqlClient.SqlClient
  const { remoteAddress, userAgent } = yield* Current
  const [token] = yield* sql<Opened>`
    SELECT r.owner, r.type, r.id AS resource_id, t.use_count, t.consumed_at
    FROM tokens t JOIN resources r ON r.id = t.resource_id WHERE t.id = ${qurl_id}`
  if (token === undefined) return
  yield* publish({
    owner: token.owner,
    type: "qurl.accessed",
    data: {
      qurl_id,
      resource_id: token.resource_id,
      access_count: token.use_count,
      consumed: token.consumed_at !== null,
      ...(token.type === "transit" ? {} : { src_ip: remoteAddress, user_agent: userAgent })
    }
  })
})

/** The changes that are events, each told by the id of what was changed. */
const events: Partial<
  Record<
    Inventory.Effect["kind"],
    (subject: string) => Effect.Effect<void, never, SqlClient.SqlClient | Entropy>
  >
> = {
  "resource.created": (id) => Effect.orDie(resourceEvent("qurl.created")(id)),
  "resource.updated": (id) => Effect.orDie(resourceEvent("qurl.updated")(id)),
  "resource.revoked": (id) => Effect.orDie(resourceEvent("qurl.revoked")(id)),
  "token.created": (id) => Effect.orDie(minted(id)),
  "token.resolved": (id) => Effect.orDie(accessed(id))
}

/** Publishes a change to its subscribers. */
export const follow = (kind: Inventory.Effect["kind"], subject: string) => events[kind]?.(subject) ?? Effect.void

interface Expired {
  readonly qurl_id: string
  readonly resource_id: string
  readonly owner: string
}

/** Publishes the expiry of links that ended after their owner's webhooks were created, once for each link. */
export const followExpiries = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const expired = yield* sql<Expired>`
    SELECT DISTINCT t.id AS qurl_id, r.id AS resource_id, r.owner
    FROM webhooks w JOIN resources r ON r.owner = w.owner JOIN tokens t ON t.resource_id = r.id
    WHERE w.status = 'active' AND w.events LIKE '%"qurl.expired"%' AND t.expires_at > w.created_at
      AND t.expires_at <= ${now} AND NOT EXISTS (SELECT 1 FROM told_expiries e WHERE e.token_id = t.id)`
  for (const { owner, qurl_id, resource_id } of expired) {
    yield* sql`INSERT INTO told_expiries (token_id) VALUES (${qurl_id})`
    yield* publish({ owner, type: "qurl.expired", data: { qurl_id, resource_id } })
  }
})

/** Instant at which the next link with a subscriber expires. */
export const nextExpiry = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const now = yield* Clock.currentTimeMillis
  const [row] = yield* sql<{ readonly at: number | null }>`
    SELECT min(t.expires_at) AS at FROM webhooks w
    JOIN resources r ON r.owner = w.owner JOIN tokens t ON t.resource_id = r.id
    WHERE w.status = 'active' AND w.events LIKE '%"qurl.expired"%' AND t.expires_at > ${now}`
  return row?.at ?? undefined
})
