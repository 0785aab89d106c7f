import * as SqlClient from "@effect/sql/SqlClient"
import type { Webhook } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Current } from "../kit/current.js"
import { Entropy, text } from "../kit/entropy.js"
import { pageOf } from "../kit/paged.js"
import * as Problem from "../kit/problem.js"
import * as Words from "../kit/vocabulary.js"
import { instant } from "../resources/lookup.js"
import { note } from "./effects.js"
import { decodeNames, Names } from "./events.js"

interface WebhookRow {
  readonly id: string
  readonly owner: string
  readonly url: string
  readonly events: string
  readonly description: string | null
  readonly status: string
  readonly secret: string
  readonly failure_count: number
  readonly last_delivery_success: number | null
  readonly last_delivery_time: number | null
  readonly created_at: number
  readonly updated_at: number
}

interface DeliveryRow {
  readonly id: string
  readonly webhook_id: string
  readonly event_type: string
  readonly status: string
  readonly response_code: number | null
  readonly response_body: string | null
  readonly error_message: string | null
  readonly duration_ms: number | null
  readonly retry_count: number
  readonly created_at: number
  readonly completed_at: number | null
}

const encodeNames = Schema.encodeSync(Names)

/** The names that are known, with what they are about. */
export const eventTypes: ReadonlyArray<Webhook.WebhookEventTypeInfo> = [
  { type: "qurl.created", category: "resource", description: "A resource was created" },
  { type: "qurl.updated", category: "resource", description: "A resource was changed" },
  { type: "qurl.revoked", category: "resource", description: "A resource was revoked" },
  { type: "qurl.expired", category: "token", description: "The time of a link ended" },
  { type: "qurl.accessed", category: "access", description: "A link was opened" },
  { type: "token.minted", category: "token", description: "A link was made" }
]

const view = (row: WebhookRow): Webhook.Webhook => ({
  webhook_id: row.id,
  owner_id: row.owner,
  url: row.url,
  events: decodeNames(row.events),
  status: row.status,
  ...(row.description === null ? {} : { description: row.description }),
  created_at: instant(row.created_at),
  updated_at: instant(row.updated_at),
  failure_count: row.failure_count,
  ...(row.last_delivery_success === null ? {} : { last_delivery_success: row.last_delivery_success === 1 }),
  ...(row.last_delivery_time === null ? {} : { last_delivery_time: Math.floor(row.last_delivery_time / 1000) })
})

const viewDelivery = (row: DeliveryRow): Webhook.WebhookDelivery => ({
  delivery_id: row.id,
  webhook_id: row.webhook_id,
  event_type: row.event_type,
  status: row.status,
  ...(row.response_code === null ? {} : { response_code: row.response_code }),
  ...(row.response_body === null ? {} : { response_body: row.response_body }),
  ...(row.error_message === null ? {} : { error_message: row.error_message }),
  ...(row.duration_ms === null ? {} : { duration_ms: row.duration_ms }),
  retry_count: row.retry_count,
  created_at: instant(row.created_at),
  ...(row.completed_at === null ? {} : { completed_at: instant(row.completed_at) })
})

const freshSecret = Effect.map(Entropy, (entropy) => `whsec_${text(entropy, 32)}`)

const checkedUrl = (url: string) =>
  URL.canParse(url) ? Effect.succeed(url) : Problem.badRequest({
    code: "validation_error",
    detail: "url is not a URL",
    invalid_fields: { url: "is not a URL" }
  })

const checkedEvents = (events: ReadonlyArray<string>) =>
  Effect.as(Effect.catchAll(Words.events(events), Problem.badRequest), encodeNames([...new Set(events)]))

/** Makes a subscription. A second one for the same URL is another one. */
export const create = Effect.fnUntraced(function*(input: Webhook.CreateWebhookRequest) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const now = yield* Clock.currentTimeMillis
  const row: WebhookRow = {
    id: `wh_${text(yield* Entropy, 16)}`,
    owner: account.owner,
    url: yield* checkedUrl(input.url),
    events: yield* checkedEvents(input.events),
    description: input.description || null,
    status: "active",
    secret: yield* freshSecret,
    failure_count: 0,
    last_delivery_success: null,
    last_delivery_time: null,
    created_at: now,
    updated_at: now
  }
  yield* sql`INSERT INTO webhooks ${sql.insert({ ...row })}`
  yield* note("webhook.created", row.id)
  return { ...view(row), secret: row.secret }
})

const find = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* sql<WebhookRow>`SELECT * FROM webhooks WHERE id = ${id} AND owner = ${account.owner}`
  return row ?? (yield* Problem.notFound({
    code: "not_found",
    detail: "The webhook does not exist or belongs to another account."
  }))
})

export const get = (id: string) => Effect.map(find(id), view)

export const list = Effect.fnUntraced(function*(
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit?: number | undefined }
) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  return yield* pageOf<WebhookRow, Webhook.Webhook>(
    "webhooks",
    [sql`owner = ${account.owner}`],
    { cursor, limit },
    view
  )
})

export const deliveries = Effect.fnUntraced(function*(
  id: string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit?: number | undefined }
) {
  const sql = yield* SqlClient.SqlClient
  yield* find(id)
  const where = [sql`webhook_id = ${id}`]
  return yield* pageOf<DeliveryRow, Webhook.WebhookDelivery>(
    "webhook_deliveries",
    where,
    { cursor, limit },
    viewDelivery
  )
})

export const update = Effect.fnUntraced(function*(id: string, input: Webhook.UpdateWebhookRequest) {
  const sql = yield* SqlClient.SqlClient
  const row = yield* find(id)
  const { status } = input
  if (status !== undefined && status !== "active" && status !== "disabled") {
    return yield* Problem.badRequest({
      code: "validation_error",
      detail: "status must be active or disabled",
      invalid_fields: { status: "must be active or disabled" }
    })
  }
  const changed: WebhookRow = {
    ...row,
    url: input.url === undefined ? row.url : yield* checkedUrl(input.url),
    events: input.events === undefined ? row.events : yield* checkedEvents(input.events),
    description: input.description === undefined ? row.description : input.description || null,
    status: status ?? row.status,
    updated_at: yield* Clock.currentTimeMillis
  }
  yield* sql`UPDATE webhooks SET ${sql.update({ ...changed }, ["id", "owner", "secret"])} WHERE id = ${id}`
  yield* note("webhook.updated", id)
  return view(changed)
})

/** Deletes a subscription and what is still on its way; again is a 404. */
export const remove = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  yield* find(id)
  yield* sql`DELETE FROM webhooks WHERE id = ${id}`
  yield* note("webhook.deleted", id)
})

/** Replaces the secret. What is sent from now on is signed with the new one, repetitions included. */
export const regenerateSecret = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  const row = yield* find(id)
  const secret = yield* freshSecret
  const updated_at = yield* Clock.currentTimeMillis
  yield* sql`UPDATE webhooks SET secret = ${secret}, updated_at = ${updated_at} WHERE id = ${id}`
  yield* note("webhook.secret_replaced", id)
  return { ...view({ ...row, updated_at }), secret }
})
