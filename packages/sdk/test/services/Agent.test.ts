import { assert, it } from "@effect/vitest"
import { Emulator, Fault, TestKey } from "@qurl/emulator"
import { Agent } from "@qurl/sdk/Agent"
import { Effect } from "effect"
import { inventory, requests } from "../support/emulator.js"
import { asking, effects, running, servicesFor } from "../support/resources.js"
import { serve } from "../support/server.js"

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64")

it.live("an agent is registered once, and another public key takes the place of its first", () =>
  Effect.gen(function*() {
    const made = yield* Agent.bootstrap({ public_key: key(1), hostname: "host.example.com" })
    assert.deepInclude(made.meta, { attempts: 2, replayed: "yes" })
    const { agent_id } = made
    const again = yield* Agent.bootstrap({ public_key: key(2), agent_id })
    assert.deepInclude(again, { agent_id, registered_at: made.registered_at })
    yield* Agent.bootstrap({ public_key: key(2), agent_id })
    assert.deepStrictEqual(yield* effects, ["agent.registered", "agent.key_replaced"])
    assert.deepStrictEqual((yield* inventory).agents.map(({ id }) => id), [agent_id])
    const taken = yield* Effect.flip(Agent.bootstrap({ public_key: key(2), agent_id: "another" }))
    assert.strictEqual(taken._tag, "ConflictError")
  }).pipe(running({ fault: Fault.destroyAfterCommit, nth: 1 })))

it.live("429 is repeated, a JWT and a key without the scope are refused", () =>
  Effect.gen(function*() {
    assert.strictEqual((yield* Agent.bootstrap({ public_key: key(1) })).meta.attempts, 2)
    const { url } = yield* Emulator
    for (const credential of [TestKey.jwt, TestKey.readOnly]) {
      const error = yield* Effect.flip(Agent.bootstrap({ public_key: key(3) })).pipe(
        Effect.provide(servicesFor(url, credential))
      )
      assert.strictEqual(error._tag, "AuthorizationError")
    }
  }).pipe(running({ fault: Fault.rateLimit({ retryAfter: { seconds: 0 } }), nth: 1 })))

it.live("bad input is refused before anything is sent", () =>
  Effect.gen(function*() {
    const error = yield* Effect.flip(Agent.bootstrap({ public_key: "short", agent_id: "-", hostname: "h".repeat(254) }))
    assert(error._tag === "ValidationError")
    assert.hasAllKeys(error.invalidFields, ["public_key", "agent_id", "hostname"])
    assert.deepStrictEqual(yield* requests, [])
  }).pipe(running()))

it.live("the API key goes to the configured host and to no other", () =>
  Effect.gen(function*() {
    const elsewhere = yield* serve({ status: 200, json: { data: {} } })
    const server = yield* serve({ status: 307, headers: { location: `${elsewhere.url}/v1/agent/bootstrap` } })
    const error = yield* asking(server, Effect.flip(Agent.bootstrap({ public_key: key(1) })))
    assert.deepInclude(error, { _tag: "UnexpectedResponseError", reason: "redirect" })
    assert.deepStrictEqual(server.received.map(({ method, url }) => `${method} ${url}`), ["POST /v1/agent/bootstrap"])
    assert.deepStrictEqual(elsewhere.received, [])
  }).pipe(Effect.scoped))

it.live("a conflict has no documented code, so its outcome is unknown and the same call is made again", () =>
  Effect.gen(function*() {
    yield* Agent.bootstrap({ public_key: key(1), agent_id: "first" })
    const taken = { public_key: key(1), agent_id: "second" }
    const error = yield* Effect.flip(Agent.bootstrap(taken))
    assert(error._tag === "ConflictError")
    assert.deepInclude(error, { outcome: "unknown", code: "conflict", attempts: 1 })
    assert.match(error.message, /again/)
    assert.notMatch(error.message, /did nothing|new key/)
    // The server keeps its refusal, and its marker is evidence.
    const again = yield* Effect.flip(Agent.bootstrap(taken, { idempotencyKey: error.idempotencyKey }))
    assert(again._tag === "ConflictError")
    assert.deepInclude(again, { outcome: "rejected", idempotencyKey: error.idempotencyKey })
    assert.deepStrictEqual((yield* inventory).agents.map(({ id }) => id), ["first"])
  }).pipe(running()))
