import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { type Policy, verdictOf } from "../../Policy.js"
import { type Capabilities, maxRetentionMillis, type Service, UnfitStoreError } from "../../Store.js"
import { representationHeaders } from "./answers/representation.js"
import type { Options } from "./options.js"

/** A policy with its defaults, durations in milliseconds. */
export interface Settings {
  readonly mode: NonNullable<Policy["mode"]>
  readonly isKeyed: (method: string) => boolean
  readonly key: NonNullable<Policy["key"]>
  readonly anonymous: NonNullable<Policy["anonymous"]>
  readonly uniqueWithin: NonNullable<Policy["uniqueWithin"]>
  readonly sameBody: NonNullable<Policy["sameBody"]>
  readonly mismatch: NonNullable<Policy["mismatch"]>
  readonly crash: NonNullable<Policy["crash"]>
  readonly unavailable: NonNullable<Policy["unavailable"]>
  readonly requires: NonNullable<Policy["requires"]>
  readonly sliding: boolean
  readonly verdict: NonNullable<Policy["verdict"]>
  readonly headers: ReadonlyArray<string>
  readonly leaseMillis: number
  readonly storeTimeoutMillis: number
  readonly retentionMillis: number
  readonly maxWaitMillis: number
  readonly maxBodyBytes: number
  readonly bodyTimeoutMillis: number
  readonly maxKeptBytes: number
}

const defaultMethods: ReadonlyArray<string> = ["POST", "PATCH"]

export const make = (
  { dialect }: Pick<Options<unknown>, "dialect">,
  policy: Policy
): Settings => {
  const { keyed } = policy
  const methods: ReadonlySet<string> = new Set(dialect.keyedMethods ?? defaultMethods)
  return {
    mode: policy.mode ?? "transactional",
    isKeyed: keyed === undefined ? (method) => methods.has(method) : () => keyed,
    key: policy.key ?? "optional",
    anonymous: policy.anonymous ?? "refuse",
    uniqueWithin: policy.uniqueWithin ?? "principal",
    sameBody: policy.sameBody ?? "bytes",
    mismatch: policy.mismatch ?? "refuse",
    crash: policy.crash ?? "park",
    unavailable: policy.unavailable ?? "refuse",
    requires: policy.requires ?? [],
    verdict: policy.verdict ?? verdictOf,
    sliding: policy.sliding ?? false,
    headers: [...representationHeaders, ...(policy.headers ?? []).map((name) => name.toLowerCase())],
    leaseMillis: Duration.toMillis(policy.lease ?? "30 seconds"),
    storeTimeoutMillis: Duration.toMillis(policy.storeTimeout ?? "5 seconds"),
    retentionMillis: Duration.toMillis(policy.retention ?? dialect.retentionMillis),
    maxWaitMillis: Duration.toMillis(policy.maxWait ?? (dialect.inFlight === undefined ? "30 seconds" : 0)),
    maxBodyBytes: policy.maxBodyBytes ?? 1024 * 1024,
    bodyTimeoutMillis: Duration.toMillis(policy.bodyTimeout ?? "30 seconds"),
    maxKeptBytes: policy.maxKeptBytes ?? 1024 * 1024
  }
}

/** Settings that give a store a capability it is missing. */
const remedies: Partial<Record<keyof Capabilities, string>> = {
  durable:
    "set synchronous_commit and fsync to on (PostgreSQL, in the application's client as well) or PRAGMA synchronous "
    + "to FULL in a file (SQLite), and do not use Redis or the memory",
  transactional: "use a store with transactions, or set `mode: \"lease\"`",
  sealed: "give it secrets with `Sealed.layer`, or `sealed` in the options"
}

/** Refuses a policy that makes no sense, or that the store cannot carry out, before the first request. */
export const check = (
  { capabilities }: Pick<Service, "capabilities">,
  { leaseMillis, mismatch, mode, requires, retentionMillis, uniqueWithin }: Settings
): Effect.Effect<void, UnfitStoreError> => {
  const missing = [...requires, ...(mode === "transactional" ? ["transactional" as const] : [])]
    .filter((capability) => !capabilities[capability])
  const problem = missing.length > 0
    ? [`is not ${missing.join(", not ")}`, ...missing.flatMap((each) => remedies[each] ?? [])].join(": ")
    : !(retentionMillis <= maxRetentionMillis)
    ? "is asked for a retention of more than 3650 days: set `retention` to the days that answers are needed"
    : !(leaseMillis > 0 && leaseMillis <= retentionMillis)
    ? "is asked for a lease that is not above zero and within the retention"
    : mismatch === "replay" && uniqueWithin !== "route"
    ? "would answer for one route with the result of another: `mismatch: \"replay\"` needs `uniqueWithin: \"route\"`"
    : undefined
  return problem === undefined ? Effect.void : new UnfitStoreError({ problem })
}
