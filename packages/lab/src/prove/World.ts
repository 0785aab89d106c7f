/**
 * The state of one run: clients, what is on its way, and servers over one store. Time is a number.
 *
 * @since 0.1.0
 */
import type * as Store from "@qurl/idempotency-server/Store"
import type * as StoreModel from "@qurl/idempotency-server/StoreModel"
import type * as Decision from "@qurl/idempotency/Decision"
import type { Intent } from "@qurl/idempotency/Intent"
import type { Mode, Parts } from "./Parts.js"

/**
 * The bounds of a run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bounds {
  readonly mode: Mode
  readonly intents: number
  /** True if the second intent uses the key of the first with another body. */
  readonly sharedKey: boolean
  readonly processes: number
  /** The words in which the servers refuse: those of the client's dialect, or others for the same facts. */
  readonly words: "of the dialect" | "of their own"
  readonly faults: number
  /** Steps that are picked; after them nothing goes wrong any more. */
  readonly steps: number
}

/**
 * An effect that a caller wants once. `refused`: the server's rules always reject it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Wish {
  readonly id: number
  readonly refused: boolean
  /** By the clock of the client. */
  readonly startedAt: number
}

/**
 * A call of the SDK. A program that died and runs again makes a second one under the same key.
 *
 * @since 0.1.0
 * @category models
 */
export interface Call {
  readonly id: number
  readonly wish: Wish
  readonly intent: Intent
  history: Decision.History
  sent: number
  /** The request that is waited for, and until when. */
  waiting: { readonly request: Request; readonly until: number } | undefined
  wakeAt: number
  end: Extract<Decision.Decision, { readonly _tag: "End" }> | undefined
  endedAt: number
  /** The effect that was reported to the caller. */
  made: string | undefined
  /** The status with which all its further requests are refused. */
  door: number | undefined
  /** True if the program died and received no outcome. */
  dead: boolean
}

/**
 * An attempt in transit. Its copies are the same object.
 *
 * @since 0.1.0
 * @category models
 */
export interface Request {
  readonly call: Call
  readonly key: string | undefined
  /** After this time no copy of it is still on its way. */
  readonly until: number
  /** Refused at the door: every copy of it. */
  door: number | undefined
  arrived: boolean
}

/**
 * An answer on its way.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answer {
  readonly request: Request
  readonly status: number
  /** Origin of the answer as its form shows it. A gateway's answer never has the form of the API. */
  readonly source: Decision.Source
  readonly code?: string
  readonly made?: string | undefined
}

/**
 * A handler at work in a process.
 *
 * @since 0.1.0
 * @category models
 */
export interface Handler {
  readonly process: number
  readonly request: Request
  readonly ticket: Store.Ticket
  applied: string | undefined
  /** It stands still, as in a process that was stopped. */
  standsStillUntil: number
}

/**
 * Something that happened, and the request that did it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Effect {
  readonly id: string
  readonly request: Request
}

/**
 * Everything there is.
 *
 * @since 0.1.0
 * @category models
 */
export interface World {
  readonly parts: Parts
  readonly bounds: Bounds
  readonly wishes: ReadonlyArray<Wish>
  readonly calls: Array<Call>
  readonly rows: Map<string, StoreModel.Row>
  readonly effects: Array<Effect>
  requests: Array<Request>
  answers: Array<Answer>
  handlers: Array<Handler>
  /** Calls whose programs have died and may run again. */
  asleep: Array<Call>
  /** The time of the store. */
  now: number
  /** By so much the clocks of clients are ahead of the store, and whether that has changed. */
  skew: number
  isSkewed: boolean
  owners: number
  faultsLeft: number
  /** Events of the run, if they are to be printed. */
  readonly log: Array<string> | undefined
  readonly violations: Array<string>
}

/**
 * Without the first occurrence of an item.
 *
 * @since 0.1.0
 * @category combinators
 */
export const without = <A>(items: ReadonlyArray<A>, item: A): Array<A> => {
  const index = items.indexOf(item)
  return index < 0 ? [...items] : [...items.slice(0, index), ...items.slice(index + 1)]
}
