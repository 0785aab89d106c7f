import { assert, describe, it } from "@effect/vitest"
import { Duration, Option } from "effect"
import { Decision, fromMethod, Intent, type Policy, RetryPolicy, type Rules } from "../src/index.js"
import { enveloped } from "./support/dialects.js"

const intentOf = (method: string, options: { key?: boolean; policy?: Policy; rules?: Partial<Rules> } = {}) => {
  const policy = options.policy ?? RetryPolicy.keyed
  const rules = { ...fromMethod(method), ...options.rules }
  const key = options.key ?? rules.idempotency === "keyed" ? Option.some("key") : Option.none<string>()
  return {
    rules,
    method,
    path: "/v1/qurls",
    key,
    origin: "generated",
    fingerprint: Option.none,
    startedAt: 0,
    deadlineAt: Duration.toMillis(policy.deadline),
    policy,
    dialect: enveloped,
    repeatable: Intent.repeatable(rules, policy, enveloped, Option.isSome(key))
  } satisfies Intent.Intent
}

/** An answer in the API's own form. */
const answered = (status: number, code?: string, retryAfter?: number): Decision.Answered => ({
  _tag: "Answered",
  status,
  source: "api",
  code,
  retryAfter
})
/** The same from a gateway, a proxy or a portal. */
const foreign = (status: number, code?: string): Decision.Answered => ({ ...answered(status, code), source: "unknown" })
const lost = (reason: "reset" | "timeout" | "body cut" = "reset", status?: number): Decision.Observation => ({
  _tag: "Lost",
  reason,
  code: undefined,
  status
})
/** A stored answer whose body was lost. */
const cutReplay = (status: number): Decision.Observation => ({
  _tag: "Lost",
  reason: "body cut",
  code: undefined,
  status,
  source: "replay"
})
const notSent: Decision.Observation = { _tag: "NotSent", code: "ECONNREFUSED" }

/** Decision after a sequence of observations, one per attempt. */
const after = (intent: Intent.Intent, ...observations: ReadonlyArray<Decision.Observation>) => {
  let history = Decision.emptyHistory
  let decision: Decision.Decision | undefined
  for (const observation of observations) {
    history = Decision.remember(intent, history, observation)
    decision = Decision.decide(intent, history, observation, 0, 0)
  }
  if (decision === undefined) throw new Error("nothing was observed")
  return decision
}
const verdict = (intent: Intent.Intent, ...observations: ReadonlyArray<Decision.Observation>) => {
  const decision = after(intent, ...observations)
  return decision._tag === "Repeat" ? "repeat" : decision.outcome
}

