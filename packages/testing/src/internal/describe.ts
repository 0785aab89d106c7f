import type { Execution, Told, Verdict, Violation } from "../Verdict.js"

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

const outcomes = (calls: ReadonlyArray<Told>) => calls.map(({ call, outcome }) => `   ${call} was told: ${outcome}`)

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
      return `The caller of "${intent}" was told of something that does not exist.`
    case "unexpected":
      return `The caller of "${intent}" was told that nothing happened, or less than did.`
  }
}

const advice = ({ executions, kind }: Violation): string => {
  switch (kind) {
    case "duplicate":
      return oneKey(executions)
        ? "All of it carried the same key: the server forgot it, or does not honour it here."
        : "Every repetition needs the same key: put a Pin around what is repeated, or give an idempotencyKey to the call."
    case "repeated":
      return "Repeat a call whose outcome is not known under its own key: put a Pin around what is repeated, or give both"
        + " calls the same idempotencyKey. Where two were meant, tell them apart with ExactlyOnce.intent."
    case "missing":
      return "Either an answer was believed that was none, or something else has removed it."
    case "unexpected":
      return "An error that does not tell what happened must not be read as a refusal: its outcome is unknown."
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
