import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { KeyError } from "../../CallError.js"
import { fromParts } from "../../IdempotencyKey.js"
import * as OptionCheck from "../../Support/OptionCheck.js"
import type { Service } from "./keyRequest.js"
import { OccurrencesByIdentity } from "./occurrences.js"

interface Options {
  readonly startedAt: DateTime.DateTime.Input
}

const kinds: OptionCheck.Kinds<Options> = { startedAt: OptionCheck.required(OptionCheck.instant) }

/** A generator that was made with a wrong option. A layer cannot fail for it, so every call does. */
const refusing = ({ option, problem }: OptionCheck.WrongOption): Service => ({
  next: ({ operation }) =>
    new KeyError({ reason: "generator", operation, problem: `cannot be derived by fromJob: ${option} ${problem}` })
})

/** See `KeyGenerator.fromJob`. */
export const fromJob = (jobId: string, options: Options): Service => {
  const wrong = OptionCheck.text.find(jobId, "jobId") ?? OptionCheck.find(options, kinds)
  if (wrong !== undefined) return refusing(wrong)
  const start = DateTime.toEpochMillis(DateTime.unsafeMake(options.startedAt))
  const occurrences = new OccurrencesByIdentity()

  return {
    next: (call) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        if (now - start >= call.retentionMillis) {
          const problem = `of job ${JSON.stringify(jobId)} is older than the server's retention: its answers may be `
            + "gone and the work could be done twice; check what exists, then start a new job"
          return Effect.fail(new KeyError({ reason: "expired", operation: call.operation, problem }))
        }
        if (Option.isNone(call.fingerprint)) return Effect.succeedNone
        const identity = fromParts(
          jobId,
          call.scope,
          call.operation,
          call.method,
          call.url,
          call.fingerprint.value
        )
        const alike = occurrences.of(identity)
        const occurrence = alike.take()
        call.onEnd((spent) => spent ? alike.keep(occurrence) : alike.giveBack(occurrence))
        return Effect.succeedSome(fromParts(identity, occurrence))
      })
  }
}
