// An API on Fastify that writes with Kysely. PostgreSQL has the tables of `tables.sql`.
import { kyselyTransactions } from "@qurl/idempotency-server/kysely"
import { makeNodeIdempotency } from "@qurl/idempotency-server/node"
import fastify from "fastify"
import { type Generated, Kysely, PostgresDialect } from "kysely"
import { Readable } from "node:stream"
import pg from "pg"

interface Item {
  readonly id: Generated<number>
  readonly item: string
}

interface Shop {
  readonly orders: Item
  readonly refunds: Item
}

const url = process.env.DATABASE_URL ?? "postgres://localhost/shop"
const db = new Kysely<Shop>({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) })

// Verify the token here, and name its subject: that stays the same when the token is refreshed.
const subjects = new Map([["Bearer token-1", "ada"], ["Bearer token-2", "ada"], ["Bearer token-3", "bob"]])

const idempotency = await makeNodeIdempotency({
  store: { type: "postgres", url, transactions: kyselyTransactions(db, "postgres") },
  principal: ({ headers }) => subjects.get(headers.get("authorization") ?? "") ?? new Response(null, { status: 401 })
})

const placeOrder = idempotency.fastify(async ({ body }, reply, { transaction }) => {
  const { item } = Object(body)
  reply.code(201)
  return transaction.insertInto("orders").values({ item }).returning(["id", "item"]).executeTakeFirstOrThrow()
})

const refund = idempotency.fastify(async ({ body }, reply, { transaction }) => {
  const { item } = Object(body)
  reply.code(204)
  await transaction.insertInto("refunds").values({ item }).execute()
})

const report = idempotency.fastify(async (_, reply, { transaction }) => {
  const rows = await transaction.selectFrom("orders").select("item").orderBy("id").execute()
  reply.header("content-type", "application/x-ndjson")
  return Readable.from(rows.map((row) => `${JSON.stringify(row)}\n`))
})

const app = fastify()
app.addHook("onRequest", async (request, reply) => {
  reply.header("access-control-allow-origin", "*")
  reply.header("access-control-allow-headers", "authorization, content-type, idempotency-key")
  if (request.method === "OPTIONS") return reply.code(204).send()
})
app.register(async (shop) => {
  shop.post("/orders", placeOrder)
  shop.post("/refunds", refund)
  shop.post("/reports", report)
}, { prefix: "/v1" })

await app.listen({ port: Number(process.env.PORT ?? 3000) })

process.once("SIGTERM", async () => {
  await idempotency.close()
  await app.close()
  await db.destroy()
})
