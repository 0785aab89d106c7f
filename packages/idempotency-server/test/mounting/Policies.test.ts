import { assert, describe, it } from "@effect/vitest"
import type Database from "better-sqlite3"
import { existsSync, readFileSync } from "node:fs"
import { betterSqlite3Transactions } from "../../src/Transactions/BetterSqlite3.js"
import { type Idempotency, makeIdempotency, type Options } from "../../src/Web.js"
import { sqlite } from "../transactions/places.js"
import { post, principal, seen } from "../transactions/requests.js"

const memory: Options = { store: { type: "memory" }, principal }

const secrets = {
  lookup: "a look-up secret of the tests themselves",
  sealing: { id: "one", secret: "a sealing secret of the tests themselves" }
}

const leaving = async <Transaction, A>(
  options: Options<Transaction>,
  use: (idempotency: Idempotency<Transaction>) => Promise<A>
): Promise<A> => {
  const idempotency = await makeIdempotency(options)
  const result = await use(idempotency)
  await idempotency.close()
  return result
}

describe("a policy of a route without Effect", () => {
  it("replaces parts of the common one, and is refused at once if the store cannot carry it out", () =>
    leaving({ ...memory, key: "required" }, async ({ handle, wrap }) => {
      const done = () => new Response("done", { status: 201 })
      const bare = () => new Request("http://shop/orders", { method: "POST" })
      assert.strictEqual((await handle(bare(), done)).status, 400)
      assert.strictEqual((await handle(bare(), done, { key: "optional" })).status, 201)
      assert.strictEqual((await wrap(done, { headers: ["x-cost"] })(bare())).status, 400)
      assert.throws(() => wrap(done, { requires: ["durable"] }), /is not durable/)
      assert.throws(() => wrap(done, { leaseMillis: 0 }), /lease that is not above zero/)
      const rejected = await handle(bare(), done, { mode: "lease", leaseMillis: 0 }).then(() => "", String)
      assert.include(rejected, "lease that is not above zero")
    }))

  it("gives a handler under a lease no transaction, beside one that has it", async () => {
    const { close, open, orders, store } = await sqlite()
    await leaving(
      { store: { ...store, transactions: betterSqlite3Transactions(open) }, principal },
      async ({ handle }) => {
        const call = await handle(post("call"), (_, { transaction }) => {
          const none: undefined = transaction
          return Response.json({ none: none === undefined }, { status: 201 })
        }, { mode: "lease" })
        assert.deepStrictEqual(await call.json(), { none: true })
        const order = (_: Request, { transaction }: { readonly transaction: Database.Database }) => {
          transaction.prepare("INSERT INTO orders (item) VALUES ('book')").run()
          return new Response("placed", { status: 201 })
        }
        // @ts-expect-error A handler that needs a transaction cannot have the policy of a lease.
        const wrong = () => handle(post("order"), order, { mode: "lease" })
        assert.isFunction(wrong)
        assert.deepStrictEqual(await seen(await handle(post("order"), order)), [201, null, "placed"])
        assert.deepStrictEqual(await seen(await handle(post("order"), order)), [201, "true", "placed"])
        assert.deepStrictEqual(await orders(), ["book"])
      }
    )
    await close()
  })

  it("finds out about a handler that failed, and keeps the answer that was found", () =>
    leaving(memory, async ({ handle }) => {
      const keys: Array<string> = []
      const failing = (_: Request, { childKey }: { readonly childKey: (step: string) => string }): Response => {
        keys.push(childKey("charge"))
        return new Response(null, { status: 500 })
      }
      const found = {
        crash: {
          reconcile: async (request: Request, { childKey }: { readonly childKey: (step: string) => string }) => {
            keys.push(childKey("charge"), await request.text())
            return { done: Response.json({ charge: 1 }, { status: 201 }) }
          }
        }
      }
      assert.deepStrictEqual(await seen(await handle(post("k"), failing, found)), [201, "true", "{\"charge\":1}"])
      assert.deepStrictEqual(await seen(await handle(post("k"), failing, found)), [201, "true", "{\"charge\":1}"])
      const [handled, reconciled, body] = keys
      assert.deepStrictEqual([reconciled, body, keys.length], [handled, "k", 3])
      const unknown = { crash: { reconcile: () => "unknown" as const } }
      assert.strictEqual((await handle(post("u"), failing, unknown)).status, 500)
      assert.strictEqual((await handle(post("u"), failing, unknown)).status, 409)
      const notDone = { crash: { reconcile: () => "not done" as const } }
      assert.strictEqual((await handle(post("n"), failing, notDone)).status, 500)
      const retried = await handle(post("n"), () => new Response("done", { status: 201 }), notDone)
      assert.deepStrictEqual(await seen(retried), [201, null, "done"])
    }))

  it("renders refusals in the envelope of the API, and compares more of a request than its body", () =>
    leaving({
      ...memory,
      sameness: ({ headers }) => [headers.get("x-currency") ?? ""],
      render: async ({ code, detail, status }) => Response.json({ error: { code, detail } }, { status })
    }, async ({ wrap }) => {
      const place = wrap(() => new Response("done", { status: 201 }))
      const order = (currency: string) => {
        const request = post("k")
        request.headers.set("x-currency", currency)
        return place(request)
      }
      assert.deepStrictEqual(await seen(await order("EUR")), [201, null, "done"])
      assert.deepStrictEqual(await seen(await order("EUR")), [201, "true", "done"])
      const refused = await order("USD")
      assert.strictEqual(refused.status, 422)
      assert.strictEqual((await refused.json()).error.code, "idempotency_key_reused")
    }))

  it("rejects with what its functions throw", () =>
    leaving({
      ...memory,
      sameness: () => {
        throw new Error("sameness")
      },
      render: () => {
        throw new Error("render")
      }
    }, async ({ wrap }) => {
      const place = wrap(() => new Response("done", { status: 201 }), { key: "required" })
      const thrown = (request: Request) => place(request).then(() => "nothing", String)
      assert.strictEqual(await thrown(post("k")), "Error: sameness")
      assert.strictEqual(await thrown(new Request("http://shop/", { method: "POST" })), "Error: render")
    }))

  it("counts answers by their kind, and records by their state", () => {
    const counted = { executed: 0, replay: 0, mismatch: 0, "in flight": 0 }
    return leaving({
      ...memory,
      admit: () => void counted.executed++,
      repeated: (_, answer) => void counted[answer]++
    }, async ({ operators, wrap }) => {
      const place = wrap(() => new Response("done", { status: 201 }))
      for (const request of [post("k"), post("k"), post("k", "other")]) await place(request)
      assert.deepStrictEqual(counted, { executed: 1, replay: 1, mismatch: 1, "in flight": 0 })
      assert.strictEqual((await operators.counts()).done, 1)
    })
  })

  it("limits executions by `admit` and all other answers by `repeated`", () => {
    const asked: Array<string> = []
    return leaving({
      ...memory,
      admit: (request) => {
        asked.push("admit")
        return request.headers.has("x-poor") ? new Response(null, { status: 402 }) : undefined
      },
      repeated: async (_, answer) => {
        asked.push(answer)
        return asked.length > 3 ? new Response(null, { status: 429 }) : undefined
      }
    }, async ({ wrap }) => {
      const place = wrap(() => new Response("done", { status: 201 }))
      const poor = post("k")
      poor.headers.set("x-poor", "yes")
      const statuses = []
      for (const request of [poor, post("k"), post("k"), post("k", "other")]) {
        statuses.push((await place(request)).status)
      }
      assert.deepStrictEqual(statuses, [402, 201, 201, 429])
      assert.deepStrictEqual(asked, ["admit", "admit", "replay", "mismatch"])
    })
  })
})

