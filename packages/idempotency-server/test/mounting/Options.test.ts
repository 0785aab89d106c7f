import { HttpApi, HttpApiBuilder, HttpApiEndpoint, HttpApiGroup, HttpServerResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { OptionError } from "@qurl/idempotency/CallError"
import { standard } from "@qurl/idempotency/Dialect"
import { Cause, Effect, Exit, Layer, Option } from "effect"
import * as Middleware from "../../src/Middleware.js"
import { makeNodeIdempotency } from "../../src/Node.js"
import * as Policy from "../../src/Policy.js"
import * as Memory from "../../src/Store/Memory.js"
import { makeIdempotency } from "../../src/Web.js"

const store = { type: "memory" }
const principal = () => "ada"

/** Values as plain JavaScript may give them, which no type has checked. */
// Proof: none. The cast is wrong on purpose.
const untyped = (value: unknown) => value as never

/** Wrong options, and the refusal of each. */
const options: ReadonlyArray<readonly [given: unknown, refusal: RegExp]> = [
  [undefined, /store is missing/],
  [{}, /store is missing: give \{ type, \.\.\. \}/],
  ["memory", /options are not an object/],
  [{ store: "memory", principal }, /store is not an object: give \{ type/],
  [{ store: {}, principal }, /store\.type is missing: give "memory" or "sqlite" or "postgres" or "redis"/],
  [{ store: { type: "postgre" }, principal }, /store\.type must be .*Did you mean postgres\?/],
  [{ store: { type: "postgres" }, principal }, /store\.url is missing/],
  [{ store: { type: "redis" }, principal }, /store\.url is missing/],
  [{ store: { type: "sqlite" }, principal }, /store\.filename is missing/],
  [{ store: { type: "sqlite", path: "x" }, principal }, /store\.path is not an option/],
  [{ store: { type: "sqlite", filename: "x", transactions: {} }, principal }, /store\.transactions must be an adapter/],
  [{ store }, /principal is missing: give a function/],
  [{ store, principle: principal }, /principle is not an option\. Did you mean principal\?/],
  [{ store, principal: "ada" }, /principal must be a function/],
  [{ store, principal, leaseMilis: 3 }, /leaseMilis is not an option\. Did you mean leaseMillis\?/],
  [{ store, principal, leaseMillis: "3" }, /leaseMillis must be a number of milliseconds/],
  [{ store, principal, graceMillis: NaN }, /graceMillis must be a number of milliseconds/],
  [{ store, principal, require: ["durable"] }, /require is not an option\. Did you mean requires\?/],
  [{ store, principal, requires: ["durabel"] }, /requires must be an array/],
  [{ store, principal, mode: "transactional" }, /mode is not an option/],
  [{ store, principal, crash: "rezume" }, /crash must be .*Did you mean resume\?/],
  [{ store, principal, crash: null }, /crash must be "park" or "resume" or "re-execute" or \{ reconcile \}/],
  [
    { store, principal, crash: { reconsile: principal } },
    /crash\.reconsile is not an option\. Did you mean reconcile\?/
  ],
  [{ store, principal, dialect: {} }, /dialect must be a dialect/],
  [{ store, principal, sealed: { lookup: "x" } }, /sealed\.sealing is missing/]
]

/** Wrong policies of one handler. */
const policies: ReadonlyArray<readonly [given: unknown, refusal: RegExp]> = [
  [{ key: "require" }, /key must be "optional" or "required"\. Did you mean required\?/],
  [{ keys: "required" }, /keys is not an option\. Did you mean key\?/],
  [{ crash: null }, /crash must be/],
  [{ mode: "leese" }, /mode must be "lease"/],
  [{ anonymous: true }, /anonymous must be "refuse" or "allow"/],
  [{ unavailable: "run" }, /unavailable must be "refuse" or "execute"/],
  [{ mismatch: "replai" }, /mismatch must be .*Did you mean replay\?/],
  [{ uniqueWithin: "user" }, /uniqueWithin must be "principal" or "route"/],
  [{ maxWaitMillis: -1 }, /maxWaitMillis must be a number/],
  ["lease", /options are not an object/]
]

/** Option and problem of a refusal of this operation, or a text that no refusal matches. */
const refusalOf = (operation: string, error: unknown): string =>
  error instanceof OptionError && error.operation === operation
    ? `${error.option} ${error.problem}`
    : `not refused: ${String(error)}`

const thrown = (make: () => unknown): unknown => {
  try {
    return void make()
  } catch (error) {
    return error
  }
}

describe("options from plain JavaScript", () => {
  it.each(options)("makeIdempotency and makeNodeIdempotency refuse %j", async (given, refusal) => {
    const made = await Promise.allSettled([makeIdempotency(untyped(given)), makeNodeIdempotency(untyped(given))])
    for (const [index, result] of made.entries()) {
      const operation = index === 0 ? "makeIdempotency" : "makeNodeIdempotency"
      assert.match(refusalOf(operation, result.status === "rejected" ? result.reason : undefined), refusal)
    }
  })

  it.each(policies)("wrap, handle, express and fastify refuse the policy %j", async (given, refusal) => {
    const web = await makeIdempotency({ store: { type: "memory" }, principal })
    const node = await makeNodeIdempotency({ store: { type: "memory" }, principal })
    assert.match(refusalOf("wrap", thrown(() => web.wrap(untyped(principal), untyped(given)))), refusal)
    assert.match(refusalOf("express", thrown(() => node.express(principal, untyped(given)))), refusal)
    assert.match(refusalOf("fastify", thrown(() => node.fastify(principal, untyped(given)))), refusal)
    const request = new Request("http://shop", { method: "POST" })
    assert.match(
      refusalOf("handle", await web.handle(request, untyped(principal), untyped(given)).catch((error) => error)),
      refusal
    )
    await Promise.all([web.close(), node.close()])
  })

  it("a missing handler is refused", async () => {
    const web = await makeIdempotency({ store: { type: "memory" }, principal })
    const node = await makeNodeIdempotency({ store: { type: "memory" }, principal })
    const missing = /handler is missing: give a function/
    assert.match(refusalOf("wrap", thrown(() => web.wrap(untyped(undefined)))), missing)
    assert.match(refusalOf("express", thrown(() => node.express(untyped(undefined)))), missing)
    assert.match(refusalOf("fastify", thrown(() => node.fastify(untyped(undefined)))), missing)
    await Promise.all([web.close(), node.close()])
  })

  it("a principal that returns no name is named as the mistake", async () => {
    const web = await makeIdempotency({ store: { type: "memory" }, principal: untyped(() => undefined) })
    const request = new Request("http://shop", { method: "POST", headers: { "idempotency-key": "k" } })
    const error = await web.handle(request, () => new Response("done")).catch((error: unknown) => error)
    assert.match(refusalOf("idempotency", error), /principal returned undefined: return the caller's name/)
    await web.close()
  })
})

describe("options with Effect", () => {
  const name = () => Effect.succeed("ada")
  const wrong: ReadonlyArray<readonly [given: unknown, refusal: RegExp]> = [
    [{ dialect: standard, principal: name, mode: "leese" }, /mode must be .*Did you mean lease\?/],
    [{ dialect: standard, mode: "lease" }, /principal is missing/],
    [{ principal: name, mode: "lease" }, /dialect is missing/],
    [{ dialect: standard, principal: name, mode: "lease", leese: 1 }, /leese is not an option\. Did you mean lease\?/],
    [{ dialect: standard, principal: name, mode: "lease", maxWait: "soon" }, /maxWait is not a duration/]
  ]

  const defectOf = (exit: Exit.Exit<unknown, unknown>) =>
    Exit.isFailure(exit) ? Option.getOrUndefined(Cause.dieOption(exit.cause)) : undefined

  it.each(wrong)("Middleware.make refuses %j", async (given, refusal) => {
    const exit = await Effect.runPromiseExit(
      Effect.scoped(Effect.provide(Middleware.make(untyped(given)), Memory.layer))
    )
    assert.match(refusalOf("Middleware.make", defectOf(exit)), refusal)
  })

  it("the policy of an endpoint is refused", async () => {
    const api = HttpApi.make("api").add(
      HttpApiGroup.make("group").add(
        HttpApiEndpoint.post("order", "/orders").annotate(Policy.RoutePolicy, untyped({ crash: "rezume" }))
      )
    )
    const layer = HttpApiBuilder.api(api).pipe(Layer.provide(
      HttpApiBuilder.group(
        api,
        "group",
        (handlers) => handlers.handleRaw("order", () => Effect.succeed(HttpServerResponse.empty()))
      )
    ))
    const made = Middleware.httpApp({ dialect: standard, principal: name, mode: "lease" }).pipe(
      Effect.provide([layer, HttpApiBuilder.Router.Live, HttpApiBuilder.Middleware.layer, Memory.layer])
    )
    const exit = await Effect.runPromiseExit(Effect.scoped(made))
    assert.match(refusalOf("Policy.RoutePolicy", defectOf(exit)), /crash must be .*Did you mean resume\?/)
  })
})
