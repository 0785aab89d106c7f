import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { KeyError } from "../CallError.js"
import { fromParts } from "../IdempotencyKey.js"
import type { Call, Service } from "../KeyGenerator.js"

/** The lowest occurrence that is neither used up nor held by a running call. */
const lowestFree = (taken: ReadonlySet<number>): number => {
  let occurrence = 1
  while (taken.has(occurrence)) occurrence += 1
  return occurrence
}

/** See `KeyGenerator.fromJob`. */
export const fromJob = (jobId: string, startedAt: DateTime.DateTime.Input): Service => {
  const start = DateTime.toEpochMillis(DateTime.unsafeMake(startedAt))
  const identities = new Map<string, Set<number>>()

  const occurrence = (call: Call, identity: string): number => {
    const taken = identities.get(identity) ?? new Set()
    identities.set(identity, taken)
    const mine = lowestFree(taken)
    taken.add(mine)
    call.onEnd((spent) => spent ? taken.add(mine) : taken.delete(mine))
    return mine
  }

  return {
    next: (call) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        if (now - start >= call.retentionMillis) {
          const problem = `of job ${JSON.stringify(jobId)} is older than the server's retention: its answers may be `
            + "gone and the work could be done twice; check what exists, then start a new job"
          return Effect.fail(new KeyError({ reason: "expired", operation: call.operation, problem }))
        }
        if (Option.isNone(call.fingerprint)) return Effect.succeedNone
        const identity = fromParts(jobId, call.operation, call.method, call.url, call.fingerprint.value)
        return Effect.succeedSome(fromParts(identity, occurrence(call, identity)))
      })
  }
}
