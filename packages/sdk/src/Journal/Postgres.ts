/**
 * The journal in PostgreSQL: it outlives the machine that a job was started on.
 * Leases are measured in the database's time, so the clocks of the workers do not matter. For Node.
 *
 * The tables hold results, and results hold links: grant access to them as to the links themselves.
 *
 * @since 0.1.0
 */
import * as Reactivity from "@effect/experimental/Reactivity"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Chunks from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { ConfigurationError } from "../Configuration.js"
import type { Tally } from "../internal/bulk/tally.js"
import { checkOptions } from "../internal/checks/checkOptions.js"
import { createTables, orFailed, tablesOf } from "../internal/journal/postgresTables.js"
import { hold, readChunk } from "../internal/journal/postgresWorker.js"
import { JobError, type JobInfo, Journal, type JournalError, type Service } from "../Journal.js"

/**
 * Location of the journal.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Connection URL, `postgres://user:password@host:5432/database`. */
  readonly url: Redacted.Redacted
  /**
   * Schema of the journal's tables. It is created if it is missing.
   *
   * @default "public"
   */
  readonly schema?: string | undefined
}

interface JobRow extends Record<keyof Tally, string> {
  readonly job: string
  readonly started_at: number
  readonly updated_at: number
  readonly finished_after: string | null
  readonly is_held: boolean
}

const infoOf = ({ finished_after, is_held, job, started_at, updated_at, ...counts }: JobRow): JobInfo => {
  const [rows, done, failed, unknown] = [counts.rows, counts.done, counts.failed, counts.unknown].map(Number)
  return {
    job,
    state: is_held ? "running" : finished_after === null ? "stopped" : "finished",
    startedAt: started_at,
    updatedAt: updated_at,
    rows: rows ?? 0,
    done: done ?? 0,
    failed: failed ?? 0,
    unknown: unknown ?? 0,
    notSent: (rows ?? 0) - (done ?? 0) - (failed ?? 0) - (unknown ?? 0)
  }
}

const chunksPerPage = 20

const kinds: OptionCheck.Kinds<Options> = { url: OptionCheck.required(OptionCheck.secret), schema: OptionCheck.text }

/**
 * Makes a journal on the `PgClient` of the environment. Each call of a job's worker is one statement, so a handful of
 * connections serve many workers.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Pick<Options, "schema"> = {}
): Effect.Effect<Service, JournalError | ConfigurationError, PgClient.PgClient> =>
  Effect.gen(function*() {
    yield* checkOptions(options, { schema: kinds.schema })
    const sql = yield* PgClient.PgClient
    const tables = yield* tablesOf(options.schema ?? "public")
    yield* createTables(sql, tables)

    const infos = (job?: string) =>
      Effect.map(
        orFailed(sql.unsafe<JobRow>(
          `SELECT job, finished_after,
             (extract(epoch FROM started_at) * 1000)::float8 AS started_at,
             (extract(epoch FROM updated_at) * 1000)::float8 AS updated_at,
             EXISTS (
               SELECT 1 FROM ${tables.workers} w WHERE w.job = j.job AND w.held_until > clock_timestamp()
             ) AS is_held,
             coalesce(c.rows, 0) AS rows, coalesce(c.done, 0) AS done, coalesce(c.failed, 0) AS failed,
             coalesce(c.unknown, 0) AS unknown
           FROM ${tables.jobs} j LEFT JOIN (
             SELECT job, sum(rows) AS rows, sum(done) AS done, sum(failed) AS failed, sum(unknown) AS unknown
             FROM ${tables.chunks} ${job === undefined ? "" : "WHERE job = $1"} GROUP BY job
           ) c USING (job) ${job === undefined ? "" : "WHERE job = $1"} ORDER BY j.started_at DESC, job`,
          job === undefined ? [] : [job]
        )),
        (rows) => rows.map(infoOf)
      )

    const show = (job: string): Effect.Effect<JobInfo, JobError | JournalError> =>
      Effect.flatMap(
        infos(job),
        ([info]) => info === undefined ? new JobError({ job, reason: "not found" }) : Effect.succeed(info)
      )

    const page = (job: string, from: number) =>
      orFailed(sql.unsafe<{ readonly content: string; readonly number: number }>(
        `SELECT number, content FROM ${tables.chunks} WHERE job = $1 AND number >= $2 ORDER BY number LIMIT $3`,
        [job, from, chunksPerPage]
      )).pipe(Effect.flatMap((rows) =>
        Effect.map(Effect.forEach(rows, readChunk), (chunks) =>
          [
            Chunks.fromIterable(chunks),
            Option.fromNullable(rows.length < chunksPerPage ? undefined : rows.at(-1)).pipe(
              Option.map(({ number }) => number + 1)
            )
          ] as const)
      ))

    return {
      open: (job, { chunkSize, shared = false }) => hold(sql, tables, job, { chunkSize, shared }),
      list: infos(),
      show,
      chunks: (job) => Stream.unwrap(Effect.as(show(job), Stream.paginateChunkEffect(0, (from) => page(job, from)))),
      remove: (job) =>
        Effect.gen(function*() {
          const { state } = yield* show(job)
          if (state === "running") return yield* new JobError({ job, reason: "busy" })
          if (state === "stopped") return yield* new JobError({ job, reason: "unfinished" })
          yield* orFailed(sql.unsafe(`DELETE FROM ${tables.jobs} WHERE job = $1`, [job]))
        })
    }
  })

const client = ({ url }: Options): Effect.Effect<PgClient.PgClient, JournalError, Scope.Scope> =>
  PgClient.make({ url, applicationName: "qurl journal", maxConnections: 8 }).pipe(
    Effect.provide(Reactivity.layer),
    orFailed
  )

/**
 * The journal in PostgreSQL as a layer with connections of its own, at most eight.
 *
 * @example
 * import { Qurl } from "@qurl/sdk"
 * import * as Postgres from "@qurl/sdk/Journal/Postgres"
 * import { QurlLive } from "@qurl/sdk/Node"
 * import { Effect, Redacted, Stream } from "effect"
 *
 * const rows = Stream.range(1, 50_000).pipe(
 *   Stream.map((guest) => ({ target_url: `https://example.com/guests/${guest}` }))
 * )
 *
 * // Run it on as many machines as you like: each takes chunks of its own, and those of a machine that died.
 * const invite = Qurl.batchCreateAll(rows, { job: "invite-2026", shared: true }).pipe(
 *   Stream.runDrain,
 *   Effect.provide([QurlLive, Postgres.layer({ url: Redacted.make("postgres://app@db.internal/app") })])
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Journal, JournalError | ConfigurationError> =>
  Layer.scoped(
    Journal,
    Effect.gen(function*() {
      yield* checkOptions(options, kinds)
      const sql = yield* client(options)
      return yield* Effect.provideService(make({ schema: options.schema }), PgClient.PgClient, sql)
    })
  )
