import type { Execution, ReportedCall, Verdict, Violation } from "../Verdict.js"

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`

const what: Readonly<Record<string, (count: number) => string>> = {
  "resource.created": (count) => `created ${plural(count, "resource")}`,
  "resource.updated": (count) => `updated ${plural(count, "resource")}`,
  "resource.revoked": (count) => `revoked ${plural(count, "resource")}`,
  "token.created": (count) => `created ${plural(count, "link")}`,
  "token.resolved": (count) => `resolved ${plural(count, "link")}`
}

const keyOf = ({ key, keyDigest }: Execution) =>
  key !== undefined ? `key ${key}` : keyDigest !== undefined ? `key with SHA-256 ${keyDigest.slice(0, 8)}…` : "no key"

const execution = (found: Execution) =>
  `   request ${found.requestId}, ${found.operation}, ${keyOf(found)}: ${
    Object.entries(found.changes).map(([kind, count]) => what[kind]?.(count) ?? `${kind} (${count})`).join(", ")
  }`

const outcomes = (calls: ReadonlyArray<ReportedCall>) =>
  calls.map(({ call, outcome }) => `   ${call} reported: ${outcome}`)

/** True if all executions carried one key, which makes it a fault of the server and not of the key. */
const oneKey = (executions: ReadonlyArray<Execution>) =>
  executions[0]?.keyDigest !== undefined
  && executions.every(({ keyDigest }) => keyDigest === executions[0]?.keyDigest)

const head = ({ calls, executions, intent, kind }: Violation): string => {
  switch (kind) {
    case "duplicate":
      return `The intent "${intent}" was carried out ${executions.length} times.`
    case "repeated":
      return `${calls[0]?.call} and ${calls[1]?.call} are the same call, made again, and both had an effect.`
    case "missing":
      return `"${intent}" reported a result that does not exist.`
    case "unexpected":
      return `"${intent}" reported less than happened.`
  }
}

const advice = ({ executions, kind }: Violation): string => {
  switch (kind) {
    case "duplicate":
      return oneKey(executions)
        ? "Every request carried the same key: the server forgot it, or does not honor it for this operation."
        : "Every repetition needs the same key: put a Pin around the repeated code, or pass an idempotencyKey to the call."
    case "repeated":
      return "Repeat a call with an unknown outcome under its own key: put a Pin around the repeated code, or pass the same"
        + " idempotencyKey to both calls. If two effects were meant, separate them with ExactlyOnce.intent."
    case "missing":
      return "Either the client trusted an answer that was not the API's, or something else has removed the result."
    case "unexpected":
      return "An error without evidence must not be read as a refusal: its outcome is unknown."
  }
}

const violation = (found: Violation, index: number) =>
  [
    `${index + 1}. ${head(found)}`,
    ...outcomes(found.calls),
    ...found.executions.map(execution),
    ...found.missing.map((claim) => `   missing: ${claim}`),
    `   ${advice(found)}`
  ].join("\n")

/** Describes the findings for the reader of a failed test. */
export const describe = ({ violations }: Verdict): string =>
  violations.length === 0
    ? "Everything happened exactly once."
    : `Not everything happened exactly once.\n\n${violations.map(violation).join("\n\n")}`
