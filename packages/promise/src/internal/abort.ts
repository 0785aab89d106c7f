import type { AbortError } from "../QurlError.js"

type Told = Pick<AbortError, "operation" | "outcome" | "attempts" | "reason"> & Partial<AbortError>

const again = (key: string | undefined, purpose: string) =>
  key === undefined ? "" : ` Call again with idempotencyKey ${JSON.stringify(key)} and the same input ${purpose}.`

const whatIsKnown = ({ idempotencyKey, method, outcome }: Told & { readonly method?: string | undefined }): string => {
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

/** What happened and what to do next, in one line. */
export const describeAbort = (told: Told): string => {
  const why = told.reason === "signal" ? "was aborted" : "was ended, because the client was closed"
  const count = told.attempts === 0 ? "" : ` after ${told.attempts} attempt${told.attempts === 1 ? "" : "s"}`
  return `${told.operation} ${why}${count}. ${whatIsKnown(told)}`
}
