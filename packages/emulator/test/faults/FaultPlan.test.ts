import { assert, it } from "@effect/vitest"
import { Effect, Either, Schema } from "effect"
import { Fault, FaultPlan } from "../../src/index.js"

const post = (operation: string, keyDigest: string | null = null, intent: string | null = null): FaultPlan.Seen => ({
  method: "POST",
  operation,
  keyDigest,
  intent
})

const run = (plan: FaultPlan.FaultPlan, seen: ReadonlyArray<FaultPlan.Seen>) =>
  Effect.map(
    Effect.forEach(seen, FaultPlan.start(plan)),
    (faults) => faults.map((fault) => fault?.kind ?? "-").join(" ")
  )

const three = [post("create"), post("create"), post("create")]

it.effect("without a place every request meets it, with one only that", () =>
  Effect.gen(function*() {
    const fault = Fault.noAnswer
    assert.strictEqual(yield* run(FaultPlan.of({ fault }), three), "noAnswer noAnswer noAnswer")
    assert.strictEqual(yield* run(FaultPlan.of({ fault, nth: 2 }), three), "- noAnswer -")
    assert.strictEqual(yield* run(FaultPlan.of({ fault, nth: 2, times: 2 }), three), "- noAnswer noAnswer")
    assert.strictEqual(yield* run(FaultPlan.of({ fault, times: 1 }), three), "noAnswer - -")
  }))

it.effect("only what matches is counted", () =>
  Effect.gen(function*() {
    const seen = [post("create"), post("batchCreate"), { ...post("get"), method: "GET" }, post("batchCreate")]
    const fault = Fault.noAnswer
    assert.strictEqual(yield* run(FaultPlan.of({ fault, operation: "batchCreate", nth: 2 }), seen), "- - - noAnswer")
    assert.strictEqual(yield* run(FaultPlan.of({ fault, method: "GET" }), seen), "- - noAnswer -")
  }))

it.effect("counts by key or by intent, and leaves those without one alone", () =>
  Effect.gen(function*() {
    const seen = [post("create", "a"), post("create", "b"), post("create", "a"), post("create")]
    const fault = Fault.noAnswer
    assert.strictEqual(yield* run(FaultPlan.of({ fault, per: "key", nth: 1 }), seen), "noAnswer noAnswer - -")
    const intents = [post("create", "a", "x"), post("create", "b", "x"), post("create", "a")]
    assert.strictEqual(yield* run(FaultPlan.of({ fault, per: "intent", nth: 2 }), intents), "- noAnswer -")
  }))

it.effect("the first rule that takes a request wins, and all of them count it", () =>
  Effect.gen(function*() {
    const plan = FaultPlan.of({ fault: Fault.noAnswer, nth: 1 }, { fault: Fault.stallBody, nth: 1, times: 2 })
    assert.strictEqual(yield* run(plan, three), "noAnswer stallBody -")
  }))

it.effect("chance follows the seed, and the share is right", () =>
  Effect.gen(function*() {
    const many = Array.from({ length: 1000 }, () => post("create"))
    const plan = (seed: string | number): FaultPlan.FaultPlan => ({
      rules: [{ fault: Fault.noAnswer, probability: 0.3 }],
      seed
    })
    const [one, same, other] = [yield* run(plan(7), many), yield* run(plan(7), many), yield* run(plan("7a"), many)]
    assert.strictEqual(one, same)
    assert.notStrictEqual(one, other)
    const met = one.split(" ").filter((kind) => kind === "noAnswer").length
    assert.isTrue(met > 240 && met < 360, String(met))
    assert.strictEqual(yield* run(FaultPlan.of({ fault: Fault.noAnswer, probability: 0 }), three), "- - -")
  }))

it("a plan is read from JSON with its defaults, and a misspelt one is refused", () => {
  const decode = Schema.decodeUnknownEither(FaultPlan.FaultPlan)
  const plan = decode({ rules: [{ fault: { kind: "rateLimit" }, operation: "create", nth: 1 }] })
  assert.deepStrictEqual(
    Either.getOrThrow(plan),
    FaultPlan.of({ fault: Fault.rateLimit(), operation: "create", nth: 1 })
  )
  assert.isTrue(Either.isLeft(decode({ rules: [{ fault: { kind: "rateLimit" }, operaton: "create" }] })))
  assert.isTrue(Either.isLeft(decode({ rules: [{ fault: { kind: "explode" } }] })))
})

it("a rule for an operation or a method that the API does not have is refused, and would make a test pass in vain", () => {
  const fault = Fault.destroyAfterCommit
  assert.throws(
    () => FaultPlan.of({ fault }, { fault, operation: "creat" }),
    /rules\.1\.operation .* Did you mean create\?/
  )
  // From JavaScript.
  const rule: object = { method: "post" }
  assert.throws(() => FaultPlan.of({ fault, ...rule }), /rules\.0\.method/)
  const decoded = Schema.decodeUnknownEither(FaultPlan.FaultPlan)({
    rules: [{ fault: { kind: "destroyAfterCommit" }, operation: "creat" }]
  })
  assert.match(String(Either.getOrThrow(Either.flip(decoded))), /there is no operation creat\. Did you mean create\?/)
})
