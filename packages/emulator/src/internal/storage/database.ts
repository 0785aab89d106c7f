import * as Migrator from "@effect/sql/Migrator"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Publisher from "../customer/publisher.js"
import * as Domains from "../domains/lifecycle.js"
import * as Dialect from "../kit/sqlDialect.js"
import * as SharingTables from "../resources/sharingTables.js"
import * as ResourceTables from "../resources/tables.js"
import * as ReceiverTables from "../webhooks/tables.js"
import * as AccountTables from "./accountTables.js"
import * as KeptAnswers from "./keptAnswers.js"

const migrate = Migrator.make({})({
  table: Dialect.migrations,
  loader: Migrator.fromRecord({
    "1_qurls": Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const { counter, integer } = Dialect.of(sql)
      yield* sql`CREATE TABLE resources (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        type TEXT NOT NULL,
        target_url TEXT,
        description TEXT,
        tags TEXT NOT NULL DEFAULT '[]',
        custom_domain TEXT,
        session_duration_cap ${integer},
        created_at ${integer} NOT NULL,
        expires_at ${integer} NOT NULL,
        revoked_at ${integer}
      )`
      yield* sql`CREATE UNIQUE INDEX resources_target ON resources (owner, target_url) WHERE revoked_at IS NULL`
      // The secret of a token is in its link and nowhere here.
      yield* sql`CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        secret_hash TEXT NOT NULL UNIQUE,
        resource_id TEXT NOT NULL REFERENCES resources (id) ON DELETE CASCADE,
        label TEXT,
        one_time_use ${integer} NOT NULL,
        max_sessions ${integer} NOT NULL,
        session_duration ${integer} NOT NULL,
        access_policy TEXT,
        created_at ${integer} NOT NULL,
        expires_at ${integer} NOT NULL,
        consumed_at ${integer},
        use_count ${integer} NOT NULL DEFAULT 0
      )`
      yield* sql`CREATE INDEX tokens_resource ON tokens (resource_id)`
      yield* sql`CREATE TABLE sessions (
        token_id TEXT NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
        src_ip TEXT NOT NULL,
        ends_at ${integer} NOT NULL,
        PRIMARY KEY (token_id, src_ip)
      )`
      // Who caused what: written with the effect itself, so that one exists exactly when the other does.
      yield* sql`CREATE TABLE effects (
        seq ${counter},
        kind TEXT NOT NULL,
        subject TEXT NOT NULL,
        operation TEXT,
        request_id TEXT NOT NULL,
        key_digest TEXT,
        intent TEXT,
        at ${integer} NOT NULL
      )`
      yield* sql`CREATE INDEX effects_subject ON effects (subject, kind)`
    }),
    "2_account": AccountTables.create,
    "3_resources": ResourceTables.create,
    "4_receivers": ReceiverTables.create,
    "5_answers": KeptAnswers.create,
    "6_publishers": Publisher.create,
    "7_sharing": SharingTables.create
  })
})

/** The emulator's own tables. */
export const layer = Layer.effectDiscard(Effect.orDie(Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const { alone, prepare } = Dialect.of(sql)
  yield* prepare
  yield* migrate
  yield* alone(Domains.seed)
})))
