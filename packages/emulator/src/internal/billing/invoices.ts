import * as SqlClient from "@effect/sql/SqlClient"
import type { Invoice, ListInvoicesQuery } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { NewInvoice } from "../../Environment.js"
import { Current } from "../kit/current.js"
import { Entropy, text } from "../kit/entropy.js"
import * as Pages from "../kit/pages.js"
import * as Problem from "../kit/problem.js"
import { hashSecret } from "../qurls/links.js"
import { instant } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

/** A page of the payment provider. Nothing is served there. */
const start = Effect.fnUntraced(function*(kind: "checkout" | "portal") {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const secret = text(yield* Entropy, 32)
  const secret_hash = hashSecret(secret)
  const id = `bs_${secret_hash.slice(0, 11)}`
  const created_at = yield* Clock.currentTimeMillis
  yield* sql`INSERT INTO billing_sessions ${sql.insert({ id, owner: account.owner, kind, secret_hash, created_at })}`
  yield* note(`${kind}.started`, id)
  return { url: `https://billing.example.com/${kind}/${secret}` }
})

/** Buys a plan, as far as the page to pay on. What an account may do here is settled by its key and stays as it is. */
export const checkout = Effect.fnUntraced(function*(plan: string) {
  if (plan === "growth") return yield* start("checkout")
  const message = "is not for sale: give growth"
  return yield* Problem.badRequest({
    code: "validation_error",
    detail: `plan ${message}`,
    invalid_fields: { plan: message }
  })
})

export const portal = start("portal")

type InvoiceRow = Omit<Invoice, "created_at" | "pdf_url"> & {
  readonly seq: number
  readonly pdf_url: string | null
  readonly created_at: number
}

/** Page of the caller's invoices, newest first. */
export const invoices = Effect.fnUntraced(function*({ cursor, limit = 25 }: ListInvoicesQuery) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const place = yield* Pages.placeOf(cursor, "invoices")
  const after = place === undefined ? sql`TRUE` : sql`seq < ${place.at}`
  const rows = yield* sql<InvoiceRow>`
    SELECT seq, id, amount_cents, status, pdf_url, created_at FROM invoices
    WHERE owner = ${account.owner} AND ${after} ORDER BY seq DESC LIMIT ${limit + 1}`
  const { data, meta } = yield* Pages.make(rows, limit, "invoices", {
    place: ({ id, seq }) => ({ at: seq, id }),
    view: ({ created_at, pdf_url, seq: _seq, ...row }): Invoice => ({
      ...row,
      created_at: instant(created_at),
      ...(pdf_url === null ? {} : { pdf_url })
    })
  })
  return { data: { invoices: data }, meta }
})

/** Issues an invoice, as the payment provider does. */
export const issue = (input: NewInvoice): Effect.Effect<void, never, SqlClient.SqlClient> =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const { pdf_url = null, ...invoice } = yield* Schema.decode(NewInvoice)(input)
    const [last] = yield* sql<{ seq: number }>`SELECT max(seq) AS seq FROM invoices`
    const id = `in_${String((last?.seq ?? 0) + 1).padStart(6, "0")}`
    const created_at = yield* Clock.currentTimeMillis
    yield* sql`INSERT INTO invoices ${sql.insert({ ...invoice, id, pdf_url, created_at })}`
  }).pipe(Effect.orDie)
