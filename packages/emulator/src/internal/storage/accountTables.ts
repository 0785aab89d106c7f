import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Dialect from "../kit/sqlDialect.js"

/** Domains, billing and the customer, and what surrounds them. */
export const create = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { counter, integer, rowid } = Dialect.of(sql)
  // What was created stays counted when it is gone, so the count is one of effects and not of rows.
  yield* sql`ALTER TABLE effects ADD COLUMN owner TEXT NOT NULL DEFAULT ''`
  yield* sql`CREATE INDEX effects_owner ON effects (owner, kind, at)`
  yield* sql`CREATE TABLE domains (
    seq ${counter},
    domain TEXT NOT NULL,
    owner TEXT NOT NULL,
    status TEXT NOT NULL,
    verification_token TEXT NOT NULL,
    token_expires_at ${integer} NOT NULL,
    acme_cname_target TEXT NOT NULL,
    txt_found ${integer} NOT NULL,
    acme_found ${integer} NOT NULL,
    traffic_found ${integer} NOT NULL,
    created_at ${integer} NOT NULL,
    verified_at ${integer},
    activated_at ${integer},
    removed_at ${integer}
  )`
  yield* sql`CREATE UNIQUE INDEX domains_domain ON domains (domain) WHERE removed_at IS NULL`
  yield* sql`CREATE TABLE dns (
    type TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL${rowid}
  )`
  yield* sql`CREATE INDEX dns_name ON dns (name, type)`
  yield* sql`CREATE TABLE customers (
    owner TEXT PRIMARY KEY,
    spending_cap_cents ${integer} NOT NULL DEFAULT 0
  )`
  // The URL of a session lets its holder in: like the secret of a link it is returned once, and only its hash is kept.
  yield* sql`CREATE TABLE billing_sessions (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    kind TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at ${integer} NOT NULL
  )`
  yield* sql`CREATE TABLE invoices (
    seq ${counter},
    id TEXT NOT NULL,
    owner TEXT NOT NULL,
    amount_cents ${integer} NOT NULL,
    status TEXT NOT NULL,
    pdf_url TEXT,
    created_at ${integer} NOT NULL
  )`
})

/** In the order in which they can be emptied. */
export const names: ReadonlyArray<string> = ["domains", "dns", "customers", "billing_sessions", "invoices"]
