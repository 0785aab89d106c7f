import { qurlDialect } from "@qurl/contract/QurlDialect"
import type { Policy } from "@qurl/idempotency"
import * as IdempotencyKey from "@qurl/idempotency/IdempotencyKey"
import * as Intent from "@qurl/idempotency/Intent"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Random from "effect/Random"
import type { BatchAllOptions } from "../../BatchAll.js"
import { type Chunk, type Held, JobError, type JournalError } from "../../Journal.js"
import type { QurlError } from "../../QurlError.js"
import type { BatchCreated } from "../../Result.js"
import type { RowResult } from "../../RowResult.js"
import { answered, type Fate, fatesOf, fatesOfRefusal, told } from "./chunk.js"
import { bodyOf, digestOfAll, type Row, type SendRows } from "./rows.js"

/** A run of a job: what it is made of, and why it sends nothing more. */
export interface Run {
  readonly job: string | undefined
  readonly held: Held
  readonly batchCreate: SendRows
  readonly options: BatchAllOptions
  readonly policy: Policy
  stopped: QurlError | undefined
}

type Failure = JobError | JournalError

/** A timer of more milliseconds fires at once. */
const longestTimer = 2 ** 31 - 1

const repeatsOfFailures = 2

/** The key of a request: of the job, the content, its place in the input, and how often it was sent before. */
const keyOf = ({ job }: Run, { digests, number }: Pick<Chunk, "digests" | "number">, round: number): string =>
  job === undefined ? "" : IdempotencyKey.fromParts("batchCreateAll", job, digestOfAll(digests), number, round)

/** Rows that were not sent yet. Invalid ones have their result already. */
export const begin = (run: Run, number: number, rows: ReadonlyArray<Row>): Chunk => {
  const firstRow = number * run.held.chunkSize
  // Only a journal compares digests.
  const digests = rows.map((row) => run.job === undefined ? "" : row.digest)
  const sendable: Array<number> = []
  const results: Array<RowResult> = []
  rows.forEach(({ problems }, place) => {
    if (problems === undefined) sendable.push(place)
    else {
      results.push({
        index: firstRow + place,
        status: "failed",
        code: "client_validation",
        problem: told(problems),
        invalidFields: problems
      })
    }
  })
  return {
    number,
    firstRow,
    digests,
    state: sendable.length === 0 ? "settled" : "refused",
    round: 0,
    key: "",
    sentAt: 0,
    groups: sendable.length === 0 ? [] : [{ rows: sendable, repeats: 0 }],
    results
  }
}

/** The chunk with the request of its first group written down under a key of its own, or settled. */
export const writeDown = Effect.fnUntraced(function*(run: Run, chunk: Chunk, round: number) {
  const next: Chunk = chunk.groups.length === 0
    ? { ...chunk, state: "settled" }
    : { ...chunk, round, state: "sent", key: keyOf(run, chunk, round), sentAt: yield* Clock.currentTimeMillis }
  yield* run.held.put(next)
  return next
})

export const retentionOf = ({ retention }: BatchAllOptions): number =>
  retention === undefined ? qurlDialect.retentionMillis : Duration.toMillis(retention)

/** Their outcome is unknown, and a retry could create them twice. */
export const expired = (job: string, chunks: ReadonlyArray<Chunk>): JobError =>
  new JobError({
    job,
    reason: "expired",
    index: Math.min(
      ...chunks.flatMap(({ firstRow, groups }) => (groups[0]?.rows ?? []).map((place) => firstRow + place))
    ),
    rows: chunks.reduce((sum, { groups }) => sum + (groups[0]?.rows.length ?? 0), 0)
  })

/** Longest duration of a request by itself. */
const deadlineOf = ({ options, policy }: Run): number =>
  Duration.toMillis(options.deadline ?? policy.deadline ?? Number.POSITIVE_INFINITY)

/** Sends a request. It ends before the server may forget its answer, even if the machine slept in between. */
const request = Effect.fnUntraced(function*(run: Run, chunk: Chunk, rows: ReadonlyArray<Row>) {
  const { deadline, retry, timeout } = run.options
  const items: Array<Row> = []
  for (const place of chunk.groups[0]?.rows ?? []) {
    const row = rows[place]
    if (row !== undefined && row.problems === undefined) items.push(row)
  }
  const idempotencyKey = chunk.key === "" ? undefined : chunk.key
  const body = bodyOf(items, run.job !== undefined)
  const call = Effect.either(run.batchCreate(body, items.length, { deadline, retry, timeout, idempotencyKey }))
  if (run.job === undefined) return yield* call
  const left = chunk.sentAt + retentionOf(run.options) - (yield* Clock.currentTimeMillis)
  if (left <= 0) return yield* expired(run.job, [chunk])
  // A timeout around the call costs two fibers, and its own deadline nearly always comes first.
  if (left > deadlineOf(run)) return yield* call
  return yield* Effect.timeoutFail(call, {
    duration: Math.min(left, longestTimer),
    onTimeout: () => expired(run.job ?? "", [chunk])
  })
})

