// An API on Hono that writes with better-sqlite3. The file has the tables of `tables.sql`.
import { serve } from "@hono/node-server"
import { betterSqlite3Transactions } from "@qurl/idempotency-server/better-sqlite3"
import { makeIdempotency } from "@qurl/idempotency-server/web"
import Database from "better-sqlite3"
import { Hono } from "hono"
import { cors } from "hono/cors"

const filename = process.env.DATABASE_FILE ?? "shop.sqlite"

// Verify the token here, and name its subject: that stays the same when the token is refreshed.
const subjects = new Map([["Bearer token-1", "ada"], ["Bearer token-2", "ada"], ["Bearer token-3", "bob"]])

const idempotency = await makeIdempotency({
  store: { type: "sqlite", filename, transactions: betterSqlite3Transactions(() => new Database(filename)) },
  principal: ({ headers }) => subjects.get(headers.get("authorization") ?? "") ?? new Response(null, { status: 401 })
})

const placeOrder = idempotency.wrap(async (request, { transaction }) => {
  const { item } = Object(await request.json())
  const order = transaction.prepare("INSERT INTO orders (item) VALUES (?) RETURNING id, item").get(item)
  return Response.json(order, { status: 201 })
})

const refund = idempotency.wrap(async (request, { transaction }) => {
  const { item } = Object(await request.json())
  transaction.prepare("INSERT INTO refunds (item) VALUES (?)").run(item)
  return new Response(null, { status: 204 })
})

const report = idempotency.wrap((_, { transaction }) => {
  const lines = transaction.prepare("SELECT item FROM orders ORDER BY id").all().map((row) =>
    `${JSON.stringify(row)}\n`
  )
  const stream = new ReadableStream({
    pull: (controller) => {
      const line = lines.shift()
      if (line === undefined) controller.close()
      else controller.enqueue(new TextEncoder().encode(line))
    }
  })
  return new Response(stream, { headers: { "content-type": "application/x-ndjson" } })
})

const shop = new Hono()
shop.post("/orders", ({ req }) => placeOrder(req.raw))
shop.post("/refunds", ({ req }) => refund(req.raw))
shop.post("/reports", ({ req }) => report(req.raw))

const app = new Hono()
app.use(cors())
app.route("/v1", shop)

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) })

process.once("SIGTERM", async () => {
  await idempotency.close()
  server.close()
})
