import { assert, describe, it } from "@effect/vitest"
import { Cause, Effect, Exit } from "effect"
import { Emulator, Fault, FaultPlan } from "../../src/index.js"
import * as Api from "./api.js"
import * as Coverage from "./description/coverage.js"
import { complaints, schema } from "./description/schemas.js"

/** A harness that objects to nothing would prove nothing. */
describe("the harness objects", () => {
  const { send } = Api.make(Coverage.make())

  for (
    const [what, fault, objection] of [
      ["an undeclared status", Fault.status(418), "the status is not declared"],
      ["another content type", Fault.status(500, { html: true }), "the content type text/html"],
      ["a code that is not known there", Fault.status(401), "the code error is not known there"],
      ["a missing header", Fault.rateLimit({ retryAfter: "none" }), "Retry-After is missing"],
      ["a header of another type", Fault.rateLimit({ retryAfter: { date: 1 } }), "retry-after must be integer"]
    ] as const
  ) {
    it.scoped(`to ${what}`, () =>
      Effect.gen(function*() {
        yield* (yield* Emulator).control.setFaults(FaultPlan.of({ fault }))
        const exit = yield* Effect.exit(send("getQuota"))
        assert.include(Exit.isFailure(exit) ? Cause.pretty(exit.cause) : "", objection)
      }).pipe(Effect.provide(Emulator.layerServer())))
  }

  it("to answers that are not as described", () => {
    const session = {
      session_id: "s_1",
      qurl_id: "q_1",
      src_ip: "127.0.0.1",
      created_at: "2026-01-01T00:00:00Z",
      last_seen_at: "2026-01-01T00:00:00Z"
    }
    const wrong = (value: object) => complaints("answered", schema("Session"), value).length
    assert.strictEqual(wrong(session), 0)
    assert.strictEqual(wrong({ ...session, ends_at: session.created_at }), 1, "something undeclared")
    assert.strictEqual(wrong({ ...session, src_ip: undefined }), 1, "something missing")
    assert.strictEqual(wrong({ ...session, created_at: "yesterday" }), 1, "another format")
    assert.isAbove(complaints("answered", schema("WebhookWithSecret"), { secret: "x" }).length, 1)
    assert.isAbove(complaints("answered", schema("TokenStatus"), "fine").length, 0, "a value that is not listed")
    assert.isAbove(complaints("asked", schema("CreateQurlRequest"), { target_url: "ftp://x" }).length, 0)
  })
})
