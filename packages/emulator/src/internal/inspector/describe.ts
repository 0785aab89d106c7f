import type { RequestEntry } from "../../Inventory.js"
import type { Made, State } from "./model.js"

const nouns: { readonly [kind: string]: string } = { token: "link", api_key: "API key" }

/** `100 links created, 1 resource created`. */
export const made = (all: ReadonlyArray<Made>): string =>
  all.map(({ count, kind }) => {
    const [subject = "", verb = ""] = kind.split(".")
    const noun = nouns[subject] ?? subject.replaceAll("_", " ")
    return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"} ${verb.replaceAll("_", " ")}`
  }).join(", ")

/** Ids of what was made, the first of each kind. */
export const ids = (all: ReadonlyArray<Made>): string =>
  all.map(({ count, ids }) => [...ids, ...(count > ids.length ? [`and ${count - ids.length} more`] : [])].join(", "))
    .join("; ")

/** Describes a fault that the status alone does not show. */
const faults: { readonly [kind: string]: string } = {
  destroyBeforeHandler: "connection cut before anything was done",
  destroyAfterCommit: "done, then the connection was cut before the answer",
  destroyAfterHeaders: "done, then the connection was cut after the headers",
  destroyMidBody: "done, then the connection was cut within the answer",
  noAnswerBefore: "nothing done, no answer",
  noAnswer: "done, no answer",
  stallBody: "done, the answer stopped half-way",
  delay: "delayed",
  status: "injected failure",
  rateLimit: "rate limited",
  inFlight: "refused: the key is in flight",
  mismatch: "refused: the key belongs to another request"
}

/** Describes how a request ended for its client. */
export const attempt = (entry: RequestEntry): string => {
  if (entry.ended_at === null) return "running"
  const fault = entry.fault === null ? undefined : faults[entry.fault]
  if (entry.delivered !== "all") return fault ?? "no answer"
  const status = String(entry.sent_status)
  const instead = entry.status !== null && entry.status !== entry.sent_status ? ` instead of ${entry.status}` : ""
  return [
    `${status}${instead}`,
    ...(fault === undefined ? [] : [fault]),
    ...(entry.replayed ? ["replayed: nothing was done again"] : [])
  ].join(", ")
}

const succeeded = ({ delivered, sent_status }: RequestEntry): boolean =>
  delivered === "all" && sent_status !== null && sent_status < 400

/** The same kind of thing created by more than one request. */
const doubled = (entries: ReadonlyArray<RequestEntry>): boolean =>
  entries.filter(({ method, replayed, status }) => method === "POST" && !replayed && status !== null && status < 300)
    .length > 1

/** Describes what a whole call achieved, at a glance. */
export const call = (
  entries: readonly [RequestEntry, ...ReadonlyArray<RequestEntry>],
  all: ReadonlyArray<Made>
): { readonly state: State; readonly outcome: string } => {
  const last = entries.at(-1) ?? entries[0]
  const what = all.length > 0 ? made(all) : "nothing changed"
  if (entries.some(({ ended_at }) => ended_at === null)) return { state: "running", outcome: "Running" }
  if (doubled(entries)) return { state: "doubled", outcome: `Done more than once: ${what}` }
  if (!succeeded(last)) {
    return last.delivered === "all"
      ? { state: "refused", outcome: `${last.sent_status}: ${what}` }
      : { state: "lost", outcome: `Answer lost: ${what}, and the client cannot know` }
  }
  if (entries.length === 1) {
    return { state: "done", outcome: last.method === "GET" ? "Read" : `Done: ${what}` }
  }
  return {
    state: "repaired",
    outcome: last.replayed
      ? `Done once: ${what}; the last answer was a replay`
      : `Done once, by the last attempt: ${what}`
  }
}
