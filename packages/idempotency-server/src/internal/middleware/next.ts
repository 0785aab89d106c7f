import type { Dialect } from "@qurl/idempotency/Dialect"
import * as Problem from "../../Problem.js"
import type { Record, Response } from "../../Store.js"
import * as Fingerprint from "../fingerprint.js"
import { mayHaveRun } from "./answers/verdict.js"

/** An execution of the key in this process, which the store may not know yet. */
export interface Execution {
  readonly _tag: "Here"
  /** Progress of its claim: not requested, requested, held, given up. */
  readonly claim: "none" | "requested" | "held" | "over"
  readonly fingerprint: string
  readonly startedAt: number
}

/** The parts of a request and its policy that decide. */
export interface Asked {
  readonly dialect: Dialect
  readonly fingerprint: string
  readonly mismatch: "refuse" | "replay"
}

/** The time that a request has left to wait, and the present time, in milliseconds. */
export interface Patience {
  readonly leftMillis: number
  readonly now: number
}

/** Kinds of answers that are not executions, for the policy to count. */
export type Kind = "replay" | "mismatch" | "in flight"

/** Next step of a request, decided from the record of its key. */
export type Next =
  | { readonly _tag: "Replay"; readonly response: Response }
  | {
    readonly _tag: "Refuse"
    readonly kind: Kind | undefined
    readonly problem: Problem.Problem
    readonly location?: string | undefined
  }
  /** For a change of the record. */
  | { readonly _tag: "AwaitChange"; readonly gen: number; readonly millis: number }
  /** For the claim, or for the end, of the execution in this process. */
  | { readonly _tag: "AwaitClaim" }
  | { readonly _tag: "AwaitEnd" }
  /** `fingerprint` is the one to claim with. */
  | { readonly _tag: "Execute"; readonly fingerprint: string }

const maxRetryAfterSeconds = 10

/**
 * A running request is expected to take as long again as it has taken so far, within 1 to 10 s. It is never expected to
 * take longer than its lease.
 */
export const retryAfter = (startedAt: number, now: number, leaseLeftMillis = Infinity): number => {
  const expected = Math.min(Math.max(0, now - startedAt), leaseLeftMillis)
  return Math.min(maxRetryAfterSeconds, Math.max(1, Math.ceil(expected / 1000)))
}

const inFlight = (dialect: Dialect, seconds: number): Next => ({
  _tag: "Refuse",
  kind: "in flight",
  problem: Problem.inFlight(dialect, seconds)
})

const nextToExecution = (execution: Execution, { dialect }: Asked, isMismatch: boolean, patience: Patience): Next => {
  // Until the store has decided whose the key is, neither body is the wrong one.
  if (execution.claim === "requested") return { _tag: "AwaitClaim" }
  if (execution.claim === "held" && isMismatch) {
    return { _tag: "Refuse", kind: "mismatch", problem: Problem.keyReused(dialect) }
  }
  return patience.leftMillis > 0
    ? { _tag: "AwaitEnd" }
    : inFlight(dialect, retryAfter(execution.startedAt, patience.now))
}

/** A key whose handler may have had an effect stays bound to the body that the handler saw. */
const isFree = (record: Record): boolean => record._tag === "Released" && !record.reason.startsWith(mayHaveRun)

/**
 * Decides what a request gets. A key that was released without an effect is as good as new. For the others the bodies are
 * compared first, and only then does the state of the record count.
 */
export const next = (record: Record | Execution | undefined, asked: Asked, patience: Patience): Next => {
  const { dialect, fingerprint, mismatch } = asked
  if (record === undefined) return { _tag: "Execute", fingerprint }
  if (record._tag !== "Here" && isFree(record)) return { _tag: "Execute", fingerprint }
  if (record._tag !== "Here" && !Fingerprint.isKnown(record.fingerprint)) {
    return { _tag: "Refuse", kind: undefined, problem: Problem.storeUnavailable }
  }
  const isMismatch = mismatch === "refuse" && record.fingerprint !== fingerprint
  if (record._tag === "Here") return nextToExecution(record, asked, isMismatch, patience)
  if (isMismatch) return { _tag: "Refuse", kind: "mismatch", problem: Problem.keyReused(dialect) }
  switch (record._tag) {
    case "Done":
      return { _tag: "Replay", response: record.response }
    case "Tombstone":
      return {
        _tag: "Refuse",
        kind: "replay",
        problem: Problem.notKept(record.reason),
        location: record.response.headers["location"]
      }
    case "Parked":
      return { _tag: "Refuse", kind: "replay", problem: Problem.outcomeUnknown }
    case "Released":
      return { _tag: "Execute", fingerprint: record.fingerprint }
    case "Running": {
      const { createdAt, gen, leaseLeftMillis } = record
      if (leaseLeftMillis <= 0) return { _tag: "Execute", fingerprint: record.fingerprint }
      return patience.leftMillis > 0
        ? { _tag: "AwaitChange", gen, millis: Math.min(patience.leftMillis, leaseLeftMillis) }
        : inFlight(dialect, retryAfter(createdAt, patience.now, leaseLeftMillis))
    }
  }
}
