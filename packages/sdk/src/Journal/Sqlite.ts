/**
 * The journal in a SQLite file, which outlives the program and a power failure. For Node.
 *
 * The file holds results, and results hold links, so only its owner may read it: it is made with mode 0600, and brought
 * back to it whenever it is opened.
 *
 * @since 0.1.0
 */
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Chunks from "effect/Chunk"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { hasProperty, isString } from "effect/Predicate"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { chmodSync, closeSync, openSync } from "node:fs"
import type { ConfigurationError } from "../Configuration.js"
import { type Tally, tallyOf } from "../internal/bulk/tally.js"
import * as Worker from "../internal/bulk/worker.js"
import { checkOptions } from "../internal/checks/checkOptions.js"
import * as Writer from "../internal/journal/sqliteWriter.js"
import { Chunk, type Held, JobError, type JobInfo, Journal, JournalError, type Service } from "../Journal.js"

/**
 * File of the journal.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** A file on a local disk; SQLite keeps two more beside it while it is open. It is made when there is none. */
  readonly filename: string
}

/** Lease of a worker on its job, and how often a live worker renews it. */
const holdMillis = 15_000
const renewal = "5 seconds"

const version = 1

const codeOf = (error: unknown): string | undefined =>
  hasProperty(error, "code") && isString(error.code) ? error.code : undefined

const failed = (cause: unknown): JournalError => {
  const code = codeOf(cause)
  const reason = code?.startsWith("SQLITE_BUSY") === true ? "busy" : code === "SQLITE_NOTADB" ? "unreadable" : "failed"
  return new JournalError({ reason, code })
}

const orFailed = <A, R>(effect: Effect.Effect<A, SqlError, R>): Effect.Effect<A, JournalError, R> =>
  Effect.mapError(effect, ({ cause }) => failed(cause))

const decodeChunk = Schema.decodeUnknownEither(Schema.parseJson(Chunk))

const readChunk = ({ content }: { readonly content: string }): Effect.Effect<Chunk, JournalError> =>
  Either.match(decodeChunk(content), {
    onLeft: () => new JournalError({ reason: "unreadable" }),
    onRight: (chunk) => Effect.succeed(chunk)
  })

/** SQLite gives its other files the mode of this one. */
const makePrivate = (filename: string): Effect.Effect<void, JournalError> =>
  Effect.try({
    try: () => {
      closeSync(openSync(filename, "a", 0o600))
      chmodSync(filename, 0o600)
    },
    catch: failed
  })

const openClient = ({ filename }: Options): Effect.Effect<SqliteClient.SqliteClient, JournalError, Scope.Scope> =>
  Effect.gen(function*() {
    yield* makePrivate(filename)
    // The driver throws when it cannot open the file.
    const built = yield* Layer.build(SqliteClient.layer({ filename })).pipe(
      Effect.orDie,
      Effect.catchAllDefect(failed)
    )
    const sql = Context.get(built, SqliteClient.SqliteClient)
    // The driver's default forgets the last commits when the power fails, and a forgotten request is sent twice.
    yield* orFailed(sql`PRAGMA synchronous = FULL`)
    yield* orFailed(sql`PRAGMA foreign_keys = ON`)
    // The links of a removed job do not stay in the file.
    yield* orFailed(sql`PRAGMA secure_delete = ON`)
    return sql
  })

const createTables = (sql: SqliteClient.SqliteClient): Effect.Effect<void, JournalError> =>
  Effect.gen(function*() {
    const [found] = yield* orFailed(sql<{ readonly user_version: number }>`PRAGMA user_version`)
    if (found?.user_version === version) return
    if (found?.user_version !== 0) return yield* new JournalError({ reason: "unreadable" })
    yield* orFailed(sql`CREATE TABLE IF NOT EXISTS jobs (
      job TEXT PRIMARY KEY,
      chunk_size INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      finished_after INTEGER,
      worker TEXT NOT NULL,
      held_until INTEGER NOT NULL,
      fence INTEGER NOT NULL
    ) STRICT`)
    yield* orFailed(sql`CREATE TABLE IF NOT EXISTS chunks (
      job TEXT NOT NULL REFERENCES jobs (job) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      state TEXT NOT NULL,
      rows INTEGER NOT NULL,
      done INTEGER NOT NULL,
      failed INTEGER NOT NULL,
      unknown INTEGER NOT NULL,
      content TEXT NOT NULL,
      PRIMARY KEY (job, number)
    ) STRICT`)
    yield* orFailed(sql`CREATE INDEX IF NOT EXISTS chunks_sent ON chunks (job, number) WHERE state = 'sent'`)
    yield* orFailed(sql.unsafe(`PRAGMA user_version = ${version}`))
  })

