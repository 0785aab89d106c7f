import * as Either from "effect/Either"
import type { Answer } from "../../Answer.js"
import { TransportError } from "../../CallError.js"
import { evidence, type History } from "../../Decision.js"
import type { Intent } from "../../Intent.js"
import type { Report } from "../../Observability/Report.js"
import type { Seen } from "../call/callState.js"

/** The answer of a call that has one, or why there is none. */
export const answerOf = (
  intent: Intent,
  last: Seen | undefined,
  report: Report,
  history: History
): Either.Either<Answer, TransportError> => {
  if (last?.response === undefined || last.observation._tag !== "Answered") {
    return Either.left(new TransportError({ ...failure(last), report }))
  }
  const { bytes, json, observation, response } = last
  const { headers, status } = response
  const { code, message, source } = observation
  const shown = evidence(intent, observation)
  const wasApplied = history.effect === "certain"
  return Either.right({ status, headers, bytes, json, code, message, source, evidence: shown, wasApplied, report })
}

const failure = (last: Seen | undefined): Pick<TransportError, "reason" | "code"> => {
  switch (last?.observation._tag) {
    case "Lost":
      return { reason: last.observation.reason, code: last.observation.code }
    case "NotSent":
      return { reason: "not sent", code: last.observation.code }
    default:
      return { reason: "not sent", code: undefined }
  }
}
