// An API on Express that writes with `pg`. PostgreSQL has the tables of `tables.sql`.
import { makeNodeIdempotency } from "@qurl/idempotency-server/node"
import { pgTransactions } from "@qurl/idempotency-server/pg"
import express from "express"
import pg from "pg"

const url = process.env.DATABASE_URL ?? "postgres://localhost/shop"
const pool = new pg.Pool({ connectionString: url })

// Verify the token here, and name its subject: that stays the same when the token is refreshed.
const subjects = new Map([["Bearer token-1", "ada"], ["Bearer token-2", "ada"], ["Bearer token-3", "bob"]])

const idempotency = await makeNodeIdempotency({
  store: { type: "postgres", url, transactions: pgTransactions(pool) },
  principal: ({ headers }) => subjects.get(headers.get("authorization") ?? "") ?? new Response(null, { status: 401 })
})

const placeOrder = idempotency.express(async (request, response, { transaction }) => {
  const insert = "INSERT INTO orders (item) VALUES ($1) RETURNING id, item"
  const { rows } = await transaction.query(insert, [JSON.parse(String(request.body)).item])
  response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(rows[0]))
})

const refund = idempotency.express(async (request, response, { transaction }) => {
  await transaction.query("INSERT INTO refunds (item) VALUES ($1)", [JSON.parse(String(request.body)).item])
  response.writeHead(204).end()
})

const report = idempotency.express(async (_, response, { transaction }) => {
  const { rows } = await transaction.query("SELECT item FROM orders ORDER BY id")
  response.writeHead(200, { "content-type": "application/x-ndjson" })
  for (const row of rows) response.write(`${JSON.stringify(row)}\n`)
  response.end()
})

const shop = express.Router()
shop.post("/orders", placeOrder)
shop.post("/refunds", refund)
shop.post("/reports", report)

const app = express()
app.use((request, response, next) => {
  response.setHeader("access-control-allow-origin", "*")
  response.setHeader("access-control-allow-headers", "authorization, content-type, idempotency-key")
  if (request.method === "OPTIONS") response.sendStatus(204)
  else next()
})
app.use(express.text({ type: "*/*" }))
app.use("/v1", shop)

const server = app.listen(Number(process.env.PORT ?? 3000))

process.once("SIGTERM", async () => {
  await idempotency.close()
  server.close()
  await pool.end()
})
