import { describe, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import * as Conformance from "../../src/Conformance.js"
import * as Memory from "../../src/Store/Memory.js"

const subject = Effect.map(Memory.make, (store) => ({ stores: [store] as const, advance: TestClock.adjust }))

describe("the store in memory keeps the contract", () => {
  for (const { name, run } of Conformance.cases) it.effect(name, () => Effect.flatMap(subject, run))
})
