import { CallDefect } from "@qurl/idempotency/CallError"
import type { BatchStoppedError } from "@qurl/sdk"
import type * as E from "@qurl/sdk/QurlError"
import * as Cause from "effect/Cause"
import * as Option from "effect/Option"
import * as Bulk from "../BatchAll.js"
import * as Failures from "../Failures.js"
import { DefectError } from "../QurlError.js"

const classes: Record<E.QurlError["_tag"], new(message: string, details: object) => Failures.QurlFailure> = Failures

const toPlain = (error: E.QurlError): Failures.QurlFailure => {
  const { _tag, message, ...details } = error
  return new classes[_tag](message, details)
}

const defectOf = (cause: Cause.Cause<unknown>): unknown => {
  const defect = Cause.originalError(Cause.squash(cause))
  if (!(defect instanceof CallDefect)) return defect
  const { durationMillis: _duration, endedBy: _endedBy, gateMillis: _gate, ...ended } = defect.end
  return new DefectError(ended, defect.cause)
}

/** Rejection of a promise; none when the call was interrupted. */
export const rejection = (cause: Cause.Cause<E.QurlError | BatchStoppedError>): Option.Option<unknown> => {
  const failure = Cause.failureOption(cause)
  if (Option.isSome(failure)) {
    const error = failure.value
    return Option.some(
      error._tag === "BatchStoppedError"
        ? new Bulk.BatchStoppedError(error.message, {
          done: error.done,
          failed: error.failed,
          unknown: error.unknown,
          notSent: error.notSent,
          reason: toPlain(error.reason)
        })
        : toPlain(error)
    )
  }
  return Cause.isInterruptedOnly(cause) ? Option.none() : Option.some(defectOf(cause))
}
