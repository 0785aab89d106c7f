import type { Inventory } from "@qurl/emulator"
import type { Outcome } from "@qurl/sdk"
import { callSite } from "./callSite.js"

/** Something that a test wants to happen once. Two intents are two objects, whatever their labels. */
export interface Intent {
  readonly label: string
  /** By the test, and not by a single call standing for itself. */
  readonly declared: boolean
  /** The frames of the user's code in which it was declared or called. */
  readonly at?: ReadonlyArray<string>
}

/** Something that must exist on the server because it was reported to the caller. */
export interface Claim {
  readonly kind: Inventory.Effect["kind"]
  readonly subject: string | undefined
  /** True if this call must have caused it, false if any call may have. */
  readonly own: boolean
  readonly count: number
  /** The claim stands only where this has happened to the subject: what never was need not be removed. */
  readonly given?: Inventory.Effect["kind"]
}

/** A call, filled in while it runs. */
export interface Call {
  readonly name: string
  readonly intent: Intent
  readonly began: number
  ended: number
  /** True if it requested a change. */
  writes: boolean
  /** Digest of the request. Unknown if another client sends it. */
  work: string | undefined
  key: string | undefined
  outcome: Outcome
  claims: ReadonlyArray<Claim>
}

/** Intent that a header value stands for. The work of a call is with the call. */
export interface Trace {
  readonly intent: Intent
  readonly call: Call | undefined
  readonly work: string | undefined
}

/** Header values of oracles, so that one of them can leave alone what belongs to another. */
export const prefix = "exactly-once-"

/** Intents, calls and reports in one place. Every step is synchronous. */
export interface Ledger {
  readonly calls: ReadonlyArray<Call>
  readonly traces: ReadonlyMap<string, Trace>
  /** Until it ends, nothing is known of a call. */
  readonly begin: (operation: string, intent: Intent | undefined) => Call
  readonly end: (call: Call, outcome: Outcome, claims: ReadonlyArray<Claim>) => void
  /** The header value of a trace, always the same for the same one. */
  readonly header: (trace: Trace) => string
}

export const make = (nonce: string): Ledger => {
  const calls: Array<Call> = []
  const traces = new Map<string, Trace>()
  const values = new Map<Intent | Call, Map<string | undefined, string>>()
  let moment = 0
  return {
    calls,
    traces,
    begin: (operation, declared) => {
      const name = `${operation} #${calls.length + 1}`
      const call: Call = {
        name,
        intent: declared ?? { label: name, declared: false, at: callSite() },
        began: ++moment,
        ended: Number.POSITIVE_INFINITY,
        writes: false,
        work: undefined,
        key: undefined,
        outcome: "unknown",
        claims: []
      }
      calls.push(call)
      return call
    },
    end: (call, outcome, claims) => {
      call.ended = ++moment
      call.outcome = outcome
      call.claims = claims
    },
    header: (trace) => {
      const owner = trace.call ?? trace.intent
      const known = values.get(owner) ?? new Map<string | undefined, string>()
      const value = known.get(trace.work) ?? `${prefix}${nonce}-${traces.size + 1}`
      values.set(owner, known.set(trace.work, value))
      traces.set(value, trace)
      return value
    }
  }
}
