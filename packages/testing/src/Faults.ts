/**
 * Fault plans for the emulator that come out of a seed, and the words to repeat them.
 *
 * @since 0.1.0
 */
import { Fault, type FaultPlan } from "@qurl/emulator"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Config from "effect/Config"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { type Draw, make, pick } from "./Draw.js"

/**
 * Options of a seeded plan.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** How many faults. Each meets one request or a few in a row. */
  readonly faults: number
  /** The operations they meet, as in the contract. Default: every request alike. */
  readonly operations?: ReadonlyArray<string> | undefined
  /** Delay of a delayed request, in milliseconds. Default: 250. */
  readonly delayMillis?: number | undefined
}

const planKinds: OptionCheck.Kinds<Options> = {
  faults: OptionCheck.required(OptionCheck.count(0)),
  operations: OptionCheck.list(OptionCheck.text),
  delayMillis: OptionCheck.number(0)
}

type Kind = (draw: Draw, options: Options) => FaultPlan.Rule

/** Somewhere among the first requests, mostly once, sometimes long enough to outlast every retry. */
const anywhere = (fault: Fault.Fault): Kind => (draw) => ({
  fault,
  nth: 1 + draw(4),
  times: pick(draw, [1, 1, 1, 2, 5])
})

const now = { retryAfter: { seconds: 0 } } as const

/**
 * Weights with which plans reach every way a call can end. Refusals that speak for the whole call are left out: two
 * attempts can change places in transit, and the server would have refused what it does a moment later.
 */
const kinds: ReadonlyArray<Kind> = [
  anywhere(Fault.destroyBeforeHandler),
  anywhere(Fault.destroyAfterCommit),
  anywhere(Fault.destroyAfterCommit),
  anywhere(Fault.destroyAfterHeaders),
  anywhere(Fault.destroyMidBody),
  anywhere(Fault.destroyMidBody),
  anywhere(Fault.destroyMidBody),
  anywhere(Fault.noAnswerBefore),
  anywhere(Fault.noAnswer),
  anywhere(Fault.stallBody),
  anywhere(Fault.inFlight),
  anywhere(Fault.inFlight),
  anywhere(Fault.inFlight),
  anywhere(Fault.rateLimit(now)),
  anywhere(Fault.rateLimit({ ...now, html: true })),
  anywhere(Fault.rateLimit({ retryAfter: { date: 0 } })),
  anywhere(Fault.status(500)),
  anywhere(Fault.status(500, { when: "after" })),
  anywhere(Fault.status(502, { when: "after", html: true })),
  anywhere(Fault.status(503, now)),
  (draw, options) => anywhere(Fault.delay(options.delayMillis ?? 250))(draw, options),
  (draw, options) => anywhere(Fault.delay(options.delayMillis ?? 250))(draw, options)
]

/**
 * A plan of so many faults, the same for the same seed. Its server is in trouble and honest: it never refuses for good
 * what it has done or will do. Such refusals are for the API itself to give. Throws an `OptionError` when an option is
 * wrong.
 *
 * @example
 * ```ts
 * import { Emulator } from "@qurl/emulator"
 * import { Faults } from "@qurl/testing"
 *
 * const layerEmulator = Emulator.layerServer({ faults: Faults.plan(42, { faults: 3, operations: ["batchCreate"] }) })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const plan = (seed: number, options: Options): FaultPlan.FaultPlan => {
  OptionCheck.assert("Faults.plan", options, planKinds)
  const draw = make(seed)
  return {
    seed,
    rules: Array.from({ length: options.faults }, (): FaultPlan.Rule => {
      const rule = pick(draw, kinds)(draw, options)
      return options.operations === undefined ? rule : { ...rule, operation: pick(draw, options.operations) }
    })
  }
}

/**
 * A plan that meets the first requests one by one: the first fault the first request, the second the next, then none.
 *
 * @since 0.1.0
 * @category constructors
 */
export const script = (
  faults: ReadonlyArray<Fault.Fault>,
  options: { readonly operation?: string | undefined } = {}
): FaultPlan.FaultPlan => {
  OptionCheck.assert("Faults.script", options, { operation: OptionCheck.text })
  return {
    rules: faults.map((fault, index) => ({
      fault,
      nth: index + 1,
      ...(options.operation === undefined ? {} : { operation: options.operation })
    }))
  }
}

/**
 * The answer is lost after everything was stored, and the repetition is refused with 429: a client that takes the 429
 * for the outcome tells its caller that nothing was done.
 *
 * @since 0.1.0
 * @category constructors
 */
export const lostThenLimited = (operation: string): FaultPlan.FaultPlan =>
  script([Fault.destroyAfterCommit, Fault.rateLimit(now)], { operation })

/**
 * Runs a test with the seed in the environment variable `QURL_SEED`, or with `seed` where it is not set. When the test
 * fails, it prints how to run it again.
 *
 * @example
 * ```ts
 * import { Emulator } from "@qurl/emulator"
 * import { Faults } from "@qurl/testing"
 * import { Effect } from "effect"
 *
 * const test = Faults.seeded(42, (seed) =>
 *   Effect.gen(function*() {
 *     const { control } = yield* Emulator
 *     yield* control.setFaults(Faults.plan(seed, { faults: 3 }))
 *   }))
 * ```
 *
 * @since 0.1.0
 * @category combinators
 */
export const seeded = <A, E, R>(seed: number, test: (seed: number) => Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Config.integer("QURL_SEED").pipe(
    Config.withDefault(seed),
    Effect.orDie,
    Effect.flatMap((seed) => Effect.tapErrorCause(test(seed), () => Console.error(rerun(seed))))
  )

/**
 * The words that say how to run a seed again.
 *
 * @since 0.1.0
 * @category combinators
 */
export const rerun = (seed: number): string => `seed=${seed} rerun with QURL_SEED=${seed}`
