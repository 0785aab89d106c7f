/**
 * Runs of the model: one from its picks, many from a seed, and all there are within small bounds.
 *
 * @since 0.1.0
 */
import { make as makeDraw } from "@qurl/testing/Draw"
import * as Choices from "../kit/choices.js"
import * as Invariants from "./Invariants.js"
import * as Client from "./ModelClient.js"
import * as Server from "./ModelServer.js"
import { type Mode, type Parts, shipped } from "./Parts.js"
import { bad, good } from "./Transitions.js"
import type { Bounds, Wish, World } from "./World.js"

export type {
  /**
   * The bounds of a run.
   *
   * @since 0.1.0
   * @category models
   */
  Bounds
} from "./World.js"

const start = (
  bounds: Bounds,
  parts: Parts,
  { choose }: Choices.Choices,
  log: Array<string> | undefined
): World => {
  const wishes = Array.from({ length: bounds.intents }, (_, id): Wish => ({
    id,
    refused: choose(bounds.sharedKey ? 1 : 6) === 5,
    startedAt: 0
  }))
  const world: World = {
    parts: bounds.sharedKey ? { ...parts, key: (_, call, attempt) => parts.key(0, call, attempt) } : parts,
    bounds,
    wishes,
    calls: [],
    rows: new Map(),
    effects: [],
    requests: [],
    answers: [],
    handlers: [],
    asleep: [],
    now: 0,
    skew: 0,
    isSkewed: false,
    owners: 0,
    faultsLeft: bounds.faults,
    log,
    violations: []
  }
  for (const wish of wishes) Client.begin(world, wish)
  return world
}

const step = (world: World, { choose }: Choices.Choices): boolean => {
  const steps = good(world)
  const before = world.calls.map(({ history }) => history.effect)
  if (world.faultsLeft > 0 && world.calls.some(({ sent }) => sent > 0)) {
    const count = steps.length
    steps.push(...bad(world))
    const picked = choose(steps.length)
    if (picked >= count) world.faultsLeft -= 1
    steps[picked]?.()
  } else {
    if (steps.length === 0) return false
    steps[choose(steps.length)]?.()
  }
  for (const [id, effect] of before.entries()) {
    if (effect !== "none" && world.calls[id]?.history.effect === "none") {
      world.violations.push(`call ${id} forgot that it may have had an effect`)
    }
  }
  return true
}

const limit = 2000

/** Stops the faults and lets every call end. */
const calm = (world: World): void => {
  for (let count = 0; count < limit; count++) {
    const [next] = good(world)
    if (next === undefined) return
    next()
  }
  world.violations.push("it goes on for ever")
}

/**
 * Runs the model once: picked steps, a calm phase, perhaps a decision on every parked key, and then every program once
 * more under its key. Returns the violation, if there is one.
 */
const run = (
  bounds: Bounds,
  parts: Parts,
  choices: Choices.Choices,
  log?: Array<string>
): ReadonlyArray<string> => {
  const world = start(bounds, parts, choices, log)
  for (let count = 0; count < bounds.steps; count++) if (!step(world, choices)) break
  calm(world)
  const parked = [...world.rows].filter(([, row]) => row.state._tag === "Parked")
  if (parked.length > 0 && choices.choose(2) === 1) { for (const [key] of parked) Server.decide(world, key) }
  const again = world.calls.filter((call) => call.intent.key._tag === "Some" && Invariants.isKept(world, call))
    .map((call) => Client.begin(world, call.wish))
  calm(world)
  world.violations.push(
    ...Invariants.check(world),
    ...again.flatMap((call) => Invariants.checkCalm(world, call))
  )
  return world.violations
}

/**
 * A run that must not be: what is wrong with it, the fewest picks that show it, and what happens then.
 *
 * @since 0.1.0
 * @category models
 */
export interface Failure {
  readonly picks: ReadonlyArray<number>
  readonly violations: ReadonlyArray<string>
  readonly log: ReadonlyArray<string>
}

const failure = (bounds: Bounds, parts: Parts, picks: ReadonlyArray<number>): Failure => {
  const shortest = Choices.shrink(picks, (candidate) => run(bounds, parts, Choices.replay(candidate)).length > 0)
  const log: Array<string> = []
  const violations = run(bounds, parts, Choices.replay(shortest), log)
  return { picks: shortest, violations, log }
}

/**
 * The bounds of a seed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const boundsOf = (seed: number, mode?: Mode): Bounds => {
  const draw = makeDraw(seed)
  return {
    mode: mode ?? (draw(2) === 0 ? "transaction" : "lease"),
    intents: 1 + draw(3),
    sharedKey: draw(4) === 0,
    processes: 1 + draw(2),
    words: draw(2) === 0 ? "of the dialect" : "of their own",
    faults: 1 + draw(5),
    steps: 20 + draw(41)
  }
}

/**
 * The run of a seed; its failure, if it is one.
 *
 * @since 0.1.0
 * @category constructors
 */
export const sample = (seed: number, mode?: Mode, parts: Parts = shipped): Failure | undefined => {
  const bounds = boundsOf(seed, mode)
  const choices = Choices.random(seed)
  return run(bounds, parts, choices).length === 0 ? undefined : failure(bounds, parts, choices.taken)
}

/**
 * The first of so many runs, beginning with `seed`, that finds a mistake.
 *
 * @since 0.1.0
 * @category constructors
 */
export const hunt = (
  mode: Mode,
  parts: Parts,
  { runs, seed }: { readonly seed: number; readonly runs: number }
): { readonly seed: number; readonly failure: Failure } | undefined => {
  for (let next = seed; next < seed + runs; next++) {
    const failure = sample(next, mode, parts)
    if (failure !== undefined) return { seed: next, failure }
  }
  return undefined
}

/**
 * Result of all runs within bounds.
 *
 * @since 0.1.0
 * @category models
 */
export interface Exhausted {
  readonly runs: number
  /** True if every run within the bounds was made. */
  readonly complete: boolean
  readonly failure: Failure | undefined
}

/**
 * Every run there is within the bounds, until one fails or `goesOn` says no.
 *
 * @since 0.1.0
 * @category constructors
 */
export const exhaust = (bounds: Bounds, goesOn: (runs: number) => boolean, parts: Parts = shipped): Exhausted => {
  let picks: ReadonlyArray<number> | undefined = []
  let runs = 0
  while (picks !== undefined && goesOn(runs)) {
    const choices: Choices.Choices = Choices.replay(picks)
    runs += 1
    if (run(bounds, parts, choices).length > 0) {
      return { runs, complete: false, failure: failure(bounds, parts, choices.taken) }
    }
    picks = Choices.following(choices)
  }
  return { runs, complete: picks === undefined, failure: undefined }
}
