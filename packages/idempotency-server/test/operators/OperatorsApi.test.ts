import {
  HttpApiClient,
  HttpClient,
  HttpClientRequest,
  HttpRouter,
  HttpServer,
  HttpServerResponse
} from "@effect/platform"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { assert, it } from "@effect/vitest"
import { standard } from "@qurl/idempotency/Dialect"
import { Context, Effect, Layer, Logger, Option, Redacted, Ref } from "effect"
import { createServer } from "node:http"
import { Middleware, OperatorsApi, Sealed, Store, StoreMemory } from "../../src/index.js"
import { post } from "../support/harness.js"

const scope = ["Bearer of-the-client"]
const key = { scope: scope.map((part) => Redacted.make(part)), key: Redacted.make("order-42") }
const identity = Store.identity(scope, "order-42")

const sealed = Effect.flatMap(StoreMemory.make, (store) =>
  Sealed.make(store, {
    lookup: Redacted.make("l".repeat(32)),
    sealing: { id: "a", secret: Redacted.make("s".repeat(32)) }
  }))

/** A server with one route that fails, and what operators have, behind a password. */
const serve = Effect.fnUntraced(function*(store: Store.Service) {
  const runs = yield* Ref.make(0)
  const once = yield* Middleware.make({
    dialect: standard,
    mode: "lease",
    grace: 0,
    principal: () => Effect.succeed(scope[0] ?? "")
  })
    .pipe(
      Effect.provideService(Store.Store, store)
    )
  const operators = yield* OperatorsApi.make({
    operator: ({ headers }) =>
      headers["authorization"] === "Bearer of-ada"
        ? Effect.succeed("ada@example.com")
        : Effect.fail(HttpServerResponse.empty({ status: 401 }))
  }).pipe(Effect.provideService(Store.Store, store))
  const failing = Effect.as(Ref.update(runs, (n) => n + 1), HttpServerResponse.empty({ status: 500 }))
  const context = yield* Layer.build(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }))
  const { address } = Context.get(context, HttpServer.HttpServer)
  yield* HttpServer.serveEffect(HttpRouter.empty.pipe(
    HttpRouter.post("/orders", once(failing)),
    HttpRouter.mountApp("/operators", operators)
  )).pipe(Effect.provide(context))
  const url = HttpServer.formatAddress(address)
  const client = yield* HttpApiClient.make(OperatorsApi.Api, {
    baseUrl: `${url}/operators`,
    transformClient: HttpClient.mapRequest(HttpClientRequest.bearerToken("of-ada"))
  }).pipe(Effect.provide(yield* Layer.build(NodeHttpClient.layerUndici)))
  return { client, url, runs: Ref.get(runs) }
})

const finish = {
  _tag: "Finish",
  status: 201,
  headers: { "content-type": "text/plain" },
  body: "by hand",
  retentionSeconds: 60
} as const

it.scoped("a stuck key is inspected without an execution and gets its answer, which the next request receives", () =>
  Effect.gen(function*() {
    const { client, runs, url } = yield* serve(yield* sealed)
    const unknown = yield* Effect.flip(client.status({ payload: key }))
    assert.strictEqual(unknown._tag, "UnknownKeyError")
    const order = post(`${url}/orders`, { key: "order-42" })
    assert.strictEqual((yield* order).status, 500)
    const parked = yield* client.status({ payload: key })
    assert.deepInclude(parked, { state: "Parked", reason: "500", resolutions: [] })
    assert.strictEqual((yield* client.counts()).parked, 1)
    yield* client.resolve({ payload: { ...key, generation: parked.generation, decision: finish } })
    const answered = yield* order
    assert.deepStrictEqual([answered.status, answered.text, answered.replayed, yield* runs], [201, "by hand", true, 1])
    const lost = yield* Effect.flip(client.resolve({
      payload: { ...key, generation: parked.generation, decision: { _tag: "Forget" } }
    }))
    assert.strictEqual(lost._tag, "NothingToDecideError")
    const { answered: status, resolutions, state } = yield* client.status({ payload: key })
    assert.deepStrictEqual([state, status, resolutions.map(({ actor, decision }) => [actor, decision])], ["Done", 201, [
      ["ada@example.com", "Finish"]
    ]])
  }))

