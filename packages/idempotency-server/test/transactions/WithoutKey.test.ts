import { assert, describe, it } from "@effect/vitest"
import express from "express"
import fastify from "fastify"
import { once } from "node:events"
import { makeNodeIdempotency } from "../../src/Node.js"
import { makeIdempotency, type WebExecution } from "../../src/Web.js"
import { clients, type Place, type Writes } from "./places.js"
import { principal } from "./requests.js"

/** Requests that no key protects: without a key, with a blank one, and of methods that take none. */
const unkeyed = [
  () => new Request("http://shop/orders", { method: "POST", body: "book" }),
  () => new Request("http://shop/orders", { method: "DELETE" }),
  () => new Request("http://shop/orders", { method: "GET", headers: { "idempotency-key": "k" } })
]

const [post = () => new Request("http://shop")] = unkeyed

/** Runs a test on a database of its own. Resolves with the orders that are there at the end. */
const on = async (
  open: () => Promise<Place>,
  test: <Transaction>(writes: Writes<Transaction>, orders: Place["orders"]) => Promise<unknown>
) => {
  const place = await open()
  try {
    await place.use((writes) => test(writes, place.orders))
    return await place.orders()
  } finally {
    await place.close()
  }
}

const committed = (open: () => Promise<Place>) =>
  on(open, async ({ place, store }, orders) => {
    const idempotency = await makeIdempotency({ store, principal })
    for (const [count, request] of unkeyed.entries()) {
      const answer = await idempotency.handle(request(), async (_, { transaction }) => {
        const id = await place(transaction, "book")
        assert.lengthOf(await orders(), count)
        return Response.json({ id }, { status: 201 })
      })
      assert.deepStrictEqual([answer.status, await answer.json()], [201, { id: count + 1 }])
      assert.lengthOf(await orders(), count + 1)
    }
    assert.deepStrictEqual((await idempotency.operators.counts()).done, 0)
    await idempotency.close()
  })

const undone = (open: () => Promise<Place>) =>
  on(open, async ({ place, store }) => {
    const idempotency = await makeIdempotency({ store, principal })
    const send = <E extends { readonly noEffect: () => void }>(
      end: (execution: E | WebExecution<unknown>) => Response
    ) =>
      idempotency.handle(post(), async (_, execution) => {
        await place(execution.transaction, "book")
        return end(execution)
      })
    const boom = new Error("boom")
    const thrown = await send(() => {
      throw boom
    }).then(() => undefined, (error: unknown) => error)
    assert.strictEqual(thrown, boom)
    for (const status of [409, 500]) {
      assert.strictEqual((await send(() => new Response(null, { status }))).status, status)
    }
    const unsaid = await send((execution) => {
      execution.noEffect()
      return new Response("nothing")
    })
    assert.strictEqual(await unsaid.text(), "nothing")
    const pen = idempotency.wrap(async (_, execution) => {
      await place(execution.transaction, "pen")
      execution.keep()
      return new Response(null, { status: 409 })
    })
    assert.strictEqual((await pen(post())).status, 409)
    await idempotency.close()
  })

const failingCommit = (open: () => Promise<Place>) =>
  on(open, async ({ place, store }) => {
    const idempotency = await makeIdempotency({ store, principal })
    const send = (item: string) =>
      idempotency.handle(
        post(),
        async (_, { transaction }) => Response.json({ id: await place(transaction, item) }, { status: 201 })
      )
    const failure = await send("nothing").then(() => "", String)
    assert.match(failure, /foreign key/i)
    assert.strictEqual((await send("pen")).status, 201)
    await idempotency.close()
  })

const afterFailure = (open: () => Promise<Place>, success: number) =>
  on(open, async ({ fail, place, store }) => {
    const idempotency = await makeIdempotency({ store, principal })
    const send = (status: number) =>
      idempotency.handle(post(), async (_, { transaction }) => {
        await place(transaction, "book")
        await fail(transaction).then(undefined, () => {})
        return new Response("handled", { status })
      })
    assert.deepStrictEqual([(await send(201)).status, (await send(422)).status], [success, 422])
    await idempotency.close()
  })

const onNode = (open: () => Promise<Place>) =>
  on(open, async ({ place, store }) => {
    const idempotency = await makeNodeIdempotency({ store, principal })
    const app = fastify()
    app.post(
      "/",
      idempotency.fastify(async (_, reply: fastify.FastifyReply, { transaction }) => {
        await place(transaction, "book")
        reply.code(201)
        return "fastify"
      })
    )
    const fastifyUrl = await app.listen({ port: 0, host: "127.0.0.1" })
    const server = express().set("env", "test").post(
      "/",
      idempotency.express(async (_, response: express.Response, { transaction }) => {
        await place(transaction, "pen")
        response.status(201).send("express")
      })
    ).listen(0, "127.0.0.1")
    await once(server, "listening")
    const address = server.address()
    const expressUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`
    // Header that holds only a blank, which Node removes, and none.
    for (const headers of [{}, { "idempotency-key": " " }]) {
      const answers = await Promise.all([fastifyUrl, expressUrl].map((url) => fetch(url, { method: "POST", headers })))
      const seen = await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))
      if ("idempotency-key" in headers) assert.isTrue(seen.every(([status]) => status === 201 || status === 400))
      else assert.deepStrictEqual(seen, [[201, "fastify"], [201, "express"]])
    }
    await idempotency.close()
    await app.close()
    server.close()
    server.closeAllConnections()
  })

describe.each(clients)("without a key: %s", (_name, isMissing, { orders, success }, open) => {
  it.skipIf(isMissing)(
    "the writes of a handler are committed before its answer leaves, whatever the method",
    async () => assert.deepStrictEqual(await committed(open), ["book", "book", "book"])
  )

  it.skipIf(isMissing)(
    "what undoes a transaction with a key undoes this one",
    async () => assert.deepStrictEqual(await undone(open), ["pen"])
  )

  it.skipIf(isMissing)(
    "a commit that fails is the error of the client, and no success",
    async () => assert.deepStrictEqual(await failingCommit(open), ["pen"])
  )

  it.skipIf(isMissing)(
    `after a statement that failed, a success is answered with ${success}`,
    async () => assert.deepStrictEqual(await afterFailure(open, success), orders)
  )

  it.skipIf(isMissing)("handlers of Express and Fastify have one, too", async () => {
    const written = await onNode(open)
    assert.includeMembers([...written], ["book", "pen"])
  })
})
