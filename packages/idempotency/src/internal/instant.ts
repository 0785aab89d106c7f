import type { Service as KeyGenerator } from "./keys/keyRequest.js"
import type { Ask, Verdict } from "./lane.js"

/** Gives a place in a lane back. */
export type Leave = (now: number, verdict: Verdict) => void

/** Entrance of a gate for requests that need not wait. */
export interface Entrance {
  readonly nextTicket: () => number
  /** Takes a place now; undefined, and nothing taken, if there is none. */
  readonly enter: (ask: Ask, now: number) => Leave | undefined
}

// What services of this package do without an effect. A service of the caller's own has only its effects.

/** By gate. */
export const entrances = new WeakMap<object, Entrance>()

/** By budget. */
export const refunds = new WeakMap<object, (taken: number) => void>()

/** Makers of random keys, from the time in milliseconds since 1970. */
export const randomKeys = new WeakMap<KeyGenerator, (millis: number) => string>()