it.scoped("a key that is freed runs again, and one that is forgotten is new", () =>
  Effect.gen(function*() {
    const store = yield* sealed
    const { client, runs, url } = yield* serve(store)
    for (const [index, _tag] of (["Free", "Forget"] as const).entries()) {
      yield* post(`${url}/orders`, { key: "order-42" })
      assert.strictEqual(yield* runs, index + 1)
      const { generation } = yield* client.status({ payload: key })
      yield* client.resolve({ payload: { ...key, generation, decision: { _tag } } })
      const state = Option.map(yield* store.look(identity), ({ _tag }) => _tag)
      assert.deepStrictEqual(state, _tag === "Free" ? Option.some("Released") : Option.none())
    }
  }))

const raw = (url: string, body: string, token = "of-ada") =>
  Effect.promise(async () => {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` }
    })
    return { status: response.status, text: await response.text() }
  })

it.scoped("a caller who is not an operator is refused before the store is asked", () =>
  Effect.gen(function*() {
    const store = yield* sealed
    const dead = Effect.dieMessage("it was asked")
    const { url } = yield* serve({ ...store, look: () => dead, resolve: () => dead, stats: dead })
    for (const path of ["counts", "status", "resolve", "nothing"]) {
      assert.deepStrictEqual(yield* raw(`${url}/operators/${path}`, "{}", "of-eve"), { status: 401, text: "" })
    }
  }))

it.scoped("neither answers nor logs repeat a key or a scope, for any kind of wrong request", () =>
  Effect.gen(function*() {
    const logged: Array<string> = []
    const log = Logger.replace(Logger.defaultLogger, Logger.map(Logger.logfmtLogger, (line) => void logged.push(line)))
    yield* Effect.gen(function*() {
      const { url } = yield* serve(yield* sealed)
      const wrong = [
        [JSON.stringify({ scope: "order-42", key: "order-42" }), ["scope"]],
        [JSON.stringify({ scope, key: { of: "order-42" } }), ["key"]],
        [JSON.stringify({ scope: [...scope, ["order-42"]], key: "" }), ["scope.1"]],
        ["order-42", []]
      ] as const
      for (const [body, fields] of wrong) {
        const answer = yield* raw(`${url}/operators/status`, body)
        assert.strictEqual(answer.status, 400, answer.text)
        assert.deepStrictEqual(JSON.parse(answer.text), { _tag: "InvalidRequestError", fields })
      }
      yield* post(`${url}/orders`, { key: "order-42" })
      const right = { scope, key: "order-42" }
      const status = yield* raw(`${url}/operators/status`, JSON.stringify(right))
      const { generation } = JSON.parse(status.text)
      const decided = { ...right, generation, decision: { _tag: "Free" } }
      const answers = [status, yield* raw(`${url}/operators/resolve`, JSON.stringify(decided))]
      assert.deepStrictEqual(answers.map(({ status }) => status), [200, 204])
      for (const secret of ["order-42", "of-the-client"]) {
        assert.notInclude(JSON.stringify(answers) + logged.join("\n"), secret)
      }
    }).pipe(Effect.provide(log))
    assert.include(logged.join("\n"), "a key was resolved")
  }))

it.scoped("failures of the store are reported as such", () =>
  Effect.gen(function*() {
    const failed = Effect.fail(new Store.StoreError({ reason: "failed" }))
    const { client } = yield* serve({ ...(yield* sealed), look: () => failed, resolve: () => failed, stats: failed })
    for (
      const error of [
        yield* Effect.flip(client.counts()),
        yield* Effect.flip(client.status({ payload: key })),
        yield* Effect.flip(client.resolve({ payload: { ...key, generation: 1, decision: { _tag: "Free" } } }))
      ]
    ) assert.deepStrictEqual([error._tag, "reason" in error && error.reason], ["StoreUnavailableError", "failed"])
  }))
