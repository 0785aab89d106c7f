import type { Policy } from "@qurl/idempotency"
import { policyKind, RetryPolicy } from "@qurl/idempotency/RetryPolicy"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type BatchAllError, type BatchAllOptions, type BatchRow } from "../../BatchAll.js"
import type { CreateInput } from "../../Input.js"
import { type Chunk, type Held, JobError, Journal, type JournalError } from "../../Journal.js"
import { ValidationError } from "../../QurlError.js"
import { flow, reader } from "./flow.js"
import { changed, counts, firstDifference, settledRows } from "./inputRows.js"
import { begin, expired, retentionOf, type Run, settle, type Work, writeDown } from "./job.js"
import { look, type SendRows } from "./rows.js"
import { shared } from "./shared.js"

const most = 100

const kinds: OptionCheck.Kinds<BatchAllOptions> = {
  retry: policyKind,
  timeout: OptionCheck.duration,
  deadline: OptionCheck.duration,
  job: OptionCheck.kind(
    "a name that is not empty: give the job one, or leave it out",
    (value) => typeof value === "string" && value.trim() !== ""
  ),
  chunkSize: OptionCheck.count(1, most),
  concurrency: OptionCheck.count(1),
  retention: OptionCheck.duration,
  shared: OptionCheck.flag
}

const wrongOption = (options: BatchAllOptions): Readonly<Record<string, string>> => {
  const unread = OptionCheck.findUnreadable(options)
  if (unread !== undefined) return { [unread.option]: unread.problem }
  if (Predicate.hasProperty(options, "idempotencyKey") && options.idempotencyKey !== undefined) {
    return { idempotencyKey: "belongs to one request, and this makes many: leave it out, and name the job" }
  }
  const wrong = OptionCheck.findAll(options, kinds)
  if (wrong.length > 0) return Object.fromEntries(wrong.map(({ option, problem }) => [option, problem]))
  return options.shared === true && options.job === undefined
    ? { shared: "needs the name of a job: give one as `job`" }
    : {}
}

const wrongRows = (rows: unknown): Readonly<Record<string, string>> => {
  try {
    return Predicate.isIterable(rows) || Predicate.hasProperty(rows, Stream.StreamTypeId)
      ? {}
      : { rows: "must be a list, another iterable, or a stream of links" }
  } catch {
    return { rows: "cannot be read: its getter or its proxy throws" }
  }
}

/** Rows and options that no request can be made with. */
const wrong = (rows: unknown, options: BatchAllOptions): Readonly<Record<string, string>> => ({
  ...wrongRows(rows),
  ...wrongOption(options)
})

const check = (rows: unknown, options: BatchAllOptions): Effect.Effect<void, ValidationError> => {
  const invalidFields = wrong(rows, options)
  return Object.keys(invalidFields).length === 0 ? Effect.void : new ValidationError({
    operation: "batchCreateAll",
    method: "POST",
    outcome: "not sent",
    endedBy: "not retryable",
    attempts: 0,
    source: "client",
    invalidFields
  })
}

/** Makes the holder of a job without a name, which is not written down. */
const unwritten = (chunkSize: number): Held => ({
  chunkSize,
  finishedAfter: undefined,
  unsettled: Effect.succeed([]),
  chunk: () => Effect.succeed(undefined),
  claim: () => Effect.succeed(true),
  put: () => Effect.void,
  finish: () => Effect.void
})

const open = (
  { chunkSize = most, job, shared }: BatchAllOptions,
  journal: Option.Option<(typeof Journal)["Service"]>
): Effect.Effect<Held, JobError | JournalError, Scope.Scope> => {
  if (job === undefined) return Effect.succeed(unwritten(chunkSize))
  return Option.isNone(journal)
    ? Effect.fail(new JobError({ job, reason: "no journal" }))
    : journal.value.open(job, { chunkSize, shared })
}

/** Lets new requests begin once the unknown ones have ended. */
const drain = (unsettled: ReadonlyArray<Chunk>) =>
  Effect.map(Deferred.make<void>(), (drained) => {
    const waiting = new Set(unsettled.map(({ number }) => number))
    const ended = (number: number) =>
      Effect.suspend(() => {
        waiting.delete(number)
        return waiting.size === 0 ? Deferred.succeed(drained, undefined) : Effect.void
      })
    return {
      wait: Effect.suspend(() => waiting.size === 0 ? Effect.void : Deferred.await(drained)),
      isOutstanding: (number: number) => waiting.has(number),
      settling: <A, E, R>({ chunk, outstanding }: Work, settle: Effect.Effect<A, E, R>) =>
        outstanding ? Effect.ensuring(settle, ended(chunk.number)) : settle
    }
  })

/** The results of a run, in the order of the input. */
const results = <E, R>(
  run: Run,
  rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
  concurrency: number
) =>
  Effect.gen(function*() {
    const { held, job, options } = run
    const unsettled = yield* held.unsettled
    const now = yield* Clock.currentTimeMillis
    const late = unsettled.filter(({ sentAt }) => sentAt + retentionOf(options) <= now)
    if (job !== undefined && late.length > 0) return yield* expired(job, late)
    const drains = yield* drain(unsettled)
    const tally = counts(run)
    const read = yield* reader(rows, held.chunkSize)
    let total = 0
    let chunks = 0

    /** Takes the next chunk. Chunks are taken one at a time, so that the journal always holds a prefix of the input. */
    const next = Effect.gen(function*() {
      const inputs = yield* read
      if (inputs === undefined) return undefined
      const number = chunks++
      const looked = inputs.map(look)
      const firstRow = total
      total += looked.length
      const known = yield* held.chunk(number)
      const differing = known === undefined ? undefined : firstDifference(known, looked)
      if (differing !== undefined) return yield* changed(run, differing)
      const work = { rows: looked, outstanding: drains.isOutstanding(number), isNew: false }
      if (known !== undefined) return { ...work, chunk: known }
      if (held.finishedAfter !== undefined) return yield* changed(run, firstRow)
      yield* drains.wait
      const fresh = begin(run, number, looked)
      if (run.stopped !== undefined) return { ...work, chunk: fresh }
      return held.ordered === true
        ? { ...work, chunk: fresh, isNew: true }
        : { ...work, chunk: yield* writeDown(run, fresh, 0) }
    })

    const finish = Effect.gen(function*() {
      if (run.stopped !== undefined) return yield* tally.stopped(run.stopped)
      if ((yield* held.chunk(chunks)) !== undefined) return yield* changed(run, total)
      yield* held.finish(total)
    })

    return flow({
      next,
      settle: (work, sent) =>
        Effect.map(
          drains.settling(work, settle(run, work, sent)),
          (settled) => settledRows(run, settled, work.rows, tally)
        ),
      finish,
      concurrency
    })
  })

/** See `QurlService.batchCreateAll`. `built` is what the service was built with. */
export const make = (batchCreate: SendRows, built: Context.Context<never>) =>
<E = never, R = never>(
  rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
  options: BatchAllOptions = {}
): Stream.Stream<BatchRow, BatchAllError | E, R> =>
  Stream.unwrapScoped(Effect.gen(function*() {
    yield* check(rows, options)
    const nearest = Context.merge(built, yield* Effect.context<never>())
    const policy: Policy = options.retry ?? Context.get(nearest, RetryPolicy)
    const held = yield* open(options, Context.getOption(nearest, Journal))
    const run: Run = { job: options.job, held, batchCreate, options, policy, stopped: undefined }
    const concurrency = options.concurrency ?? 4
    return options.shared === true ? shared(run, rows, concurrency) : yield* results(run, rows, concurrency)
  }))
