/**
 * Journals, in which a bulk job records what it is about to send, so that it can resume after any crash.
 *
 * A journal holds results, and results hold links: everyone who can read it can open them.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/Journal"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type * as Context3 from "effect3/Context"
import * as Effect3 from "effect3/Effect"
import * as Stream3 from "effect3/Stream"
import type { JobError, JournalError } from "./errors/JobError.js"
import { type Error3, toError } from "./internal/failures.js"
import { fromEngine } from "./internal/fromEngine.js"
import type { Native, NativeError } from "./internal/native.js"
import { journalId } from "./internal/references.js"
import { fromStream3 } from "./internal/stream.js"
import type { RowResult } from "./models/RowResult.js"

export { JobError, JournalError } from "./errors/JobError.js"

/**
 * Summary of a job. The counts are of rows that were recorded so far; `unknown` may have a link.
 *
 * @since 0.1.0
 * @category models
 */
export type JobInfo = Native<Sdk.JobInfo>

/**
 * The journal of bulk jobs. `Qurl.batchCreateAll` uses the one around the call, else the one that its service was built
 * with.
 *
 * @example
 * import { Journal, Qurl, QurlLive } from "@qurl/effect4"
 * import * as Sqlite from "@qurl/effect4/Journal/Sqlite"
 * import { Console, Effect, Stream } from "effect"
 *
 * declare const guests: Stream.Stream<{ readonly target_url: string; readonly label: string }>
 *
 * // Run it again after a crash: it resumes, and nothing is created twice.
 * const invite = Qurl.batchCreateAll(guests, { job: "invite-2026" }).pipe(
 *   Stream.runForEach((row) => Console.log(row.index, row.status)),
 *   Effect.provide([QurlLive, Sqlite.layer({ filename: "invite.journal" })])
 * )
 *
 * // What is in it, for example to write the result file again.
 * const results = Journal.results("invite-2026").pipe(Stream.filter((row) => row.status === "done"))
 *
 * @since 0.1.0
 * @category tags
 */
export class Journal extends Context.Service<Journal, object>()(journalId) {}

/** The journal of the engine that the service holds: the layers of this package put nothing else there. */
const engineOf = (held: object) => held as Context3.Context<Sdk.Journal>

const ask = <A, E extends Error3>(self: Effect3.Effect<A, E, Sdk.Journal>): Effect.Effect<A, NativeError<E>, Journal> =>
  Effect.flatMap(
    Journal,
    (held) => fromEngine(Effect3.provide(self, engineOf(held)), (error: E) => toError(error))
  )

/**
 * All jobs of the journal, the latest first.
 *
 * @since 0.1.0
 * @category combinators
 */
export const list: Effect.Effect<ReadonlyArray<JobInfo>, JournalError, Journal> = ask(Sdk.list)

/**
 * A job of the journal.
 *
 * @since 0.1.0
 * @category combinators
 */
export const show = (job: string): Effect.Effect<JobInfo, JobError | JournalError, Journal> => ask(Sdk.show(job))

/**
 * Forgets a finished job and its results, links included.
 *
 * @since 0.1.0
 * @category combinators
 */
export const remove = (job: string): Effect.Effect<void, JobError | JournalError, Journal> => ask(Sdk.remove(job))

/**
 * Results of the rows that were recorded so far, in the order of the input: all that a result file needs.
 *
 * @since 0.1.0
 * @category combinators
 */
export const results = (job: string): Stream.Stream<RowResult, JobError | JournalError, Journal> =>
  Stream.unwrap(Effect.map(
    Journal,
    (held) => fromStream3(Stream3.provideContext(Sdk.results(job), engineOf(held)), (error) => toError(error))
  ))

/**
 * Settles the requests whose answers were lost, once an operator has found out which links exist. `send again` is for
 * requests that created no links and sends them under new keys; `leave unknown` makes `unknown` their result. The job
 * resumes the next time it is run. Returns the number of those requests.
 *
 * @since 0.1.0
 * @category combinators
 */
export const reconcile = (
  job: string,
  verdict: "send again" | "leave unknown"
): Effect.Effect<number, JobError | JournalError, Journal> => ask(Sdk.reconcile(job, verdict))