describe("an error of `principal`, `admit` or `repeated`", () => {
  const broken = (): never => {
    throw new Error("the limiter cannot be reached")
  }
  const parts: ReadonlyArray<Partial<Options>> = [{ principal: broken }, { admit: broken }, { repeated: broken }]
  it.each(parts)("rejects the request: %o", (part) =>
    leaving({ ...memory, ...part }, async ({ wrap }) => {
      const place = wrap(() => new Response("done", { status: 201 }))
      if (part.repeated !== undefined) await place(post("k"))
      assert.include(await place(post("k")).then(() => "", String), "the limiter cannot be reached")
    }))
})

describe("sealed records without Effect", () => {
  it("are unreadable in the file, replayed, and refused under other secrets", async () => {
    const { close, open, store } = await sqlite()
    const options = { store: { ...store, transactions: betterSqlite3Transactions(open) }, principal, sealed: secrets }
    await leaving({ ...options, requires: ["sealed"] }, async ({ wrap }) => {
      const tell = wrap(() => new Response("a plain secret", { status: 201 }))
      assert.deepStrictEqual(await seen(await tell(post("order-4711"))), [201, null, "a plain secret"])
      assert.deepStrictEqual(await seen(await tell(post("order-4711"))), [201, "true", "a plain secret"])
    })
    for (const file of [store.filename, `${store.filename}-wal`]) {
      if (!existsSync(file)) continue
      const text = readFileSync(file, "latin1")
      for (const word of ["plain secret", "order-4711", "ada", "/orders"]) assert.notInclude(text, word)
    }
    const other = { ...secrets, lookup: "another look-up secret of these tests" }
    const refused = await makeIdempotency({ ...options, sealed: other }).then(() => "", String)
    assert.include(refused, "the idempotency store")
    await close()
  })
})

