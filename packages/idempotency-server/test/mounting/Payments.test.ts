import { assert, it } from "@effect/vitest"
import { once } from "node:events"
import { createServer } from "node:http"
import { compiled, send, sqlite, start, type Started } from "./server.js"

const program = compiled("hono-payments")

const operator = "operator-of-the-test"

/** A provider of payments, which may let its caller die before it answers. */
const provider = async () => {
  const charged: Array<string> = []
  let onCharge = async () => {}
  const server = createServer(async (request, response) => {
    charged.push(String(request.headers["idempotency-key"]))
    await onCharge()
    response.setHeader("content-type", "application/json")
    response.end(JSON.stringify({ charge: charged.length }))
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  return {
    charged,
    onCharge: (act: () => Promise<unknown>) => {
      onCharge = async () => void (await act())
    },
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}

const operate = (server: Started, path: string, body?: object) =>
  fetch(`${server.url}/operators${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "authorization": `Bearer ${operator}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })

const open = async () => {
  const place = await sqlite()
  const payments = await provider()
  const environment = {
    ...place.environment,
    PROVIDER_URL: payments.url,
    OPERATOR_TOKEN: operator,
    LOOKUP_SECRET: "a look-up secret of the tests themselves",
    SEALING_SECRET: "a sealing secret of the tests themselves"
  }
  return {
    ...payments,
    count: place.count,
    serve: () => start(program, environment),
    release: async () => {
      payments.close()
      await place.close()
    }
  }
}

const charges = { path: "/v1/charges", key: "charge" } as const

it(
  "R4 a charge whose server was killed is not made again before an operator has decided, who finds it by its caller",
  async () => {
    const { charged, onCharge, release, serve } = await open()
    const first = await serve()
    onCharge(first.stop)
    assert.strictEqual(await send(first, charges).then(() => "answered", () => "lost"), "lost")
    assert.lengthOf(charged, 1)

    onCharge(async () => {})
    const second = await serve()
    const parked = await send(second, charges)
    assert.deepStrictEqual([parked.status, (await parked.json()).code], [409, "idempotency_outcome_unknown"])

    assert.strictEqual((await fetch(`${second.url}/operators/unresolved`)).status, 401)
    const { next, records } = await (await operate(second, "/unresolved")).json()
    assert.isUndefined(next)
    assert.lengthOf(records, 1)
    const [{ generation, id, ...record }] = records
    assert.deepInclude(record, { state: "Parked", method: "POST", route: "/v1/charges", principal: "ada" })
    assert.notInclude(id, "charge")
    const answer = { id, generation, status: 201, body: { charge: 1 } }
    // An operator who looked at another generation decides nothing.
    assert.strictEqual((await operate(second, "/decisions", { ...answer, generation: generation - 1 })).status, 409)
    assert.strictEqual((await operate(second, "/decisions", answer)).status, 204)
    assert.strictEqual((await operate(second, "/decisions", answer)).status, 409)

    const replayed = await send(second, { ...charges, token: "token-2" })
    assert.deepStrictEqual([replayed.status, await replayed.json()], [201, { charge: 1 }])
    assert.strictEqual(replayed.headers.get("idempotency-replayed"), "true")
    assert.lengthOf(charged, 1)
    await second.stop()
    await release()
  },
  60_000
)

it("every route has its policy: transactions and leases beside each other, and keys that are required", async () => {
  const { charged, count, release, serve } = await open()
  const server = await serve()
  const post = (path: string, headers: Record<string, string>, body = "{\"item\":\"book\"}") =>
    fetch(server.url + path, {
      method: "POST",
      body,
      headers: { "authorization": "Bearer token-1", "content-type": "application/json", ...headers }
    })
  for (const path of ["/v1/orders", "/v1/charges"]) assert.strictEqual((await post(path, {})).status, 400)
  const spaced = "{ \"item\": \"book\" }"
  // The same JSON is the same order, and other bytes are another charge.
  const order = { "idempotency-key": "order" }
  assert.strictEqual((await post("/v1/orders", order)).status, 201)
  assert.strictEqual((await post("/v1/orders", order, spaced)).headers.get("idempotency-replayed"), "true")
  const key = { "idempotency-key": "charge" }
  assert.strictEqual((await post("/v1/charges", key)).status, 201)
  assert.strictEqual((await post("/v1/charges", key, spaced)).status, 422)
  assert.strictEqual((await post("/v1/charges", key)).headers.get("idempotency-replayed"), "true")
  const refreshed = await post("/v1/charges", { ...key, authorization: "Bearer token-2" })
  assert.strictEqual(refreshed.headers.get("idempotency-replayed"), "true")
  assert.strictEqual((await post("/v1/orders", key)).status, 422)
  for (const method of ["POST", "OPTIONS"]) {
    assert.strictEqual((await send(server, { method, path: "/v1/nothing" })).status, 404, method)
  }
  assert.strictEqual(await count("orders"), 1)
  assert.lengthOf(charged, 1)
  await server.stop()
  await release()
}, 60_000)
