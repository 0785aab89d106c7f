import { assert } from "@effect/vitest"
import { type Place, type Program, send, start } from "./server.js"

const isReplayed = ({ headers }: Response) => headers.get("idempotency-replayed") === "true"

const moments = ["commit", "answer"] as const

/**
 * Kills the server before the commit of an order, and then before its answer; the same request is sent again each time.
 * Resolves with the number of orders.
 */
export const killed = async (
  program: Program,
  open: () => Promise<Place>,
  kills: ReadonlyArray<typeof moments[number]> = moments
): Promise<number> => {
  const place = await open()
  const { count, environment, expireLeases } = place
  for (const [index, killAt] of kills.entries()) {
    const replayed = killAt === "answer"
    const key = `killed before its ${killAt}`
    const before = replayed ? index + 1 : index
    const first = await start(program, environment, killAt)
    const lost = await send(first, { key }).then(() => "answered", () => "lost")
    assert.deepStrictEqual([lost, await first.ended], ["lost", "SIGKILL"], killAt)
    assert.strictEqual(await count("orders"), before, killAt)
    await expireLeases()
    const second = await start(program, environment)
    const again = await send(second, { key })
    assert.deepStrictEqual([again.status, isReplayed(again)], [201, replayed], killAt)
    assert.strictEqual((await again.json()).item, "book")
    assert.strictEqual(await count("orders"), index + 1)
    await second.stop()
  }
  const orders = await count("orders")
  await place.close()
  return orders
}

/** Uses the program as its page describes it. Resolves with the number of orders. */
export const used = async (program: Program, open: () => Promise<Place>): Promise<number> => {
  const place = await open()
  const server = await start(program, place.environment)
  const preflight = await send(server, { method: "OPTIONS" })
  assert.isBelow(preflight.status, 300)
  assert.strictEqual(preflight.headers.get("access-control-allow-origin"), "*")

  const first = await send(server)
  const text = await first.text()
  const refreshed = await send(server, { token: "token-2" })
  assert.deepStrictEqual([first.status, isReplayed(first)], [201, false])
  assert.deepStrictEqual([refreshed.status, isReplayed(refreshed), await refreshed.text()], [201, true, text])
  assert.include(refreshed.headers.get("content-type"), "application/json")
  assert.strictEqual(refreshed.headers.get("access-control-allow-origin"), "*")
  assert.strictEqual((await send(server, { token: "token-3" })).status, 201)
  assert.strictEqual((await send(server, { token: "none" })).status, 401)
  assert.strictEqual(await place.count("orders"), 2)

  for (const other of [{ path: "/v1/refunds" }, { item: "pen" }]) {
    const refused = await send(server, other)
    assert.deepStrictEqual([refused.status, refused.headers.get("access-control-allow-origin")], [422, "*"])
  }
  assert.strictEqual((await send(server, { path: "/v1/refunds", key: "refund" })).status, 204)
  assert.strictEqual((await send(server, { path: "/v1/refunds", key: "refund" })).status, 204)
  assert.strictEqual(await place.count("refunds"), 1)

  const streamed = await send(server, { path: "/v1/reports", key: "report" })
  const lines = await streamed.text()
  assert.deepStrictEqual([streamed.status, lines], [200, "{\"item\":\"book\"}\n{\"item\":\"book\"}\n"])
  const report = await send(server, { path: "/v1/reports", key: "report" })
  assert.deepStrictEqual([isReplayed(report), await report.text()], [true, lines])

  assert.strictEqual((await send(server, { path: "/v1/nothing", key: "nothing" })).status, 404)
  const found = await send(server, { key: "nothing" })
  assert.deepStrictEqual([found.status, isReplayed(found)], [201, false])
  await server.stop()
  const orders = await place.count("orders")
  await place.close()
  return orders
}