/** Refusals at the door say nothing about an earlier request under the key. */
const turnedAway: ReadonlySet<QurlError["_tag"]> = new Set([
  "AuthenticationError",
  "AuthorizationError",
  "RateLimitError"
])

/**
 * True if the request is known to have done nothing, so that its rows may get a new key.
 *
 * A request of an earlier run stays unknown until the API itself has looked at its key. A key that was used with
 * another body proves that rows of this chunk were sent in other bytes, and perhaps created: a new key could create them
 * twice.
 */
const nothingDone = (error: QurlError, outstanding: boolean): boolean => {
  if (error._tag === "IdempotencyConflictError") return false
  return outstanding
    ? error.outcome === "rejected" && !turnedAway.has(error._tag)
    : error.outcome === "rejected" || error.outcome === "not sent"
}

/** The chunk once its request has failed as a whole, and the job with it. */
const stop = (run: Run, chunk: Chunk, error: QurlError, outstanding: boolean): Effect.Effect<Chunk, Failure> => {
  run.stopped ??= error
  const key = chunk.key === "" ? error.idempotencyKey ?? "" : chunk.key
  if (!nothingDone(error, outstanding)) return Effect.succeed({ ...chunk, key })
  const refused: Chunk = { ...chunk, key, state: "refused" }
  return Effect.as(run.held.put(refused), refused)
}

/** A failure that may pass is given some time to do so. */
const pause = ({ policy }: Run, repeats: number): Effect.Effect<void> =>
  repeats === 0
    ? Effect.void
    : Effect.flatMap(Random.next, (random) => Effect.sleep(Intent.backoff(policy, repeats, random)))

/** Results of a request's rows and their key, or a failure without results. */
const read = (
  answer: Either.Either<BatchCreated, QurlError>,
  sent: number
): Either.Either<{ readonly fates: ReadonlyArray<Fate>; readonly key: string | undefined }, QurlError> => {
  if (Either.isRight(answer)) {
    return Either.right({ fates: fatesOf(answer.right.results), key: answer.right.meta.idempotencyKey })
  }
  // A refusal that may come from a gateway says nothing of the rows that it names.
  const fates = answer.left._tag === "ValidationError" && answer.left.outcome === "rejected"
    ? fatesOfRefusal(answer.left, sent)
    : undefined
  return fates === undefined ? Either.left(answer.left) : Either.right({ fates, key: answer.left.idempotencyKey })
}

/** A chunk to settle. */
export interface Work {
  readonly chunk: Chunk
  readonly rows: ReadonlyArray<Row>
  /** An earlier run may have sent the request that is written down. */
  readonly outstanding: boolean
  /** The chunk is not written down yet. */
  readonly isNew: boolean
}

/** Sends what the chunk has left to send, until every row has its result or the job is stopped; then runs `sent`. */
export const settle: (run: Run, work: Work, sent: Effect.Effect<void>) => Effect.Effect<Chunk, Failure> = Effect
  .fnUntraced(function*(run, { chunk, isNew, outstanding, rows }, sent) {
    while (true) {
      if (chunk.state === "settled") {
        yield* sent
        return isNew && run.stopped === undefined ? yield* writeDown(run, chunk, 0) : chunk
      }
      if (run.stopped !== undefined) {
        if (outstanding || chunk.state === "refused") return chunk
        const unsent: Chunk = { ...chunk, state: "refused" }
        yield* run.held.put(unsent)
        return unsent
      }
      if (chunk.state === "refused") {
        chunk = yield* writeDown(run, chunk, isNew ? 0 : chunk.round + 1)
      } else {
        const answer = read(yield* request(run, chunk, rows), chunk.groups[0]?.rows.length ?? 0)
        if (Either.isLeft(answer)) return yield* stop(run, chunk, answer.left, outstanding)
        const { fates, key } = answer.right
        const repeats = run.policy.repeat === "none" ? 0 : repeatsOfFailures
        const after: Chunk = { ...chunk, ...answered(chunk, fates, key, repeats) }
        if (after.groups.length === 0) yield* sent
        chunk = yield* writeDown(run, after, chunk.round + 1)
        yield* pause(run, chunk.groups[0]?.repeats ?? 0)
      }
      isNew = false
      outstanding = false
    }
  })
