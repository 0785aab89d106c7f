import { assert, it } from "@effect/vitest"
import { Fault } from "@qurl/emulator"
import { Effect } from "effect"
import { call, environment, listening, overHttp, overStdio } from "./support/mcp.js"
import { emulated, patience, requests, tokens } from "./support/qurl.js"

const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ target_url: `https://example.com/${index}` }))

it.scopedLive(
  "over stdio: a repeated tool call creates nothing twice, another request_id does",
  () =>
    Effect.gen(function*() {
      const client = yield* overStdio(yield* environment())
      const { tools: offered } = yield* Effect.promise(() => client.listTools())
      const names = offered.map(({ name }) => name)
      assert.includeMembers(names, [
        "create_qurl",
        "batch_create_qurls",
        "bulk_create_qurls",
        "list_qurls",
        "mint_link"
      ])
      for (const { inputSchema } of offered) assert.strictEqual(inputSchema.type, "object")

      const first = yield* call(client, "create_qurl", { target_url: "https://example.com", label: "for Ada" })
      const again = yield* call(client, "create_qurl", { label: "for Ada", target_url: "https://example.com" })
      assert.strictEqual(again["qurl_link"], first["qurl_link"])
      assert.strictEqual((yield* tokens).length, 1)
      yield* call(client, "create_qurl", { target_url: "https://example.com", label: "for Ada", request_id: "two" })
      assert.strictEqual((yield* tokens).length, 2)

      for (let times = 0; times < 2; times++) yield* call(client, "batch_create_qurls", { items: items(3) })
      assert.strictEqual((yield* tokens).length, 5)
      // Two creates, the repetition of one, and a batch whose first answer was lost, twice.
      assert.strictEqual((yield* requests).length, 6)
    }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 })),
  patience
)

it.scopedLive(
  "bulk creation is a job: a repeated call, and a new server, send nothing again",
  () =>
    Effect.gen(function*() {
      const env = yield* environment()
      for (let times = 0; times < 2; times++) {
        const done = yield* Effect.scoped(
          Effect.flatMap(overStdio(env), (client) => call(client, "bulk_create_qurls", { items: items(150) }))
        )
        assert.strictEqual((done["results"] as ReadonlyArray<unknown>).length, 150)
        assert.strictEqual((yield* tokens).length, 150)
      }
      assert.strictEqual((yield* requests).length, 2)
    }).pipe(emulated()),
  patience
)

it.scopedLive(
  "a resource is published and shared by its CRID once, and prompts name their tools",
  () =>
    Effect.gen(function*() {
      const client = yield* overStdio(yield* environment())
      const published = { target_url: "https://example.com/plans", private: true }
      const { crid } = yield* call(client, "publish_crid", published)
      assert.strictEqual((yield* call(client, "publish_crid", published))["crid"], crid)
      const shares: Array<unknown> = []
      for (const ttl of ["1m30s", "1m30s", "5s"]) {
        const shared = yield* call(client, "share_by_crid", { crid: `$${String(crid)}`, ttl })
        shares.push([shared["qurl"], shared["expires_in_seconds"]])
      }
      assert.deepStrictEqual(shares[0], shares[1])
      assert.strictEqual((yield* tokens).length, 2)
      const wrong = yield* Effect.promise(() =>
        client.callTool({ name: "share_by_crid", arguments: { crid, ttl: "soon" } })
      )
      assert.isTrue(wrong.isError)
      const { prompts } = yield* Effect.promise(() => client.listPrompts())
      assert.sameMembers(prompts.map(({ name }) => name), ["audit-links", "rotate-access", "secure-a-service"])
      const prompt = yield* Effect.promise(() =>
        client.getPrompt({ name: "rotate-access", arguments: { resource_id: String(crid) } })
      )
      assert.include(JSON.stringify(prompt.messages), "mint_link")
    }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "shareResource", nth: 1 })),
  patience
)

it.scopedLive("a failure names what is wrong and whether anything was done", () =>
  Effect.gen(function*() {
    const client = yield* overStdio(yield* environment())
    const refused = yield* Effect.promise(() =>
      client.callTool({ name: "create_qurl", arguments: { target_url: "ftp://example.com" } })
    )
    assert.isTrue(refused.isError)
    assert.include(JSON.stringify(refused.content), "target_url")
    assert.include(JSON.stringify(refused.content), "call the tool again")
    const missing = yield* Effect.promise(() =>
      client.callTool({ name: "delete_qurl", arguments: { resource_id: "r_no" } })
    )
    assert.include(JSON.stringify(missing.content), "NotFoundError")
    const unknown = yield* Effect.promise(() =>
      client.callTool({ name: "nothing", arguments: {} }).then(() => "", String)
    )
    assert.include(unknown, "Unknown tool: nothing")
    assert.strictEqual((yield* tokens).length, 0)
  }).pipe(emulated()), patience)

it.scopedLive("over HTTP: with the token only, and with the same keys", () =>
  Effect.gen(function*() {
    const env = yield* environment()
    const { url } = yield* listening(env)
    const refused = yield* Effect.promise(() => fetch(url, { method: "POST", body: "{}" }))
    assert.strictEqual(refused.status, 401)
    const client = yield* overHttp(env)
    const first = yield* call(client, "create_qurl", { target_url: "https://example.com" })
    const again = yield* call(client, "create_qurl", { target_url: "https://example.com" })
    assert.strictEqual(again["qurl_link"], first["qurl_link"])
    assert.strictEqual((yield* tokens).length, 1)
    const read = yield* Effect.promise(() => client.readResource({ uri: "qurl://usage" }))
    assert.include(JSON.stringify(read.contents), "max_active_qurls")
  }).pipe(emulated()), patience)
