import { FetchHttpClient, HttpServerResponse } from "@effect/platform"
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Redacted } from "effect"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { write } from "../src/Endpoint.js"
import * as Serve from "../src/servers/Serve.js"
import { dialect, layer, Parcels } from "./examples/Parcels.js"
import { done } from "./support/time.js"

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8")

it("the guides show the programs that the tests run", () => {
  for (
    const [guide, program] of [
      ["bring-your-own-api.md", "examples/Parcels.ts"],
      ["stored-keys.md", "programs/deploy.mjs"]
    ]
  ) {
    assert.include(read(`../../../docs/${guide}`), `\n\`\`\`ts\n${read(`./${program}`)}\`\`\`\n`)
  }
})

const serve = Serve.make({
  dialect,
  endpoints: [write("createLabel", "/labels")],
  authenticate: () => Effect.void,
  idempotency: { principal: ({ headers }) => headers.authorization ?? "" },
  handle: ({ apply, body }) =>
    Effect.map(apply(), (id) => HttpServerResponse.unsafeJson({ ...body, id }, { status: 201 })),
  render: ({ code, detail, status }) =>
    Effect.succeed(HttpServerResponse.unsafeJson({ code, message: detail }, { status }))
})

const connect = (url: string) =>
  Effect.provide(Parcels, Layer.provide(layer(url, Redacted.make("token")), FetchHttpClient.layer))

it.scoped("the client of the guide does its work once when an answer is lost or late, and under its own key", () =>
  Effect.gen(function*() {
    const server = yield* serve
    const parcels = yield* connect(server.url)
    yield* server.fail({ kind: "lost answer" }, { kind: "status", when: "after", status: 503 })
    const label = yield* done(parcels.createLabel("Oslo"))
    assert.deepStrictEqual((yield* server.applied).map(({ subject }) => subject), [label.id])
    const keys = (yield* server.arrivals).map(({ headers }) => headers["idempotency-key"])
    assert.strictEqual(keys.length, 3)
    assert.strictEqual(new Set(keys).size, 1)
    yield* server.fail({ kind: "lost answer" })
    yield* done(parcels.createLabel("Rome", { idempotencyKey: "order-4711" }))
    assert.strictEqual((yield* server.arrivals)[4]?.headers["idempotency-key"], "order-4711")
    assert.strictEqual((yield* server.applied).length, 2)
  }))

it.scoped("the guide's client gets an error for a reused key and for other refusals", () =>
  Effect.gen(function*() {
    const server = yield* serve
    const [one, other] = [yield* connect(server.url), yield* connect(server.url)]
    yield* done(one.createLabel("Oslo", { idempotencyKey: "k" }))
    const reused = yield* Effect.flip(other.createLabel("Rome", { idempotencyKey: "k" }))
    assert.deepInclude(reused, { _tag: "Refused", code: "key_reused" })
    yield* server.fail({ kind: "status", when: "before", status: 404 })
    assert.deepInclude(yield* Effect.flip(one.createLabel("Oslo")), { _tag: "Refused", code: "fault" })
  }))