describe("what follows the first attempt", () => {
  const keyed = intentOf("POST")
  const bare = intentOf("POST", { rules: { idempotency: "none" } })
  const read = intentOf("GET")
  const remove = intentOf("DELETE")
  const rows: ReadonlyArray<[string, Decision.Observation, string, string, string, string]> = [
    ["reset", lost(), "repeat", "unknown", "repeat", "repeat"],
    ["timeout", lost("timeout"), "repeat", "unknown", "repeat", "repeat"],
    ["body cut after good headers", lost("body cut", 201), "repeat", "unknown", "repeat", "repeat"],
    ["body cut after the marker of a replay", cutReplay(201), "repeat", "applied but unreadable", "repeat", "repeat"],
    ["connection refused", notSent, "repeat", "not sent", "repeat", "repeat"],
    ["429", answered(429), "repeat", "rejected", "repeat", "repeat"],
    ["502", answered(502), "unknown", "unknown", "repeat", "repeat"],
    ["503", answered(503), "unknown", "unknown", "repeat", "repeat"],
    ["504", answered(504), "unknown", "unknown", "repeat", "repeat"],
    ["500", answered(500), "unknown", "unknown", "unknown", "unknown"],
    ["in flight", answered(409, "idempotency_in_progress"), "repeat", "unknown", "unknown", "unknown"],
    ["409 with a documented code", answered(409, "name_in_use"), "rejected", "rejected", "rejected", "rejected"],
    ["409 with another code", answered(409, "still_working"), "unknown", "unknown", "unknown", "unknown"],
    ["423", answered(423, "locked"), "unknown", "unknown", "unknown", "unknown"],
    ["425", answered(425, "too_early"), "unknown", "unknown", "unknown", "unknown"],
    ["401", answered(401), "rejected", "rejected", "rejected", "rejected"],
    ["404 of a gateway", foreign(404), "unknown", "unknown", "unknown", "unknown"],
    ["413 of a gateway", foreign(413), "unknown", "unknown", "unknown", "unknown"],
    ["401 of a proxy", foreign(401), "unknown", "unknown", "unknown", "unknown"],
    ["429 of a gateway", foreign(429), "repeat", "unknown", "repeat", "repeat"],
    ["200 of a portal", foreign(200), "unknown", "unknown", "applied", "unknown"],
    ["key reused", answered(422, "idempotency_key_reused"), "rejected", "rejected", "rejected", "rejected"],
    ["404", answered(404), "rejected", "rejected", "rejected", "rejected"],
    ["a redirect", answered(302), "unknown", "unknown", "unknown", "unknown"],
    ["201", answered(201), "applied", "applied", "applied", "applied"]
  ]
  for (const [name, observation, withKey, without, get, del] of rows) {
    it(`${name}: keyed write ${withKey}, write without a key ${without}, GET ${get}, DELETE ${del}`, () => {
      assert.strictEqual(verdict(keyed, observation), withKey)
      assert.strictEqual(verdict(bare, observation), without)
      assert.strictEqual(verdict(read, observation), get)
      assert.strictEqual(verdict(remove, observation), del)
    })
  }
})

it("a 304 is an answer to a read under a condition, and to no other call", () => {
  const unchanged = foreign(304)
  assert.strictEqual(verdict({ ...intentOf("GET"), isConditional: true }, unchanged), "applied")
  for (const method of ["GET", "POST", "DELETE"]) assert.strictEqual(verdict(intentOf(method), unchanged), "unknown")
})

describe("policies and operations", () => {
  it("a policy widens the statuses of a write, and an operation keeps it from doing so", () => {
    const policy: Policy = { ...RetryPolicy.keyed, statuses: [429, 502, 503, 504] }
    assert.strictEqual(verdict(intentOf("POST", { policy }), answered(503)), "repeat")
    assert.strictEqual(verdict(intentOf("POST", { policy, rules: { retryStatuses: [429] } }), answered(502)), "unknown")
  })

  it("an operation's documented status is repeated without asking the policy", () => {
    assert.strictEqual(verdict(intentOf("POST", { rules: { retryStatuses: [429, 503] } }), answered(503)), "repeat")
  })

  it("an operation can rule out repeating a lost answer", () => {
    const rules = { networkRetry: false, retryStatuses: [429] } as const
    assert.strictEqual(verdict(intentOf("POST", { rules }), lost()), "unknown")
    assert.strictEqual(verdict(intentOf("POST", { rules }), answered(429)), "repeat")
  })

  it("rejectedOnly repeats writes after 429 only, and reads as ever", () => {
    const policy = RetryPolicy.rejectedOnly
    assert.strictEqual(verdict(intentOf("POST", { policy }), answered(429)), "repeat")
    assert.strictEqual(verdict(intentOf("POST", { policy }), lost()), "unknown")
    assert.strictEqual(verdict(intentOf("POST", { policy }), notSent), "not sent")
    assert.strictEqual(verdict(intentOf("GET", { policy }), lost()), "repeat")
  })

  it("none repeats nothing", () => {
    const policy = RetryPolicy.none
    for (const observation of [lost(), notSent, answered(429), answered(409, "idempotency_in_progress")]) {
      assert.notStrictEqual(verdict(intentOf("POST", { policy }), observation), "repeat")
      assert.notStrictEqual(verdict(intentOf("GET", { policy }), observation), "repeat")
    }
  })
})

