import * as OpenApi from "@effect/platform/OpenApi"
import { assert, it } from "@effect/vitest"
import { QurlApi } from "@qurl/contract"
import { Effect } from "effect"
import { Emulator, Fault, FaultPlan } from "../../src/index.js"
import { onSocket, send } from "../support/support.js"

const anonymous = { headers: { authorization: "" } }

it.scoped("the generated description is served, with the emulator as its server", () =>
  Effect.gen(function*() {
    const { headers, json, status } = yield* send("GET", "/openapi.json", anonymous)
    assert.strictEqual(status, 200)
    assert.include(headers["content-type"], "application/json")
    const { paths, servers, ...rest } = JSON.parse(JSON.stringify(OpenApi.fromApi(QurlApi)))
    assert.notDeepEqual(json.servers, servers)
    assert.deepStrictEqual(json, { ...rest, paths, servers: [{ url: "/" }] })
  }).pipe(Effect.provide(onSocket())))

it.scoped("the page to read it on is complete: nothing is loaded from anywhere", () =>
  Effect.gen(function*() {
    for (let i = 0; i < 2; i++) {
      const { headers, status, text } = yield* send("GET", "/reference", anonymous)
      assert.strictEqual(status, 200)
      assert.include(headers["content-type"], "text/html")
      assert.include(text, "\"operationId\":\"batchCreate\"")
      assert.include(text, "SwaggerUIBundle(")
      // Elements that load something name it; here all script and style is within them.
      assert.notMatch(text, /<(script|img|iframe|link)\b[^>]*\s(src|href)=["']?(https?:)?\/\//i)
      const policy = headers["content-security-policy"] ?? ""
      assert.match(policy, /default-src 'none'/)
      assert.notMatch(policy, /https?:|\*/)
    }
  }).pipe(Effect.provide(onSocket())))

it.scoped("description and page are served without faults and do not count as API requests", () =>
  Effect.gen(function*() {
    const { control } = yield* Emulator
    yield* control.setFaults(FaultPlan.of({ fault: Fault.destroyBeforeHandler }))
    assert.strictEqual((yield* send("GET", "/openapi.json?x=1")).status, 200)
    assert.strictEqual((yield* send("GET", "/reference")).status, 200)
    assert.deepStrictEqual(yield* control.requests, [])
  }).pipe(Effect.provide(onSocket())))
