import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { KeyError } from "../../CallError.js"
import * as OptionCheck from "../../Support/OptionCheck.js"
import type { Service } from "./keyRequest.js"
import { OccurrencesByIdentity } from "./occurrences.js"
import { digestOfParts } from "./parts.js"
import { refusing } from "./refusing.js"

interface Options {
  readonly startedAt: DateTime.DateTime.Input
}

const kinds: OptionCheck.Kinds<Options> = { startedAt: OptionCheck.required(OptionCheck.instant) }

/** See `KeyGenerator.fromJob`. */
export const fromJob = (jobId: string, options: Options): Service => {
  const wrong = OptionCheck.text.find(jobId, "jobId") ?? OptionCheck.find(options, kinds)
  if (wrong !== undefined) return refusing("fromJob", wrong)
  const start = DateTime.toEpochMillis(DateTime.unsafeMake(options.startedAt))
  const occurrences = new OccurrencesByIdentity()

  return {
    next: (call) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        // Until a job has begun, its keys are never too old. The clock of a test can stand in 1970.
        const early = start <= now
          ? undefined
          : OptionCheck.past(Math.max(now, Date.now())).find(options.startedAt, "startedAt")
        if (early !== undefined) return refusing("fromJob", early).next(call)
        if (now - start >= call.retentionMillis) {
          const problem = `of job ${JSON.stringify(jobId)} is older than the server's retention: its answers may be `
            + "gone and the work could be done twice; check what exists, then start a new job"
          return Effect.fail(new KeyError({ reason: "expired", operation: call.operation, problem }))
        }
        if (Option.isNone(call.fingerprint)) return Effect.succeedNone
        const identity = digestOfParts([
          jobId,
          call.scope,
          call.operation,
          call.method,
          call.url,
          call.fingerprint.value
        ])
        const alike = occurrences.of(identity)
        const occurrence = alike.take()
        call.onEnd((spent) => spent ? alike.keep(occurrence) : alike.giveBack(occurrence))
        return Effect.succeedSome(digestOfParts([identity, occurrence]))
      })
  }
}