describe("outcomes over several attempts", () => {
  const keyed = intentOf("POST")

  it("only a conclusive answer under the same key ends unknown", () => {
    assert.strictEqual(verdict(keyed, lost(), answered(401)), "unknown")
    assert.strictEqual(verdict(keyed, lost(), answered(403)), "unknown")
    assert.strictEqual(verdict(keyed, lost(), answered(500)), "unknown")
    assert.strictEqual(verdict(keyed, lost(), notSent, notSent, notSent), "unknown")
    assert.strictEqual(verdict(keyed, lost(), answered(404)), "rejected")
    assert.strictEqual(verdict(keyed, lost(), answered(422, "idempotency_key_reused")), "rejected")
    assert.strictEqual(verdict(keyed, lost(), answered(201)), "applied")
  })

  it("a replayed success whose body was lost stays a success that cannot be read", () => {
    const cut = cutReplay(201)
    const ends = [answered(403), answered(404), answered(422, "idempotency_key_reused"), foreign(404), notSent]
    for (const end of ends) {
      const policy: Policy = { ...RetryPolicy.keyed, attempts: 2 }
      assert.strictEqual(verdict(intentOf("POST", { policy }), cut, end), "applied but unreadable")
    }
  })

  it("D8 a body that was cut after a success status proves nothing without the marker of a replay", () => {
    const keyed = intentOf("POST", { policy: { ...RetryPolicy.keyed, attempts: 2 }, rules: { successes: [201] } })
    for (const status of [200, 201, 202]) {
      for (const end of [answered(403), foreign(404), notSent, lost("body cut", status)]) {
        assert.strictEqual(verdict(keyed, lost("body cut", status), end), "unknown")
      }
      assert.strictEqual(verdict(keyed, lost("body cut", status), answered(404)), "rejected")
    }
    const undocumented = { ...keyed, policy: RetryPolicy.none, repeatable: { ...keyed.repeatable, lost: false } }
    assert.strictEqual(verdict(undocumented, cutReplay(201)), "applied but unreadable")
    for (const status of [200, 202, 400]) assert.strictEqual(verdict(undocumented, cutReplay(status)), "unknown")
  })

  it("D8 no answer of a stranger settles what an earlier attempt has left open", () => {
    const strangers = [400, 402, 404, 405, 407, 409, 410, 411, 413, 421, 422, 423, 425, 426, 431, 451, 499, 200, 202]
    const inFlight = answered(409, "idempotency_in_progress")
    for (const status of strangers) {
      for (const earlier of [[lost()], [lost("timeout")], [lost("body cut", 404)], [inFlight], [foreign(429)], []]) {
        assert.strictEqual(verdict(keyed, ...earlier, foreign(status)), "unknown")
        assert.isFalse(Decision.spendsKey(keyed, foreign(status), "unknown"))
        assert.isFalse(Decision.freesKey(keyed, foreign(status), "unknown"))
      }
    }
    for (const status of [409, 423, 425]) assert.strictEqual(verdict(keyed, lost(), answered(status, "x")), "unknown")
  })

  it("a refusal whose body was cut is not recognisable as the API's", () => {
    assert.strictEqual(verdict(keyed, lost("body cut", 401)), "unknown")
    assert.strictEqual(verdict(keyed, lost("body cut", 429)), "repeat")
  })

  it("an operation can have its own words for a reused key, beside those of the dialect", () => {
    const own = { status: 409, code: "idempotency_key_reused" } as const
    const keyed = intentOf("POST", { rules: { mismatch: own } })
    const said = ({ code, status }: { code: string; status: number }) => answered(status, code)
    const isMismatch = (intent: Intent.Intent, marker: { code: string; status: number }) =>
      Decision.evidence(intent, said(marker)) === "mismatch"
    for (const marker of [own, enveloped.mismatch]) {
      assert.isTrue(isMismatch(keyed, marker))
      assert.strictEqual(verdict(keyed, lost(), said(marker)), "rejected")
      assert.isFalse(Decision.spendsKey(keyed, said(marker), "rejected"))
    }
    assert.isFalse(isMismatch(intentOf("POST"), own))
    assert.isFalse(isMismatch(keyed, { status: 409, code: "name_in_use" }))
    assert.isTrue(Decision.spendsKey(keyed, answered(409, "name_in_use"), "rejected"))
    assert.isFalse(isMismatch(intentOf("POST", { key: false, rules: { idempotency: "none", mismatch: own } }), own))
  })

  it("a delete that finds nothing after its own lost attempt has worked", () => {
    const remove = intentOf("DELETE")
    assert.strictEqual(verdict(remove, lost(), answered(404)), "applied")
    assert.strictEqual(verdict(remove, notSent, answered(404)), "rejected")
    const gone = intentOf("DELETE", { rules: { alreadyGone: (status, code) => status === 409 && code === "revoked" } })
    assert.strictEqual(verdict(gone, lost(), answered(409, "revoked")), "applied")
    assert.strictEqual(verdict(gone, lost(), answered(404)), "unknown")
  })

  it("D9 a delete works only on the answer that the API names for it", () => {
    const remove = intentOf("DELETE", { rules: { answers: [204] } })
    assert.strictEqual(verdict(remove, answered(204)), "applied")
    for (const status of [200, 202, 226]) assert.strictEqual(verdict(remove, foreign(status)), "unknown")
    assert.strictEqual(verdict(remove, lost(), foreign(404)), "unknown")
    assert.strictEqual(verdict(remove, foreign(200), answered(404)), "applied")
  })
})

