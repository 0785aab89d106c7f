import type { EndedBy, Outcome } from "@qurl/idempotency"
import { shorten } from "@qurl/idempotency/IdempotencyKey"

/** Parts of a message: the fields that errors share, all of them clean. */
interface Story {
  readonly operation: string
  readonly method: string
  readonly outcome: Outcome
  readonly endedBy: EndedBy
  readonly idempotencyKey?: string | undefined
  readonly requestId?: string | undefined
  readonly attempts: number
  readonly retryAt?: number | undefined
  readonly status?: number | undefined
  readonly code?: string | undefined
  readonly detail?: string | undefined
  readonly answeredBy?: "api" | "unknown" | undefined
  readonly fields?: ReadonlyArray<string>
  readonly invalidFields?: Readonly<Record<string, string>>
}

const listed = (entries: ReadonlyArray<string>, separator: string): string =>
  entries.slice(0, 10).join(separator) + (entries.length > 10 ? `${separator}and ${entries.length - 10} more` : "")

const particulars = ({ code, detail, fields = [], invalidFields = {}, status }: Story): string => {
  const label = [status, code].filter((part) => part !== undefined).join(" ")
  const invalid = Object.entries(invalidFields).map(([field, problem]) => `${field} ${problem}`)
  // The first ten fields are listed below, often in the words of the detail.
  const isRepeated = Object.entries(invalidFields).slice(0, 10).some(([field, problem]) =>
    detail === problem || detail === `${field} ${problem}`
  )
  const text = [label, isRepeated ? "" : detail].filter((part) => part !== undefined && part !== "").join(": ")
  return (text === "" ? "" : ` (${text})`)
    + (fields.length === 0 ? "" : ` in ${listed(fields, ", ")}`)
    + (invalid.length === 0 ? "" : `: ${listed(invalid, "; ")}`)
}

const attempts = ({ attempts, endedBy, retryAt }: Story): string => {
  const limit = {
    answer: "",
    "not retryable": "",
    attempts: "the last one allowed",
    budget: "and the retry budget is used up",
    deadline: "and the deadline is reached",
    "retry-after past the deadline": "and the server's wait would pass the deadline"
  }[endedBy]
  const count = attempts <= 1 && limit === "" ? "" : ` after ${attempts} attempt${attempts === 1 ? "" : "s"}`
  const wait = retryAt === undefined ? "" : ` The server asks to wait until ${new Date(retryAt).toISOString()}.`
  return `${count}${limit === "" ? "" : `, ${limit}`}.${wait}`
}

const again = (key: string, purpose: string) =>
  `Call again with the error's idempotencyKey (${shorten(key)}) and the same input ${purpose}.`

const whatNext = ({ idempotencyKey, method, outcome }: Story): string => {
  const read = method === "GET"
  switch (outcome) {
    case "applied":
      return ""
    case "not sent":
      return read ? "" : "Nothing was sent."
    case "rejected":
      return read ? "" : "The server did nothing."
    case "in flight":
      return idempotencyKey === undefined ? "" : again(idempotencyKey, "to get its result")
    case "unknown":
      if (read) return "Reading again is safe."
      if (method === "DELETE") return "It may have been done; deleting again is safe."
      return idempotencyKey === undefined
        ? "It may have been done, and without an idempotency key a repetition may do it twice: look first."
        : `It may have been done. ${again(idempotencyKey, "to find out without doing it twice")}`
    case "applied but unreadable":
      if (read) return "Reading again is safe."
      return idempotencyKey === undefined
        ? "It was done, and the answer is lost: look before you repeat it."
        : `It was done. ${again(idempotencyKey, "to get the answer without doing it twice")}`
  }
}

/** The advice after an answer that the API may not have given. */
export const lookBetween = "Check QURL_API_URL and what stands between: a proxy, a gateway, a sign-in page."

/** A refusal that is not in the API's form. What its status says is not repeated as if the API had said it. */
const isForeignRefusal = ({ answeredBy, status = 0 }: Story): boolean =>
  answeredBy === "unknown" && status >= 400 && status < 500 && status !== 429

/** Describes what happened and what to do next, in one line. */
export const describe = (story: Story, what: string, hint: string): string => {
  const isForeign = isForeignRefusal(story)
  const happened = isForeign ? "the answer is not recognisably the API's" : what
  return [
    `${story.operation} failed: ${happened}${particulars(story)}${attempts(story)}`,
    whatNext(story),
    isForeign ? lookBetween : hint,
    story.requestId === undefined ? "" : `Request ${story.requestId}.`
  ].filter((part) => part !== "").join(" ")
}
