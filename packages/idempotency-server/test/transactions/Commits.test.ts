import { assert, describe, it } from "@effect/vitest"
import { makeIdempotency } from "../../src/Web.js"
import { clients, type Place, type Writes } from "./places.js"
import { post, principal, seen } from "./requests.js"

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

const oneCommit = (open: () => Promise<Place>) =>
  on(open, async ({ place, store }, orders) => {
    const idempotency = await makeIdempotency({ store, principal })
    const send = (request: Request) =>
      idempotency.handle(request, async (_, { transaction }) => {
        const id = await place(transaction, "book")
        assert.deepStrictEqual(await orders(), [])
        return Response.json({ id }, { status: 201 })
      })
    const [first, again, other] = [await send(post("k")), await send(post("k")), await send(post("k", "other"))]
    const text = await first.clone().text()
    assert.deepStrictEqual(await seen(first), [201, null, "{\"id\":1}"])
    assert.deepStrictEqual(await seen(again), [201, "true", text])
    assert.strictEqual(other.status, 422)
    await idempotency.close()
  })

const failingCommit = (open: () => Promise<Place>) =>
  on(open, async ({ place, store }, orders) => {
    const idempotency = await makeIdempotency({ store, principal })
    const items = ["nothing", "pen"]
    const send = () =>
      idempotency.handle(
        post("k"),
        async (_, { transaction }) =>
          Response.json({ id: await place(transaction, items.shift() ?? "") }, { status: 201 })
      )
    assert.strictEqual((await send()).status, 503)
    assert.deepStrictEqual(await orders(), [])
    assert.deepStrictEqual((await seen(await send())).slice(0, 2), [201, null])
    await idempotency.close()
  })

const noEffect = (open: () => Promise<Place>) =>
  on(open, async ({ place, store }, orders) => {
    const idempotency = await makeIdempotency({ store, principal })
    const send = (end: (execution: { readonly noEffect: () => void }) => Response) =>
      idempotency.handle(post("k"), async (_, execution) => {
        await place(execution.transaction, "book")
        return end(execution)
      })
    const boom = new Error("boom")
    const thrown = await send(() => {
      throw boom
    }).then(() => undefined, (error: unknown) => error)
    assert.strictEqual(thrown, boom)
    assert.strictEqual((await send(() => new Response(null, { status: 409 }))).status, 409)
    assert.strictEqual((await send(() => new Response(null, { status: 500 }))).status, 500)
    const unsaid = await send((execution) => {
      execution.noEffect()
      return new Response(null, { status: 200 })
    })
    assert.strictEqual(unsaid.status, 200)
    assert.deepStrictEqual(await orders(), [])
    assert.deepStrictEqual(await seen(await send(() => new Response("done", { status: 201 }))), [201, null, "done"])
    await idempotency.close()
  })

const twenty = (open: () => Promise<Place>) =>
  on(open, async ({ place, store }) => {
    const idempotency = await makeIdempotency({ store, principal, maxWaitMillis: 20_000 })
    const keys = Array.from({ length: 10 }, (_, n) => `k${n}`)
    const answers = await Promise.all([...keys, ...keys].map((key) =>
      idempotency.handle(post(key), async (_, { transaction }) => {
        const id = await place(transaction, "book")
        await new Promise((resolve) => setTimeout(resolve, 5))
        return Response.json({ id }, { status: 201 })
      })
    ))
    assert.deepStrictEqual([
      ...new Set(answers.map(({ status }) =>
        status
      ))
    ], [201])
    assert.strictEqual(new Set(await Promise.all(answers.map((answer) => answer.text()))).size, 10)
    await idempotency.close()
  })

const afterFailure = (open: () => Promise<Place>, success: number) =>
  on(open, async ({ fail, place, store }) => {
    const idempotency = await makeIdempotency({ store, principal })
    const send = (key: string, status: number) =>
      idempotency.handle(post(key), async (_, { transaction }) => {
        await place(transaction, "book")
        await fail(transaction).then(undefined, () => {})
        return new Response("handled", { status })
      })
    assert.strictEqual((await send("success", 201)).status, success)
    assert.strictEqual((await send("refusal", 422)).status, 422)
    assert.deepStrictEqual((await seen(await send("refusal", 422))).slice(0, 2), [422, "true"])
    await idempotency.close()
  })

/** A handler that does not wait for its statements: one fails behind the record, one comes after the commit. */
const tooLate = (open: () => Promise<Place>) =>
  on(open, async ({ fail, place, store }) => {
    const idempotency = await makeIdempotency({ store, principal })
    let forgotten: () => Promise<unknown> = async () => {}
    const send = () =>
      idempotency.handle(post("k"), async (_, { transaction }) => {
        await place(transaction, "book")
        const last = place(transaction, "pen").then(() => fail(transaction)).then(undefined, () => {})
        forgotten = () => last.then(() => place(transaction, "pen"))
        return new Response("done", { status: 201 })
      })
    assert.deepStrictEqual(await seen(await send()), [201, null, "done"])
    const late = await forgotten().then(() => "ran", String)
    assert.include(late, "await every statement before the answer ends")
    assert.deepStrictEqual(await seen(await send()), [201, "true", "done"])
    await idempotency.close()
  })

describe.each(clients)("%s", (_name, isMissing, { orders, success }, open) => {
  it.skipIf(isMissing)(
    "R1 a write and its record are one commit, and a retry gets the first answer",
    async () => assert.deepStrictEqual(await oneCommit(open), ["book"])
  )

  it.skipIf(isMissing)(
    "R1 a commit that fails sends no 201 and leaves no row, and the key is free",
    async () => assert.deepStrictEqual(await failingCommit(open), ["pen"])
  )

  it.skipIf(isMissing)(
    "a handler that throws, refuses or says that it had no effect writes nothing",
    async () => assert.deepStrictEqual(await noEffect(open), ["book"])
  )

  it.skipIf(isMissing)(
    "twenty requests at once, two of each key: every key is written once",
    async () => assert.lengthOf(await twenty(open), 10)
  )

  it.skipIf(isMissing)(
    `after a statement that failed, a success is answered with ${success}`,
    async () => assert.deepStrictEqual(await afterFailure(open, success), orders)
  )

  it.skipIf(isMissing)(
    "R1 a statement that its handler did not wait for undoes no success, and is refused after the commit",
    async () => assert.deepStrictEqual(await tooLate(open), ["book", "pen"])
  )
})
