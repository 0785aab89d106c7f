import { shorten } from "@qurl/idempotency/IdempotencyKey"
import type { Outcome } from "@qurl/idempotency/Outcome"

/** Fields of an error that its message is made of. */
interface Ended {
  readonly operation: string
  readonly outcome: Outcome
  readonly attempts: number
  readonly idempotencyKey?: string | undefined
  readonly method?: string | undefined
}

const again = (key: string | undefined, purpose: string) =>
  key === undefined
    ? ""
    : ` Call again with the error's idempotencyKey (${shorten(key)}) and the same input ${purpose}.`

const whatIsKnown = ({ idempotencyKey, method, outcome }: Ended): string => {
  switch (outcome) {
    case "not sent":
      return "Nothing was sent."
    case "rejected":
      return "The server did nothing."
    case "unknown":
      if (method === "GET") return "Reading again is safe."
      if (method === "DELETE") return "It may have been done; deleting again is safe."
      return `It may have been done.${again(idempotencyKey, "to find out without doing it twice")}`
    case "in flight":
      return `It is still running.${again(idempotencyKey, "to get its result")}`
    default:
      return `It was done.${again(idempotencyKey, "to get the answer without doing it twice")}`
  }
}

const describe = (ended: Ended, why: string): string => {
  const count = ended.attempts === 0 ? "" : ` after ${ended.attempts} attempt${ended.attempts === 1 ? "" : "s"}`
  return `${ended.operation} ${why}${count}. ${whatIsKnown(ended)}`
}

/** The message of an abort. */
export const describeAbort = (ended: Ended & { readonly reason: "signal" | "closed" }): string =>
  describe(ended, ended.reason === "signal" ? "was aborted" : "was ended, because the client was closed")

/** The message of a defect. It does not repeat that of the cause. */
export const describeDefect = (ended: Ended): string =>
  describe(ended, "was broken by a bug outside of this package (see cause)")