interface JobRow extends Tally {
  readonly job: string
  readonly started_at: number
  readonly updated_at: number
  readonly finished_after: number | null
  readonly worker: string
  readonly held_until: number
}

const infoOf = (now: number) => ({ finished_after, held_until, worker, ...row }: JobRow): JobInfo => ({
  job: row.job,
  state: held_until > now && !Worker.isDead(worker) ? "running" : finished_after === null ? "stopped" : "finished",
  startedAt: row.started_at,
  updatedAt: row.updated_at,
  rows: row.rows,
  done: row.done,
  failed: row.failed,
  unknown: row.unknown,
  notSent: row.rows - row.done - row.failed - row.unknown
})

/** Lease on a job. The job has this fencing token until another worker takes it over. */
interface Hold {
  readonly job: string
  readonly worker: string
  readonly fence: number
  readonly chunk_size: number
  readonly finished_after: number | null
}

const makeHolds = (sql: SqliteClient.SqliteClient) => {
  /** Takes the lease in a single statement, so that only one of two workers gets it. */
  const take = Effect.fnUntraced(function*(job: string, chunkSize: number) {
    const now = yield* Clock.currentTimeMillis
    const [found] = yield* sql<{ readonly worker: string }>`SELECT worker FROM jobs WHERE job = ${job}`
    const dead = found !== undefined && Worker.isDead(found.worker) ? found.worker : ""
    const worker = Worker.make()
    const [held] = yield* sql<Omit<Hold, "job" | "worker">>`
      INSERT INTO jobs (job, chunk_size, started_at, updated_at, worker, held_until, fence)
      VALUES (${job}, ${chunkSize}, ${now}, ${now}, ${worker}, ${now + holdMillis}, 1)
      ON CONFLICT (job) DO UPDATE SET
        fence = fence + 1, worker = excluded.worker, held_until = excluded.held_until, updated_at = excluded.updated_at
      WHERE held_until <= ${now} OR worker = ${dead}
      RETURNING fence, chunk_size, finished_after`
    if (held !== undefined) return { ...held, job, worker } satisfies Hold
    Worker.end(worker)
    return yield* new JobError({ job, reason: "busy" })
  })

  const renew = Effect.fnUntraced(function*({ fence, job }: Hold) {
    const now = yield* Clock.currentTimeMillis
    yield* sql`UPDATE jobs SET held_until = ${now + holdMillis}, updated_at = ${now}
      WHERE job = ${job} AND fence = ${fence}`
  })

  const release = Effect.fnUntraced(function*({ fence, job, worker }: Hold) {
    Worker.end(worker)
    const now = yield* Clock.currentTimeMillis
    yield* sql`UPDATE jobs SET held_until = 0, updated_at = ${now} WHERE job = ${job} AND fence = ${fence}`
  })

  return {
    /** Until the scope closes. What cannot be renewed or released ends by itself. */
    hold: (job: string, chunkSize: number): Effect.Effect<Hold, JobError | JournalError, Scope.Scope> =>
      Effect.acquireRelease(take(job, chunkSize), (held) => Effect.ignore(release(held))).pipe(
        Effect.tap((held) => Effect.forkScoped(Effect.repeat(Effect.ignore(renew(held)), Schedule.spaced(renewal)))),
        Effect.catchTag("SqlError", ({ cause }) => failed(cause))
      )
  }
}

const putChunk = `
  INSERT INTO chunks (job, number, state, rows, done, failed, unknown, content)
  SELECT job, ?, ?, ?, ?, ?, ?, ? FROM jobs WHERE job = ? AND fence = ?
  ON CONFLICT (job, number) DO UPDATE SET
    state = excluded.state, done = excluded.done, failed = excluded.failed, unknown = excluded.unknown,
    content = excluded.content
  RETURNING number`

