// An API on Hono with a policy for each route, sealed records and routes for operators. The file has the tables of
// `tables.sql`.
import { serve } from "@hono/node-server"
import { betterSqlite3Transactions } from "@qurl/idempotency-server/better-sqlite3"
import { makeIdempotency } from "@qurl/idempotency-server/web"
import Database from "better-sqlite3"
import { Hono } from "hono"
import { bearerAuth } from "hono/bearer-auth"

const setting = (name: string): string => {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set`)
  return value
}

const filename = setting("DATABASE_FILE")

// Verify the token here, and name its subject: that stays the same when the token is refreshed.
const subjects = new Map([["Bearer token-1", "ada"], ["Bearer token-2", "ada"], ["Bearer token-3", "bob"]])

const idempotency = await makeIdempotency({
  store: { type: "sqlite", filename, transactions: betterSqlite3Transactions(() => new Database(filename)) },
  // Each of 32 random characters or more.
  sealed: { lookup: setting("LOOKUP_SECRET"), sealing: { id: "2026-11", secret: setting("SEALING_SECRET") } },
  requires: ["durable"],
  principal: ({ headers }) => subjects.get(headers.get("authorization") ?? "") ?? new Response(null, { status: 401 })
})

const placeOrder = idempotency.wrap(async (request, { transaction }) => {
  const { item } = Object(await request.json())
  const order = transaction.prepare("INSERT INTO orders (item) VALUES (?) RETURNING id, item").get(item)
  return Response.json(order, { status: 201 })
}, { key: "required", sameBody: "json" })

// It calls another service, which no transaction undoes: it holds its key by a lease.
const charge = idempotency.wrap(async (request, { childKey, signal }) => {
  const answer = await fetch(setting("PROVIDER_URL"), {
    method: "POST",
    body: await request.text(),
    headers: { "idempotency-key": childKey("charge the card") },
    signal
  })
  return Response.json(await answer.json(), { status: 201 })
}, { mode: "lease", key: "required", crash: "park", leaseMillis: 10_000 })

const shop = new Hono()
shop.post("/orders", ({ req }) => placeOrder(req.raw))
shop.post("/charges", ({ req }) => charge(req.raw))

// An operator looks the charge up at the provider, and then decides.
const operators = new Hono()
operators.use(bearerAuth({ token: setting("OPERATOR_TOKEN") }))
operators.get(
  "/unresolved",
  async (context) =>
    context.json(await idempotency.operators.unresolved({ limit: 50, after: context.req.query("after") }))
)
operators.post("/decisions", async ({ req }) => {
  const { body, free, generation, id, status } = await req.json()
  const decision = free === true ? "free" : { finish: Response.json(body, { status }) }
  const change = await idempotency.operators.decide({ id, generation, decision, actor: "operator" })
  return new Response(null, { status: change === "ok" ? 204 : 409 })
})

const app = new Hono()
app.route("/v1", shop)
app.route("/operators", operators)

const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 3000) })

process.once("SIGTERM", async () => {
  await idempotency.close()
  server.close()
})
