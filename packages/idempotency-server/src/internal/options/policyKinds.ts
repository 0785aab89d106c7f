import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import { didYouMean } from "@qurl/idempotency/Support/Suggestion"
import * as Predicate from "effect/Predicate"
import type { Crash, Policy } from "../../Policy.js"
import type { Capabilities } from "../../Store.js"
import type * as Web from "../../Web/Policy.js"

/** Values of a union of texts. The compiler asks for every one of them. */
export const choice = <Value extends string>(values: { readonly [Each in Value]: true }): OptionCheck.Kind => {
  const names = Object.keys(values)
  const kind = OptionCheck.oneOf(...names)
  return {
    ...kind,
    find: (value, option) => {
      const wrong = kind.find(value, option)
      const hint = typeof value === "string" ? didYouMean(value, names) : ""
      return wrong === undefined || hint === "" ? wrong : { option, problem: `${wrong.problem}. ${hint}` }
    }
  }
}

/** Times in milliseconds. `Infinity` is one. */
export const millis: OptionCheck.Kind = OptionCheck.kind(
  "a number of milliseconds, 0 or more",
  (value) => typeof value === "number" && value >= 0
)

const crashes = choice<Extract<Crash, string>>({ park: true, resume: true, "re-execute": true })
const reconcile = OptionCheck.nested<Extract<Crash, object>>({ reconcile: OptionCheck.required(OptionCheck.fn) })

const crash: OptionCheck.Kind = {
  expected: `${crashes.expected} or { reconcile }`,
  isRequired: false,
  find: (value, option) =>
    Predicate.isRecord(value)
      ? reconcile.find(value, option)
      : typeof value === "string"
      ? crashes.find(value, option)
      : { option, problem: `must be ${crash.expected}` }
}

const capabilities = { durable: true, linearizable: true, notify: true, serverClock: true, sealed: true } as const

/** Parts of a policy that are the same with Effect and without. */
const parts = {
  key: choice<NonNullable<Policy["key"]>>({ optional: true, required: true }),
  anonymous: choice<NonNullable<Policy["anonymous"]>>({ refuse: true, allow: true }),
  uniqueWithin: choice<NonNullable<Policy["uniqueWithin"]>>({ principal: true, route: true }),
  sameBody: choice<NonNullable<Policy["sameBody"]>>({ bytes: true, json: true }),
  mismatch: choice<NonNullable<Policy["mismatch"]>>({ refuse: true, replay: true }),
  unavailable: choice<NonNullable<Policy["unavailable"]>>({ refuse: true, execute: true }),
  crash,
  sliding: OptionCheck.flag,
  verdict: OptionCheck.fn,
  headers: OptionCheck.list(OptionCheck.text),
  maxBodyBytes: OptionCheck.number(0),
  maxKeptBytes: OptionCheck.number(0)
}

/** Kinds of the parts of a policy with Effect. */
export const policy: OptionCheck.Kinds<Policy> = {
  ...parts,
  mode: choice<NonNullable<Policy["mode"]>>({ transactional: true, lease: true }),
  keyed: OptionCheck.flag,
  requires: OptionCheck.list(choice<keyof Capabilities>({ ...capabilities, transactional: true })),
  lease: OptionCheck.duration,
  storeTimeout: OptionCheck.duration,
  retention: OptionCheck.duration,
  maxWait: OptionCheck.duration,
  bodyTimeout: OptionCheck.duration
}

/** Kinds of the common parts of a policy without Effect. */
export const webParts: OptionCheck.Kinds<Web.PolicyParts> = {
  ...parts,
  requires: OptionCheck.list(choice<keyof typeof capabilities>(capabilities)),
  leaseMillis: millis,
  storeTimeoutMillis: millis,
  retentionMillis: millis,
  maxWaitMillis: millis,
  bodyTimeoutMillis: millis
}

/** Kinds of the policy of one handler without Effect. */
export const webPolicy: OptionCheck.Kinds<Web.LeasePolicy> = { ...webParts, mode: choice<"lease">({ lease: true }) }
