import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Dialect from "../kit/sqlDialect.js"

/** Webhooks with their outbox, API keys and access codes. */
export const create = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { counter, integer } = Dialect.of(sql)
  // Signing needs the secret itself; all other secrets here are hashes.
  yield* sql`CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL,
    secret TEXT NOT NULL,
    failure_count ${integer} NOT NULL,
    last_delivery_success ${integer},
    last_delivery_time ${integer},
    created_at ${integer} NOT NULL,
    updated_at ${integer} NOT NULL
  )`
  yield* sql`CREATE INDEX webhooks_owner ON webhooks (owner, status)`
  // A row with due_at is still to be sent.
  yield* sql`CREATE TABLE webhook_deliveries (
    seq ${counter},
    id TEXT NOT NULL UNIQUE,
    webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event_type TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    due_at ${integer},
    retry_count ${integer} NOT NULL DEFAULT 0,
    response_code ${integer},
    response_body TEXT,
    error_message TEXT,
    duration_ms ${integer},
    created_at ${integer} NOT NULL,
    completed_at ${integer}
  )`
  yield* sql`CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at) WHERE due_at IS NOT NULL`
  yield* sql`CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, created_at)`
  yield* sql`CREATE TABLE told_expiries (token_id TEXT PRIMARY KEY)`
  yield* sql`CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    key_hash TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    key_prefix TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    extras TEXT NOT NULL,
    created_at ${integer} NOT NULL,
    updated_at ${integer} NOT NULL,
    last_used_at ${integer},
    expires_at ${integer},
    revoked_at ${integer}
  )`
  yield* sql`CREATE INDEX api_keys_owner ON api_keys (owner, created_at)`
  yield* sql`CREATE TABLE access_codes (
    id TEXT PRIMARY KEY,
    code_hash TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    name TEXT,
    max_uses ${integer} NOT NULL,
    use_count ${integer} NOT NULL,
    created_at ${integer} NOT NULL,
    expires_at ${integer},
    revoked_at ${integer}
  )`
  yield* sql`CREATE INDEX access_codes_owner ON access_codes (owner, created_at)`
})

/** In the order in which they can be emptied. */
export const names: ReadonlyArray<string> = [
  "webhook_deliveries",
  "webhooks",
  "told_expiries",
  "api_keys",
  "access_codes"
]
