import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Dialect from "../kit/sqlDialect.js"

/** Tables of resources beside their links: named sessions, agents and installations. */
export const create = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { integer } = Dialect.of(sql)
  yield* sql`ALTER TABLE resources ADD COLUMN alias TEXT`
  yield* sql`ALTER TABLE resources ADD COLUMN slug TEXT`
  yield* sql`ALTER TABLE resources ADD COLUMN preserve_host ${integer} NOT NULL DEFAULT 0`
  yield* sql`CREATE UNIQUE INDEX resources_alias ON resources (owner, alias) WHERE revoked_at IS NULL`
  yield* sql`CREATE UNIQUE INDEX resources_slug ON resources (owner, slug) WHERE revoked_at IS NULL`
  yield* sql`ALTER TABLE tokens ADD COLUMN revoked_at ${integer}`
  yield* sql`DROP TABLE sessions`
  // A session is an address that a link let in; the effect that opened it tells who asked.
  yield* sql`CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    token_id TEXT NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
    src_ip TEXT NOT NULL,
    user_agent TEXT,
    created_at ${integer} NOT NULL,
    last_seen_at ${integer} NOT NULL,
    ends_at ${integer} NOT NULL,
    opened_by ${integer} NOT NULL,
    UNIQUE (token_id, src_ip)
  )`
  yield* sql`CREATE TABLE agents (
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    public_key TEXT NOT NULL,
    hostname TEXT,
    version TEXT,
    registered_at ${integer} NOT NULL,
    PRIMARY KEY (owner, id)
  )`
  yield* sql`CREATE UNIQUE INDEX agents_key ON agents (public_key)`
  yield* sql`CREATE TABLE installations (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    plugin_id TEXT NOT NULL,
    label TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_display_name TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at ${integer} NOT NULL
  )`
})

/** In the order in which they can be emptied. */
export const names: ReadonlyArray<string> = ["agents", "installations"]
