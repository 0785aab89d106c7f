import type { BatchCreate } from "@qurl/contract"
import type { Chunk } from "../../Journal.js"
import type { ValidationError } from "../../QurlError.js"
import type { RowResult } from "../../RowResult.js"
import { clean, cleanName } from "../clean.js"

type Link = typeof BatchCreate.BatchItemSuccess.Type

/** Result of one row in a request. */
export type Fate =
  | { readonly _tag: "Done"; readonly link: Link }
  /** Nothing is wrong with it: another row of the request was. */
  | { readonly _tag: "Skipped" }
  | {
    readonly _tag: "Failed"
    readonly code: string
    readonly problem: string
    readonly invalidFields?: Readonly<Record<string, string>>
  }

/** Codes that a later request may not meet again. Every other code is about the row itself. */
const passing: ReadonlySet<string> = new Set([
  "creation_failed",
  "internal_error",
  "knock_failed",
  "service_unavailable",
  "rate_limited",
  "rate_limit_exceeded"
])

/** The API has no documented code for a skipped row; its description has the word. */
const isSkipped = ({ code, message }: { readonly code: string; readonly message: string }) =>
  /skip/i.test(code) || (code === "creation_failed" && /\bskipped\b/i.test(message))

/** The fate of each row of a request that was answered. */
export const fatesOf = (results: ReadonlyArray<BatchCreate.BatchItemResult>): ReadonlyArray<Fate> =>
  results.map((result): Fate => {
    if (result.success) return { _tag: "Done", link: result }
    return isSkipped(result.error)
      ? { _tag: "Skipped" }
      : {
        _tag: "Failed",
        code: cleanName(result.error.code, []) ?? "unknown",
        problem: clean(result.error.message, [])
      }
  })

/** The fates in a request that was refused because of rows it names; none when it names no row. */
export const fatesOfRefusal = (error: ValidationError, sent: number): ReadonlyArray<Fate> | undefined => {
  const problems = new Map<number, Record<string, string>>()
  for (const [path, problem] of Object.entries(error.invalidFields)) {
    const [, place, field] = /^items\[(\d+)\]\.?(.*)$/.exec(path) ?? []
    if (place === undefined || Number(place) >= sent) continue
    problems.set(Number(place), {
      ...problems.get(Number(place)),
      [field === undefined || field === "" ? "row" : field]: problem
    })
  }
  if (error.source !== "server" || problems.size === 0) return undefined
  return Array.from({ length: sent }, (_, place): Fate => {
    const invalidFields = problems.get(place)
    return invalidFields === undefined
      ? { _tag: "Skipped" }
      : { _tag: "Failed", code: error.code ?? "validation_error", problem: told(invalidFields), invalidFields }
  })
}

/** Describes the problems of a row in one line. */
export const told = (invalidFields: Readonly<Record<string, string>>): string =>
  Object.entries(invalidFields).map(([field, problem]) => `${field} ${problem}`).join("; ")

/** Fields of a result, and those of an answer's item that it does not take over. */
const known: ReadonlySet<string> = new Set([
  "index",
  "success",
  "status",
  "idempotencyKey",
  "resource_id",
  "qurl_link",
  "qurl_site",
  "__proto__"
])

/** Result of a row that has a link, with the fields that a newer server adds. A loop costs half of rest and spread. */
const done = (index: number, idempotencyKey: string | undefined, link: Link): RowResult => {
  const { qurl_link, qurl_site, resource_id } = link
  const row = { index, idempotencyKey, status: "done" as const, resource_id, qurl_link, qurl_site }
  for (const name in link) {
    if (!known.has(name)) Reflect.set(row, name, Reflect.get(link, name))
  }
  return row
}

/**
 * The chunk after the request of its first group was answered: results if they are final, and groups of the rows
 * that are sent again. Skipped rows go without the ones that were in their way; rows with a failure that may pass go
 * after them, at most `repeats` times.
 */
export const answered = (
  chunk: Chunk,
  fates: ReadonlyArray<Fate>,
  idempotencyKey: string | undefined,
  repeats: number
): Pick<Chunk, "groups" | "results"> => {
  const [group, ...others] = chunk.groups
  if (group === undefined) return chunk
  const nothingInTheWay = fates.every(({ _tag }) => _tag === "Skipped")
  const skipped: Array<number> = []
  const failing: Array<number> = []
  const results: Array<RowResult> = []
  group.rows.forEach((place, position) => {
    const fate = fates[position] ?? { _tag: "Skipped" }
    const index = chunk.firstRow + place
    if (fate._tag === "Done") return results.push(done(index, idempotencyKey, fate.link))
    if (fate._tag === "Skipped" && !nothingInTheWay) return skipped.push(place)
    const { _tag: _, ...failed } = fate._tag === "Failed"
      ? fate
      : { _tag: "", code: "skipped", problem: "was skipped, and no row of its request says why" }
    return (passing.has(failed.code) || fate._tag === "Skipped") && group.repeats < repeats
      ? failing.push(place)
      : results.push({ index, idempotencyKey, status: "failed", ...failed })
  })
  return {
    groups: [
      ...(skipped.length === 0 ? [] : [{ rows: skipped, repeats: group.repeats }]),
      ...others,
      ...(failing.length === 0 ? [] : [{ rows: failing, repeats: group.repeats + 1 }])
    ],
    results: chunk.results.length === 0 ? results : [...chunk.results, ...results]
  }
}