describe("operators without Effect", () => {
  it("R4 page through what is unresolved, and decide with the generation that they looked at", () =>
    leaving({ ...memory, sealed: secrets }, async ({ handle, operators }) => {
      const failing = () => new Response(null, { status: 500 })
      const keys = ["a", "b", "c", "d", "e"]
      for (const key of keys) await handle(post(key), failing)
      assert.deepInclude(await operators.counts(), { parked: 5, done: 0 })
      const listed = []
      let after: string | undefined
      do {
        const page: Awaited<ReturnType<typeof operators.unresolved>> = await operators.unresolved({ limit: 2, after })
        listed.push(...page.records)
        after = page.next
      } while (after !== undefined)
      assert.lengthOf(new Set(listed.map(({ id }) => id)), 5)
      assert.deepStrictEqual([...new Set(listed.map(({ principal, route }) => `${principal} ${route}`))], [
        "ada /orders"
      ])

      const [a, b, c] = listed
      const decide = (record: typeof a, decision: Parameters<typeof operators.decide>[0]["decision"]) =>
        operators.decide({ id: record?.id ?? "", generation: record?.generation ?? 0, decision, actor: "grace" })
      assert.strictEqual(await decide(a, { finish: new Response("found", { status: 201 }) }), "ok")
      assert.strictEqual(await decide(a, "free"), "lost")
      assert.strictEqual(await decide(b, "free"), "ok")
      assert.strictEqual(await decide(c, "forget"), "ok")
      assert.deepInclude(await operators.counts(), { parked: 2, done: 1, released: 1 })
      const answers = await Promise.all(
        keys.map(async (key) => seen(await handle(post(key), () => new Response("run", { status: 200 }))))
      )
      const texts = answers.map(([status, , text]) => status === 409 ? "parked" : text)
      assert.sameMembers(texts, ["found", "run", "run", "parked", "parked"])
      assert.strictEqual(await operators.decide({ id: "no", generation: 1, decision: "free", actor: "grace" }), "lost")
      assert.include(await operators.unresolved({ after: "nonsense" }).then(() => "", String), "the idempotency store")
    }))
})
