import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { KeyError } from "../CallError.js"
import { fromParts } from "../IdempotencyKey.js"
import type { Call, Service } from "../KeyGenerator.js"

/** The occurrences of one identity: those that are done, and those that a running call holds. */
class Occurrences {
  private readonly taken = new Set<number>()

  take(): number {
    let occurrence = 1
    while (this.taken.has(occurrence)) occurrence += 1
    this.taken.add(occurrence)
    return occurrence
  }

  giveBack(occurrence: number): void {
    this.taken.delete(occurrence)
  }
}

/** See `KeyGenerator.fromJob`. */
export const fromJob = (jobId: string, startedAt: DateTime.DateTime.Input): Service => {
  const start = DateTime.toEpochMillis(DateTime.unsafeMake(startedAt))
  const identities = new Map<string, Occurrences>()

  const occurrence = (call: Call, identity: string): number => {
    const occurrences = identities.get(identity) ?? new Occurrences()
    identities.set(identity, occurrences)
    const taken = occurrences.take()
    call.onEnd((spent) => {
      if (!spent) occurrences.giveBack(taken)
    })
    return taken
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
