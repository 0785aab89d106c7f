import type { Inventory } from "@qurl/emulator"
import { createHash } from "node:crypto"
import type * as Verdict from "../Verdict.js"
import { type Call, type Claim, type Ledger, prefix, type Trace } from "./ledger.js"

type Effect = Inventory.Effect

const digest = (key: string): string => createHash("sha256").update(key).digest("hex")

/** Keys that sort by time begin alike: their ends tell them apart. */
const shorten = (key: string): string => key.length <= 16 ? key : `${key.slice(0, 8)}…${key.slice(-4)}`

const groupBy = <K, A>(items: Iterable<A>, key: (item: A) => K): Map<K, Array<A>> => {
  const groups = new Map<K, Array<A>>()
  for (const item of items) {
    const name = key(item)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [item])
    else group.push(item)
  }
  return groups
}

/** An effect and the intent behind it. */
interface Traced {
  readonly effect: Effect
  readonly trace: Trace
}

/** Effects of the ledger's own traces, and of header values that a test made up. Other oracles judge theirs. */
const traced = (ledger: Ledger, effects: ReadonlyArray<Effect>): ReadonlyArray<Traced> => {
  const made = new Map<string, Trace>()
  return effects.flatMap((effect) => {
    if (effect.intent === null) return []
    const known = ledger.traces.get(effect.intent) ?? made.get(effect.intent)
    if (known !== undefined) return [{ effect, trace: known }]
    if (effect.intent.startsWith(prefix)) return []
    const trace: Trace = { intent: { label: effect.intent, declared: true }, call: undefined, work: undefined }
    made.set(effect.intent, trace)
    return [{ effect, trace }]
  })
}

const reported = ({ name, outcome }: Call): Verdict.ReportedCall => ({ call: name, outcome })

/** The requests behind effects, each with what it changed. */
const executions = (items: ReadonlyArray<Traced>): ReadonlyArray<Verdict.Execution> =>
  [...groupBy(items, ({ effect }) => effect.request_id)].map(([requestId, group]) => {
    const { effect, trace } = group[0] ?? {}
    const key = trace?.call?.key
    const changes: Record<string, number> = {}
    for (const { effect: { kind } } of group) changes[kind] = (changes[kind] ?? 0) + 1
    return {
      requestId,
      operation: effect?.operation ?? "unknown operation",
      // A call that makes a key per attempt is known by one of them.
      key: key === undefined || digest(key) !== effect?.key_digest ? undefined : shorten(key),
      keyDigest: effect?.key_digest ?? undefined,
      changes
    }
  })

const callsOf = (items: ReadonlyArray<Traced>): ReadonlyArray<Call> => [
  ...new Set(items.flatMap(({ trace: { call } }) => call === undefined ? [] : [call]))
]

/** Intents whose work two requests have done. */
const duplicates = (items: ReadonlyArray<Traced>): ReadonlyArray<Verdict.Violation> =>
  [...groupBy(items, ({ trace }) => trace.intent)].flatMap(([intent, group]) =>
    [...groupBy(group, ({ effect, trace }) => trace.call?.work ?? trace.work ?? effect.operation).values()].flatMap(
      (work) => {
        const found = executions(work)
        return found.length < 2
          ? []
          : [{
            kind: "duplicate" as const,
            intent: intent.label,
            calls: callsOf(work).map(reported),
            executions: found,
            missing: []
          }]
      }
    )
  )

const open = new Set(["unknown", "in flight", "applied but unreadable"])

/** The same call again after one whose outcome was open, as if the first had not happened. */
const repeats = (calls: ReadonlyArray<Call>, items: ReadonlyArray<Traced>): ReadonlyArray<Verdict.Violation> => {
  const byCall = groupBy(items, ({ trace }) => trace.call)
  const known = calls.filter((call) => call.work !== undefined && byCall.has(call))
  return [...groupBy(known, ({ work }) => work).values()].flatMap((same) =>
    same.flatMap((second) => {
      const first = same.findLast((call) =>
        call.ended < second.began && open.has(call.outcome) && call.intent !== second.intent
        // A test that gives two names to the same thing means two things.
        && !(call.intent.declared && second.intent.declared && call.intent.label !== second.intent.label)
      )
      return first === undefined ? [] : [{
        kind: "repeated" as const,
        intent: first.intent.label,
        calls: [first, second].map(reported),
        executions: executions([...byCall.get(first) ?? [], ...byCall.get(second) ?? []]),
        missing: []
      }]
    })
  )
}

const describeClaim = ({ count, kind, subject }: Claim, found: number): string =>
  subject !== undefined ? `${kind} of ${subject}` : `${kind} ${count} times (found ${found})`

/** Reported effects that do not exist. */
const missing = (
  calls: ReadonlyArray<Call>,
  items: ReadonlyArray<Traced>,
  effects: ReadonlyArray<Effect>
): ReadonlyArray<Verdict.Violation> => {
  const byCall = groupBy(items, ({ trace }) => trace.call)
  const byDigest = groupBy(effects, ({ key_digest }) => key_digest)
  return calls.flatMap((call) => {
    // Another call under the same key may have done the work that this one reported.
    const own = new Set([
      ...(byCall.get(call) ?? []).map(({ effect }) => effect),
      ...(call.key === undefined ? [] : byDigest.get(digest(call.key)) ?? [])
    ])
    const lacking = call.claims.flatMap((claim) => {
      const happened = (kind: Effect["kind"]) => (effect: Effect) =>
        effect.kind === kind && (claim.subject === undefined || effect.subject === claim.subject)
      if (claim.given !== undefined && !effects.some(happened(claim.given))) return []
      const found = [...(claim.own ? own : effects)].filter(happened(claim.kind)).length
      return found >= claim.count ? [] : [describeClaim(claim, found)]
    })
    return lacking.length === 0 ? [] : [{
      kind: "missing" as const,
      intent: call.intent.label,
      calls: [reported(call)],
      executions: executions(byCall.get(call) ?? []),
      missing: lacking
    }]
  })
}

/** True if a call has made more links than it reported, or any effect after it reported none. */
const exceeds = (call: Call, items: ReadonlyArray<Traced>): boolean => {
  if (call.outcome === "rejected" || call.outcome === "not sent") return items.length > 0
  const claimed = call.claims.find(({ kind, own }) => own && kind === "token.created")
  return call.outcome === "applied" && claimed !== undefined
    && items.filter(({ effect }) => effect.kind === "token.created").length > claimed.count
}

const unexpected = (items: ReadonlyArray<Traced>): ReadonlyArray<Verdict.Violation> =>
  [...groupBy(items, ({ trace }) => trace.call)].flatMap(([call, group]) => {
    const found = executions(group)
    // Two executions of one call are reported as a duplicate.
    return call === undefined || found.length > 1 || !exceeds(call, group) ? [] : [{
      kind: "unexpected" as const,
      intent: call.intent.label,
      calls: [reported(call)],
      executions: found,
      missing: []
    }]
  })

/** Compares intents and reported outcomes with the effects. */
export const judge = (ledger: Ledger, effects: ReadonlyArray<Effect>): Verdict.Verdict => {
  const items = traced(ledger, effects)
  return {
    violations: [
      ...duplicates(items),
      ...repeats(ledger.calls, items),
      ...missing(ledger.calls, items, effects),
      ...unexpected(items)
    ],
    calls: ledger.calls.filter(({ writes }) => writes).map(reported),
    changes: items.length
  }
}