const heldJob = Effect.fnUntraced(function*(sql: SqliteClient.SqliteClient, hold: Hold) {
  const { fence, job } = hold
  // The connection itself: a statement of the client costs as much again.
  const write = Writer.make(yield* orFailed(Effect.scoped(sql.reserve)), putChunk)
  const [found] = yield* orFailed(
    sql<{ readonly chunks: number }>`SELECT coalesce(max(number) + 1, 0) AS chunks FROM chunks WHERE job = ${job}`
  )
  // While this worker holds the job, no other worker adds chunks. Chunks of a worker that has lost the job are refused.
  let chunks = found?.chunks ?? 0

  /** The statement has found the job under this fence, or another worker has it. */
  const fenced = (found: Effect.Effect<boolean, SqlError>): Effect.Effect<void, JobError | JournalError> =>
    Effect.flatMap(orFailed(found), (found) => found ? Effect.void : new JobError({ job, reason: "lost" }))

  const held: Held = {
    ordered: true,
    chunkSize: hold.chunk_size,
    finishedAfter: hold.finished_after ?? undefined,
    unsettled: orFailed(
      sql<
        { readonly content: string }
      >`SELECT content FROM chunks WHERE job = ${job} AND state = 'sent' ORDER BY number`
    ).pipe(Effect.flatMap((rows) => Effect.forEach(rows, readChunk))),
    chunk: (number) =>
      number >= chunks ? Effect.succeed(undefined) : orFailed(
        sql<{ readonly content: string }>`SELECT content FROM chunks WHERE job = ${job} AND number = ${number}`
      ).pipe(Effect.flatMap(([row]) => row === undefined ? Effect.succeed(undefined) : readChunk(row))),
    claim: () => Effect.succeed(true),
    put: (chunk) => {
      const { done, failed, rows, unknown } = tallyOf(chunk)
      chunks = Math.max(chunks, chunk.number + 1)
      return fenced(
        write([chunk.number, chunk.state, rows, done, failed, unknown, JSON.stringify(chunk), job, fence])
      )
    },
    finish: (rows) =>
      Effect.flatMap(
        Clock.currentTimeMillis,
        (now) =>
          fenced(Effect.map(
            sql`UPDATE jobs SET finished_after = ${rows}, updated_at = ${now}
          WHERE job = ${job} AND fence = ${fence} RETURNING job`,
            ({ length }) => length > 0
          ))
      )
  }
  return held
})

const chunksPerPage = 20

const kinds: OptionCheck.Kinds<Options> = { filename: OptionCheck.required(OptionCheck.text) }

/**
 * The journal in a file.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (options: Options): Effect.Effect<Service, JournalError | ConfigurationError, Scope.Scope> =>
  Effect.gen(function*() {
    yield* checkOptions(options, kinds)
    const sql = yield* openClient(options)
    yield* createTables(sql)
    const { hold } = makeHolds(sql)

    const infos = (where: string, parameters: ReadonlyArray<string>) =>
      Effect.gen(function*() {
        const rows = yield* orFailed(sql.unsafe<JobRow>(
          `SELECT job, started_at, updated_at, finished_after, worker, held_until, coalesce(sum(rows), 0) AS rows,
            coalesce(sum(done), 0) AS done, coalesce(sum(failed), 0) AS failed, coalesce(sum(unknown), 0) AS unknown
          FROM jobs LEFT JOIN chunks USING (job) ${where} GROUP BY job ORDER BY started_at DESC, job`,
          parameters
        ))
        return rows.map(infoOf(yield* Clock.currentTimeMillis))
      })

    const show = (job: string): Effect.Effect<JobInfo, JobError | JournalError> =>
      Effect.flatMap(
        infos("WHERE job = ?", [job]),
        ([info]) => info === undefined ? new JobError({ job, reason: "not found" }) : Effect.succeed(info)
      )

    const page = (job: string, from: number) =>
      orFailed(
        sql<{ readonly content: string }>`SELECT content FROM chunks WHERE job = ${job} AND number >= ${from}
          ORDER BY number LIMIT ${chunksPerPage}`
      ).pipe(
        Effect.flatMap((rows) => Effect.forEach(rows, readChunk)),
        Effect.map((chunks) =>
          [
            Chunks.fromIterable(chunks),
            chunks.length < chunksPerPage ? Option.none<number>() : Option.some(from + chunksPerPage)
          ] as const
        )
      )

    return {
      open: (job, { chunkSize, shared }) =>
        shared === true
          ? new JobError({ job, reason: "single worker" })
          : Effect.flatMap(hold(job, chunkSize), (held) => heldJob(sql, held)),
      list: infos("", []),
      show,
      chunks: (job) => Stream.unwrap(Effect.as(show(job), Stream.paginateChunkEffect(0, (from) => page(job, from)))),
      remove: (job) =>
        Effect.gen(function*() {
          const { state } = yield* show(job)
          if (state === "running") return yield* new JobError({ job, reason: "busy" })
          if (state === "stopped") return yield* new JobError({ job, reason: "unfinished" })
          yield* orFailed(sql`DELETE FROM jobs WHERE job = ${job}`)
          yield* orFailed(sql`PRAGMA wal_checkpoint(TRUNCATE)`)
        })
    }
  })

/**
 * The journal in a file, as a layer.
 *
 * @example
 * import { Journal } from "@qurl/sdk"
 * import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
 * import { Effect } from "effect"
 *
 * const jobs = Journal.list.pipe(Effect.provide(Sqlite.layer({ filename: "invite.journal" })))
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Journal, JournalError | ConfigurationError> =>
  Layer.scoped(Journal, make(options))
