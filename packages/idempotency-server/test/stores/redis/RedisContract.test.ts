import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as Conformance from "../../../src/Conformance.js"
import { sealed } from "../sealed/sealed.js"
import { isAbsent, Server, stillStores } from "./server.js"

const sealedStores = Effect.gen(function*() {
  const { advance, stores: [one, two] } = yield* stillStores
  return { advance, stores: [yield* sealed(one), yield* sealed(two)] as const }
})

describe.skipIf(isAbsent)("the store in Redis keeps the contract", () => {
  it.layer(Server.layer, { timeout: 30_000 })((it) => {
    for (const { name, run } of Conformance.cases) {
      it.scoped(name, () => Effect.flatMap(stillStores, run))
      it.scoped(`sealed: ${name}`, () => Effect.flatMap(sealedStores, run))
    }
  })
})
