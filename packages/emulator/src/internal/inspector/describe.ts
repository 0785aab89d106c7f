import type { RequestEntry } from "../../Inventory.js"
import type { Made, State } from "./model.js"

const nouns: { readonly [kind: string]: string } = { token: "link", api_key: "API key" }

/** `100 links created, 1 resource created`. */
export const made = (all: ReadonlyArray<Made>): string =>
  all.map(({ count, kind }) => {
    const [subject = "", verb = ""] = kind.split(".")
    const noun = nouns[subject] ?? subject.replaceAll("_", " ")
    return `${count} ${noun}${count === 1 ? "" : "s"} ${verb.replaceAll("_", " ")}`
  }).join(", ")

/** The things by their ids, the first of each kind. */
export const ids = (all: ReadonlyArray<Made>): string =>
  all.map(({ count, ids }) => [...ids, ...(count > ids.length ? [`and ${count - ids.length} more`] : [])].join(", "))
    .join("; ")

/** What faults do, as far as the status does not tell. */
const faults: { readonly [kind: string]: string } = {
  destroyBeforeHandler: "connection cut before anything was done",
  destroyAfterCommit: "done; then the connection was cut, and no answer came",
  destroyAfterHeaders: "done; the connection was cut after the headers",
  destroyMidBody: "done; the connection was cut within the answer",
  noAnswerBefore: "nothing done, and no answer",
  noAnswer: "done, and no answer",
  stallBody: "done; the answer stopped half-way",
  delay: "slow",
  status: "a fault that was asked for",
  rateLimit: "told to slow down",
  inFlight: "told that the key is in flight",
  mismatch: "told that the key belongs to another request"
}

/** What became of one request, for its client. */
export const attempt = (entry: RequestEntry): string => {
  if (entry.ended_at === null) return "running"
  const told = entry.fault === null ? undefined : faults[entry.fault]
  if (entry.delivered !== "all") return told ?? "no answer"
  const status = String(entry.sent_status)
  const instead = entry.status !== null && entry.status !== entry.sent_status ? ` in place of ${entry.status}` : ""
  return [
    `${status}${instead}`,
    ...(told === undefined ? [] : [told]),
    ...(entry.replayed ? ["the first answer again; nothing was done"] : [])
  ].join(", ")
}

const succeeded = ({ delivered, sent_status }: RequestEntry): boolean =>
  delivered === "all" && sent_status !== null && sent_status < 400

/** The same kind of thing created by more than one request. */
const doubled = (entries: ReadonlyArray<RequestEntry>): boolean =>
  entries.filter(({ method, replayed, status }) => method === "POST" && !replayed && status !== null && status < 300)
    .length > 1

/** What a whole call came to, at a glance. */
export const call = (
  entries: readonly [RequestEntry, ...ReadonlyArray<RequestEntry>],
  all: ReadonlyArray<Made>
): { readonly state: State; readonly told: string } => {
  const last = entries.at(-1) ?? entries[0]
  const what = all.length > 0 ? made(all) : last.method === "GET" ? "read" : "nothing changed"
  if (entries.some(({ ended_at }) => ended_at === null)) return { state: "running", told: "Running." }
  if (doubled(entries)) return { state: "doubled", told: `Done more than once: ${what}.` }
  if (!succeeded(last)) {
    return last.delivered === "all"
      ? { state: "refused", told: `Ended with ${last.sent_status}: ${what}.` }
      : { state: "lost", told: `No whole answer yet: ${what}, and the client cannot know.` }
  }
  if (entries.length === 1) return { state: "done", told: `Done at once: ${what}.` }
  return {
    state: "repaired",
    told: last.replayed
      ? `Done once: ${what}. The last attempt was given the first answer again.`
      : `Done once, at the last attempt: ${what}.`
  }
}
