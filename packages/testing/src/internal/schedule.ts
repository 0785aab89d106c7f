import type { FaultPlan } from "@qurl/emulator"
import type { Policy } from "@qurl/idempotency"
import { RetryPolicy } from "@qurl/sdk"
import * as Duration from "effect/Duration"
import { type Draw, make as makeDraw, pick } from "../Draw.js"
import * as Faults from "../Faults.js"

const operations = ["create", "batchCreate", "mintLink", "update", "delete"] as const

/** A call. `name` is in its input, so that no two calls of a run ask for the same; `target` counts prepared resources. */
export interface Step {
  readonly operation: (typeof operations)[number]
  readonly name: string
  readonly target: number
  /** True if the server refuses it for good, whatever else happens. */
  readonly refused: boolean
}

/** Steps of one client in order, and its requests that find no listener. */
export interface Part {
  readonly steps: ReadonlyArray<Step>
  readonly unreachable: { readonly from: number; readonly length: number }
}

/** A run: everything that a seed decides. The order of arrivals at the server it does not. */
export interface Schedule {
  readonly parts: ReadonlyArray<Part>
  readonly faults: FaultPlan.FaultPlan
  readonly policy: Policy
  /** Resources that exist before anything goes wrong. Clients meet on them. */
  readonly prepared: number
}

const shuffled = <A>(draw: Draw, items: ReadonlyArray<A>): ReadonlyArray<A> => {
  const rest = [...items]
  return items.flatMap(() => rest.splice(draw(rest.length), 1))
}

const attempts = 3
const prepared = 3

const part = (draw: Draw, name: string, kinds: ReadonlyArray<Step["operation"]>): Part => ({
  steps: shuffled(draw, kinds).map((operation, index) => ({
    operation,
    name: `${name}-${index}`,
    target: draw(prepared),
    refused: draw(12) === 0
  })),
  unreachable: {
    from: draw(4),
    // Long enough for one call to end so, now and then; mostly everything can be reached.
    length: pick(draw, [0, 0, 0, 0, 0, 0, 1, 2, attempts, attempts])
  }
})

/** The run of a seed: 2 or 3 clients, 3 kinds of operation each, 1 to 6 faults. */
export const make = (seed: number): Schedule => {
  const draw = makeDraw(seed)
  const kinds = shuffled(draw, operations).slice(0, 3)
  return {
    parts: Array.from({ length: pick(draw, [2, 2, 2, 3]) }, (_, index) => part(draw, `${seed}-${index}`, kinds)),
    faults: Faults.plan(seed, { faults: 1 + draw(6), operations: kinds, delayMillis: 1000 }),
    policy: {
      ...RetryPolicy.keyed,
      attempts,
      attemptTimeout: Duration.millis(300),
      deadline: Duration.millis(pick(draw, [800, 2000])),
      backoff: { base: Duration.millis(2), factor: 2, cap: Duration.millis(20), jitter: 0.5 }
    },
    prepared
  }
}
