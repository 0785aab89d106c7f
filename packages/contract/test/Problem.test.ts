import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServer from "@effect/platform/HttpServer"
import { assert, describe, it } from "@effect/vitest"
import { Problem, Qurls } from "@qurl/contract"
import { Effect, Layer, Schema } from "effect"

const item = { index: 0, success: true, resource_id: "r_1", qurl_link: "https://q.test/#at_1", qurl_site: "" } as const
const failed = { index: 1, success: false, error: { code: "creation_failed", message: "no" } } as const

const answer = (results: ReadonlyArray<typeof item | typeof failed>) => {
  const succeeded = results.filter((result) => result.success).length
  return { data: { succeeded, failed: results.length - succeeded, results }, meta: {} }
}

const never = () => Effect.die("not part of this test")

const Api = HttpApi.make("qurl").add(Qurls)

/** A server derived from the contract: what it answers follows from the declarations alone. */
const handler = HttpApiBuilder.toWebHandler(
  Layer.mergeAll(
    HttpApiBuilder.api(Api).pipe(Layer.provide(
      HttpApiBuilder.group(Api, "qurls", (handlers) =>
        handlers
          .handle("batchCreate", ({ payload: { items } }) =>
            items[0]?.label === "refused"
              ? Effect.fail(new Problem.BadRequestProblem({ code: "validation_error" }))
              : items[0]?.label === "none"
              ? Effect.fail(answer([failed]))
              : Effect.succeed(answer(items.map((_, index) => index === 0 ? item : failed))))
          .handle("get", () =>
            Effect.fail(
              new Problem.NotFoundProblem({ code: "not_found", detail: "No such resource", request_id: "req_1" })
            ))
          .handle("create", never).handle("list", never).handle("update", never).handle("delete", never)
          .handle("mintLink", never).handle("resolve", never).handle("getQuota", never))
    )),
    HttpServer.layerContext
  )
)

const batch = (labels: ReadonlyArray<string>) =>
  Effect.promise(() =>
    handler.handler(
      new Request("http://localhost/v1/qurls/batch", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ items: labels.map((label) => ({ target_url: "https://x.test", label })) })
      })
    )
  )

describe("a derived server", () => {
  it.effect("writes a problem as the vendor's envelope", () =>
    Effect.gen(function*() {
      const response = yield* Effect.promise(() => handler.handler(new Request("http://localhost/v1/qurls/r_1")))
      assert.strictEqual(response.status, 404)
      assert.strictEqual(response.headers.get("content-type"), "application/problem+json")
      assert.deepStrictEqual(yield* Effect.promise(() => response.json()), {
        error: {
          type: "https://api.layerv.ai/problems/not_found",
          title: "Not Found",
          status: 404,
          code: "not_found",
          detail: "No such resource"
        },
        meta: { request_id: "req_1" }
      })
    }))

  it.effect("answers a batch with the status that its counts ask for", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* batch(["a"])).status, 201)
      assert.strictEqual((yield* batch(["a", "b"])).status, 207)
      const none = yield* batch(["none"])
      assert.strictEqual(none.status, 400)
      assert.nestedPropertyVal(yield* Effect.promise(() => none.json()), "data.failed", 1)
      const refused = yield* batch(["refused"])
      assert.strictEqual(refused.status, 400)
      assert.nestedPropertyVal(yield* Effect.promise(() => refused.json()), "error.code", "validation_error")
    }))
})

describe("an envelope", () => {
  it("reads as a problem, also in its legacy shape", () => {
    const read = Schema.decodeUnknownSync(Problem.notFound)
    const problem = read({ error: { code: "not_found", message: "gone", invalid_fields: null }, meta: null })
    assert.instanceOf(problem, Problem.NotFoundProblem)
    assert.strictEqual(problem.detail, "gone")
  })
})
