import { pgTransactions } from "@qurl/idempotency-server/pg"
import { makeIdempotency } from "@qurl/idempotency-server/web"
import pg from "pg"

const url = process.env.DATABASE_URL ?? "postgres://localhost/shop"

// Verify the token here, and name its subject: that stays the same when the token is refreshed.
const subjects = new Map([["Bearer token-1", "ada"], ["Bearer token-2", "ada"], ["Bearer token-3", "bob"]])

const open = () =>
  makeIdempotency({
    store: { type: "postgres", url, transactions: pgTransactions(new pg.Pool({ connectionString: url })) },
    principal: ({ headers }) => subjects.get(headers.get("authorization") ?? "") ?? new Response(null, { status: 401 })
  })

/** Opened by the first request, because a build loads this module as well. */
let opened

export const idempotency = () => opened ??= open()