describe("limits", () => {
  it("the fourth attempt is the last one", () => {
    assert.strictEqual(verdict(intentOf("POST"), lost(), lost(), lost()), "repeat")
    const end = after(intentOf("POST"), lost(), lost(), lost(), lost())
    assert.strictEqual(end._tag === "End" && end.endedBy, "attempts")
  })

  it.each([["401", answered(401)], ["403", answered(403)], ["not sent", notSent]])(
    "a call that was in flight may have been carried out, even if a later attempt is refused: %s",
    (_, refusal) => {
      const intent = intentOf("POST", { policy: { ...RetryPolicy.keyed, attempts: 1 } })
      assert.strictEqual(verdict(intent, answered(409, "idempotency_in_progress"), refusal), "unknown")
    }
  )

  it("waiting for a call in flight costs no attempts", () => {
    const inFlight = answered(409, "idempotency_in_progress")
    assert.strictEqual(verdict(intentOf("POST"), ...Array.from({ length: 9 }, () => inFlight)), "repeat")
  })

  it("a Retry-After past the deadline ends the call now and says when", () => {
    const end = after(intentOf("POST"), answered(429, undefined, 3_600_000))
    assert.deepStrictEqual(end, {
      _tag: "End",
      outcome: "rejected",
      endedBy: "retry-after past the deadline",
      retryAt: 3_600_000
    })
  })

  it("waits double from 0.5 s to 30 s, jitter lengthens them by up to half, Retry-After is a floor", () => {
    const { keyed } = RetryPolicy
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => Intent.backoff(keyed, attempts, 0))
    assert.deepStrictEqual(waits, [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000])
    assert.strictEqual(Intent.backoff(keyed, 1, 0.5), 625)
    assert.deepInclude(after(intentOf("POST"), answered(429, undefined, 7000)), { delay: 7000 })
    assert.deepInclude(after(intentOf("POST"), answered(429, undefined, 0)), { delay: 500 })
  })

  it("a lost connection costs 5 tokens of the budget, a timeout 10, a rejection nothing", () => {
    assert.deepInclude(after(intentOf("POST"), lost()), { cost: 5 })
    assert.deepInclude(after(intentOf("POST"), lost("timeout")), { cost: 10 })
    assert.deepInclude(after(intentOf("GET"), answered(503)), { cost: 5 })
    assert.deepInclude(after(intentOf("POST"), answered(429)), { cost: 0 })
  })
})
