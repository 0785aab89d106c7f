import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { cridOf } from "../kit/identity.js"
import * as Dialect from "../kit/sqlDialect.js"

/** Adds CRIDs, privacy, sharing, access requests and delegated batches. */
export const create = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { integer } = Dialect.of(sql)
  yield* sql`ALTER TABLE resources ADD COLUMN crid TEXT NOT NULL DEFAULT ''`
  yield* sql`ALTER TABLE resources ADD COLUMN private ${integer} NOT NULL DEFAULT 0`
  yield* sql`ALTER TABLE resources ADD COLUMN allowed_device_keys TEXT NOT NULL DEFAULT '[]'`
  yield* sql`ALTER TABLE resources ADD COLUMN access_requests ${integer} NOT NULL DEFAULT 0`
  yield* sql`ALTER TABLE resources ADD COLUMN desired_state TEXT NOT NULL DEFAULT 'off'`
  yield* sql`ALTER TABLE resources ADD COLUMN serving_epoch ${integer} NOT NULL DEFAULT 0`
  yield* sql`ALTER TABLE resources ADD COLUMN shared_at ${integer} NOT NULL DEFAULT 0`
  const rows = yield* sql<{ readonly id: string }>`SELECT id FROM resources`
  for (const { id } of rows) yield* sql`UPDATE resources SET crid = ${cridOf(id)} WHERE id = ${id}`
  yield* sql`CREATE UNIQUE INDEX resources_crid ON resources (crid)`
  yield* sql`CREATE TABLE access_requests (
    code TEXT NOT NULL,
    resource_id TEXT NOT NULL REFERENCES resources (id) ON DELETE CASCADE,
    device_id TEXT NOT NULL,
    name TEXT NOT NULL,
    requested_at ${integer} NOT NULL,
    expires_at ${integer} NOT NULL,
    PRIMARY KEY (resource_id, device_id)
  )`
  yield* sql`CREATE TABLE allowed_people (
    resource_id TEXT NOT NULL REFERENCES resources (id) ON DELETE CASCADE,
    device_id TEXT NOT NULL,
    name TEXT NOT NULL,
    approved_at ${integer} NOT NULL,
    PRIMARY KEY (resource_id, device_id)
  )`
  yield* sql`CREATE TABLE wrong_codes (
    resource_id TEXT NOT NULL REFERENCES resources (id) ON DELETE CASCADE,
    at ${integer} NOT NULL
  )`
  yield* sql`CREATE TABLE delegated_batches (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    item_count ${integer} NOT NULL,
    created_at ${integer} NOT NULL,
    results TEXT NOT NULL
  )`
  yield* sql`CREATE TABLE delegated_links (
    token_id TEXT PRIMARY KEY REFERENCES tokens (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    batch_id TEXT NOT NULL
  )`
  // Restricted keys name the connector that they bring up, once.
  yield* sql`ALTER TABLE api_keys ADD COLUMN consumed_at ${integer}`
})

/** In the order in which they can be emptied. */
export const names: ReadonlyArray<string> = [
  "access_requests",
  "allowed_people",
  "wrong_codes",
  "delegated_links",
  "delegated_batches"
]
