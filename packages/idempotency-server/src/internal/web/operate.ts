import * as Effect from "effect/Effect"
import * as Operations from "../../Operations.js"
import { type Decision, idOf, maxRetentionMillis, type Service, Store, type Unresolved } from "../../Store.js"
import type * as Operator from "../../Web/Operator.js"
import { identityOf } from "../identityOf.js"
import { toStored } from "./toStored.js"

const toRecord = ({ createdAt, gen, identity, reason, state, summary }: Unresolved): Operator.UnresolvedRecord => ({
  ...summary,
  id: idOf(identity),
  state,
  generation: gen,
  reason,
  createdAt
})

const toDecision = async (decision: Operator.KeyDecision, retentionMillis: number): Promise<Decision> => {
  if (decision === "free") return { _tag: "Free" }
  if (decision === "forget") return { _tag: "Forget" }
  return {
    _tag: "Finish",
    response: await toStored(decision.finish),
    retentionMillis: Math.min(maxRetentionMillis, decision.retentionMillis ?? retentionMillis)
  }
}

/** Makes the functions of operators on a store. `retentionMillis` is how long an answer of an operator is kept. */
export const make = (store: Service, retentionMillis: number): Operator.Operators => {
  const run = <A, E>(effect: Effect.Effect<A, E, Store>): Promise<A> =>
    Effect.runPromise(Effect.provideService(effect, Store, store))
  return {
    counts: () => run(Operations.measure),
    unresolved: async (page) => {
      const { next, records } = await run(Operations.unresolved(page))
      return { next, records: records.map(toRecord) }
    },
    decide: async ({ actor, decision, generation, id }) =>
      run(Operations.resolve(identityOf(id), generation, await toDecision(decision, retentionMillis), actor))
  }
}
