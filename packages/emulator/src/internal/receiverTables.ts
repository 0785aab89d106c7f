import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"

/** Webhooks with their outbox, API keys and access codes. */
export const create = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  // Whoever signs needs the secret itself; all other secrets here are hashes.
  yield* sql`CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    url TEXT NOT NULL,
    events TEXT NOT NULL,
    description TEXT,
    status TEXT NOT NULL,
    secret TEXT NOT NULL,
    failure_count INTEGER NOT NULL,
    last_delivery_success INTEGER,
    last_delivery_time INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  )`
  yield* sql`CREATE INDEX webhooks_owner ON webhooks (owner, status)`
  // A row with due_at is still to be sent.
  yield* sql`CREATE TABLE webhook_deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    webhook_id TEXT NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
    event_type TEXT NOT NULL,
    body TEXT NOT NULL,
    status TEXT NOT NULL,
    due_at INTEGER,
    retry_count INTEGER NOT NULL DEFAULT 0,
    response_code INTEGER,
    response_body TEXT,
    error_message TEXT,
    duration_ms INTEGER,
    created_at INTEGER NOT NULL,
    completed_at INTEGER
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
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    last_used_at INTEGER,
    expires_at INTEGER,
    revoked_at INTEGER
  )`
  yield* sql`CREATE INDEX api_keys_owner ON api_keys (owner, created_at)`
  yield* sql`CREATE TABLE access_codes (
    id TEXT PRIMARY KEY,
    code_hash TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    name TEXT,
    max_uses INTEGER NOT NULL,
    use_count INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER
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
