import * as PgClient from "@effect/sql-pg/PgClient"
import * as Postgres from "@qurl/idempotency-server/Store/Postgres"
import * as Layer from "effect/Layer"
import type * as Redacted from "effect/Redacted"
import { builtins, getTypeParser } from "pg-types"
import * as Records from "./records.js"

/** Sums and counts come as text, because they could be larger than a number. Here they are not. */
const numbers: ReadonlySet<number> = new Set([builtins.INT8, builtins.NUMERIC])

/** A database of PostgreSQL. */
export const layer = (url: Redacted.Redacted) =>
  PgClient.layer({
    url,
    applicationName: "qurl-emulator",
    types: { getTypeParser: (type) => numbers.has(type) ? Number : getTypeParser(type) }
  })

/** Kept answers in the same database. */
export const layerRecords = Layer.provide(Records.layerInDatabase, Postgres.layer())
