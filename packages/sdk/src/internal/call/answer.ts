import type { Envelope } from "@qurl/contract"
import * as InvalidFields from "@qurl/contract/InvalidFields"
import type { Idempotent, Report } from "@qurl/idempotency"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import { isReadonlyRecord } from "effect/Predicate"
import type { QurlError } from "../../QurlError.js"
import type { Page, ReadMeta, WriteMeta } from "../../Result.js"
import * as Compiled from "./compiled.js"
import * as EntityTag from "./entityTag.js"
import { type Failing, fromAnswer, unreadable } from "./failure.js"

/** A success and its story. */
export interface Succeeded<Success> {
  readonly value: Success
  readonly report: Report
  readonly headers: Idempotent.Answer["headers"]
}

/** A read whose answer has a body only if the thing is not in the state that the entity tag names. */
export interface Condition<A> {
  /** The tag, unchecked. */
  readonly etag: unknown
  /** Makes the result of an answer that says that the tag still stands. */
  readonly unchanged: (answer: Pick<Idempotent.Answer, "headers" | "report">) => A
}

/** A rule between input and answer: what is wrong with the answer, in words that repeat no value. */
export type Breach<Success> = (success: Success) => Option.Option<string>

/** Metadata of a read. */
export const readMeta = ({ requestId }: Report): ReadMeta => ({ requestId })

/** Metadata of a write. */
export const writeMeta = ({ attempts, idempotencyKey, replayed, requestId }: Report): WriteMeta => ({
  requestId,
  replayed,
  idempotencyKey,
  attempts
})

/** A list's answer as a page. Without a word on whether there is more, a cursor says so. */
export const page = <A>(
  items: ReadonlyArray<A>,
  meta: Envelope.ListMeta | undefined,
  { requestId }: Report
): Page<A> => ({
  items,
  has_more: meta?.has_more ?? meta?.next_cursor !== undefined,
  next_cursor: meta?.next_cursor,
  page_size: meta?.page_size,
  request_id: requestId,
  meta: { requestId }
})

/** Kind of an answer: a success, a failure, or neither according to its body. */
const kindOf = <Success>(
  operation: Compiled.Compiled<Success>,
  { report, status }: Idempotent.Answer,
  json: Option.Option<unknown>
): "success" | "failure" | "neither" => {
  // A delete that finds its own work done has succeeded with a 404.
  if (Compiled.isBodiless(operation)) return report.outcome === "applied" ? "success" : "failure"
  if (status >= 200 && status < 300) return "success"
  if (status !== 400 || !Compiled.hasDataAt400(operation)) return "failure"
  if (!Option.exists(json, isReadonlyRecord)) return "neither"
  return Option.exists(json, (json) => isReadonlyRecord(json) && "data" in json)
    ? "success"
    : Option.exists(json, (json) => isReadonlyRecord(json) && isReadonlyRecord(json.error))
    ? "failure"
    : "neither"
}

/** The answer as a value, or why it is none. */
export const read = <Success>(
  operation: Compiled.Compiled<Success>,
  call: Failing,
  answer: Idempotent.Answer,
  breach: Breach<Success> = Option.none
): Either.Either<Succeeded<Success>, QurlError> => {
  const json = answer.status === 204 ? Compiled.ofNoContent(operation) : answer.json()
  const kind = kindOf(operation, answer, json)
  if (kind === "failure") return Either.left(fromAnswer(call, answer))
  if (Option.isNone(json) && !Compiled.isBodiless(operation)) {
    return Either.left(unreadable(call, answer, "not json", []))
  }
  if (kind === "neither") return Either.left(unreadable(call, answer, "contract", []))
  const decoded = operation.success(Option.getOrUndefined(json))
  if (Either.isLeft(decoded)) {
    return Either.left(
      unreadable(
        call,
        answer,
        "contract",
        Object.keys(InvalidFields.fromIssue(decoded.left.issue)).filter((field) => field !== "input")
      )
    )
  }
  const broken = breach(decoded.right)
  return Option.isSome(broken)
    ? Either.left(unreadable(call, answer, "contract", [], broken.value))
    : Either.right({ value: decoded.right, report: answer.report, headers: answer.headers })
}

/** The result of an answer without a body to a read under a condition, if this is one. */
export const readUnchanged = <A>(
  call: Failing,
  answer: Idempotent.Answer,
  { etag, unchanged }: Condition<A>
): Option.Option<Either.Either<A, QurlError>> => {
  if (answer.status !== 304) return Option.none()
  const told = EntityTag.of(answer.headers)
  return Option.some(
    told === undefined || EntityTag.isSame(told, String(etag))
      ? Either.right(unchanged(answer))
      : Either.left(unreadable(call, answer, "contract", [], "it says that nothing has changed, of another entity tag"))
  )
}
