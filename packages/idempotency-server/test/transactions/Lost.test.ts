import { assert, describe, it } from "@effect/vitest"
import pg from "pg"
import { pgTransactions } from "../../src/Transactions/Pg.js"
import { makeIdempotency } from "../../src/Web.js"
import { isAbsent } from "../stores/postgres/server.js"
import { postgres } from "./places.js"
import { post, principal } from "./requests.js"

describe.skipIf(isAbsent)("a handler that lost its lease", () => {
  it("R5 writes nothing, neither then nor after its transaction", async () => {
    const { close, orders, pool, store } = await postgres()
    const admin = new pg.Pool({ connectionString: store.url, max: 1 })
    const idempotency = await makeIdempotency({
      store: { ...store, transactions: pgTransactions(pool) },
      principal,
      leaseMillis: 300
    })
    let stop = (_: string) => {}
    const stopped = new Promise<string>((resolve) => void (stop = resolve))
    const handled = idempotency.handle(post("k"), async (_, { signal, transaction }) => {
      await transaction.query("INSERT INTO orders (item) VALUES ('book')")
      await admin.query("UPDATE idempotency_records SET gen = gen + 1, owner = 'another'")
      await new Promise((resolve) => signal.addEventListener("abort", resolve))
      try {
        for (;;) await transaction.query("INSERT INTO orders (item) VALUES ('pen')")
      } catch (error) {
        stop(String(error))
        throw error
      }
    })
    // Either the refusal comes first, or the handler's own error.
    const status = await handled.then((answer) => answer.status, () => 500)
    assert.isAtLeast(status, 400)
    assert.match(await stopped, /transaction is aborted/)
    assert.deepStrictEqual(await orders(), [])
    // The connection is of use again.
    assert.strictEqual((await pool.query("SELECT 1 AS one")).rows[0].one, 1)
    await idempotency.close()
    await admin.end()
    await close()
  })
})
