import type * as PgClient from "@effect/sql-pg/PgClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { Chunk, type Held, JobError, JournalError } from "../../Journal.js"
import { tallyOf } from "../bulk/tally.js"
import { orFailed, type Tables } from "./postgresTables.js"

/** Time after which a silent worker is dead, in the database's time, and the pause between renewals. */
const leaseSeconds = 15
const renewal = "5 seconds"

const decodeChunk = Schema.decodeUnknownEither(Schema.parseJson(Chunk))

/** Decodes a stored chunk. */
export const readChunk = ({ content }: { readonly content: string }): Effect.Effect<Chunk, JournalError> =>
  Either.match(decodeChunk(content), {
    onLeft: () => new JournalError({ reason: "unreadable" }),
    onRight: (chunk) => Effect.succeed(chunk)
  })

interface Worker {
  readonly job: string
  readonly worker: string
  readonly shared: boolean
  readonly chunk_size: number
  readonly finished_after: number | null
}

const enter = Effect.fnUntraced(
  function*(sql: PgClient.PgClient, tables: Tables, job: string, chunkSize: number, shared: boolean) {
    yield* sql.unsafe(
      `INSERT INTO ${tables.jobs} (job, chunk_size) VALUES ($1, $2) ON CONFLICT (job) DO NOTHING`,
      [job, chunkSize]
    )
    // Workers that enter one job take turns here.
    const [found] = yield* sql.unsafe<Pick<Worker, "chunk_size"> & { readonly finished_after: string | null }>(
      `SELECT chunk_size, finished_after FROM ${tables.jobs} WHERE job = $1 FOR UPDATE`,
      [job]
    )
    if (found === undefined) return yield* new JobError({ job, reason: "not found" })
    // A worker that wakes up after this finds no row of its own, and every write of it fails.
    yield* sql.unsafe(`DELETE FROM ${tables.workers} WHERE job = $1 AND held_until <= clock_timestamp()`, [job])
    const others = yield* sql.unsafe<{ readonly shared: boolean }>(
      `SELECT shared FROM ${tables.workers} WHERE job = $1`,
      [job]
    )
    if (others.some((other) => !shared || !other.shared)) return yield* new JobError({ job, reason: "busy" })
    const [entered] = yield* sql.unsafe<{ readonly worker: string }>(
      `INSERT INTO ${tables.workers} (worker, job, shared, held_until)
       VALUES (gen_random_uuid(), $1, $2, clock_timestamp() + interval '${leaseSeconds} seconds') RETURNING worker`,
      [job, shared]
    )
    return {
      job,
      shared,
      worker: entered?.worker ?? "",
      chunk_size: found.chunk_size,
      finished_after: found.finished_after === null ? null : Number(found.finished_after)
    } satisfies Worker
  }
)

const renew = (sql: PgClient.PgClient, tables: Tables, { job, worker }: Worker) =>
  sql.unsafe(
    `WITH alive AS (
       UPDATE ${tables.workers} SET held_until = clock_timestamp() + interval '${leaseSeconds} seconds'
       WHERE worker = $1 RETURNING worker
     )
     UPDATE ${tables.jobs} SET updated_at = clock_timestamp() WHERE job = $2 AND EXISTS (SELECT 1 FROM alive)`,
    [worker, job]
  )

const leave = (sql: PgClient.PgClient, tables: Tables, { worker }: Worker) =>
  sql.unsafe(`DELETE FROM ${tables.workers} WHERE worker = $1`, [worker])

const heldBy = (
  sql: PgClient.PgClient,
  tables: Tables,
  { chunk_size, finished_after, job, shared, worker }: Worker
): Held => {
  /** A fenced statement returns a row; without one, this worker or its claim was superseded. */
  const fenced = (statement: Effect.Effect<ReadonlyArray<unknown>, SqlError>) =>
    Effect.flatMap(
      orFailed(statement),
      ({ length }) => length === 0 ? new JobError({ job, reason: "lost" }) : Effect.void
    )

  // Locks the row that gives this worker its right to write, so that a takeover waits for the write or precedes it.
  const right = shared
    ? `SELECT 1 FROM ${tables.claims} WHERE job = $1 AND number = $2 AND worker = $3 FOR SHARE`
    : `SELECT 1 FROM ${tables.workers} WHERE job = $1 AND $2::integer IS NOT NULL AND worker = $3 FOR KEY SHARE`

  return {
    chunkSize: chunk_size,
    finishedAfter: finished_after ?? undefined,
    unsettled: orFailed(sql.unsafe<{ readonly content: string }>(
      `SELECT content FROM ${tables.chunks} WHERE job = $1 AND state = 'sent' ORDER BY number`,
      [job]
    )).pipe(Effect.flatMap((rows) => Effect.forEach(rows, readChunk))),
    chunk: (number) =>
      orFailed(sql.unsafe<{ readonly content: string }>(
        `SELECT content FROM ${tables.chunks} WHERE job = $1 AND number = $2`,
        [job, number]
      )).pipe(Effect.flatMap(([row]) => row === undefined ? Effect.succeed(undefined) : readChunk(row))),
    claim: (number) =>
      shared
        ? Effect.flatMap(
          orFailed(sql.unsafe<{ readonly alive: boolean; readonly claimed: boolean }>(
            `WITH me AS (SELECT worker FROM ${tables.workers} WHERE worker = $3), taken AS (
               INSERT INTO ${tables.claims} AS c (job, number, worker) SELECT $1, $2, worker FROM me
               ON CONFLICT (job, number) DO UPDATE SET worker = excluded.worker
               WHERE c.worker = excluded.worker OR NOT EXISTS (
                 SELECT 1 FROM ${tables.workers} w WHERE w.worker = c.worker AND w.held_until > clock_timestamp()
               )
               RETURNING worker
             )
             SELECT EXISTS (SELECT 1 FROM me) AS alive, EXISTS (SELECT 1 FROM taken) AS claimed`,
            [job, number, worker]
          )),
          ([row]) => row?.alive === true ? Effect.succeed(row.claimed) : new JobError({ job, reason: "lost" })
        )
        : Effect.succeed(true),
    put: (chunk) => {
      const { done, failed, rows, unknown } = tallyOf(chunk)
      return fenced(sql.unsafe(
        `WITH permitted AS (${right})
         INSERT INTO ${tables.chunks} (job, number, state, rows, done, failed, unknown, content)
         SELECT $1, $2, $4, $5, $6, $7, $8, $9 FROM permitted
         ON CONFLICT (job, number) DO UPDATE SET
           state = excluded.state, done = excluded.done, failed = excluded.failed, unknown = excluded.unknown,
           content = excluded.content
         RETURNING number`,
        [job, chunk.number, worker, chunk.state, rows, done, failed, unknown, JSON.stringify(chunk)]
      ))
    },
    finish: (rows) =>
      fenced(sql.unsafe(
        `WITH permitted AS (SELECT 1 FROM ${tables.workers} WHERE worker = $3 FOR KEY SHARE)
         UPDATE ${tables.jobs} SET finished_after = $2, updated_at = clock_timestamp()
         WHERE job = $1 AND EXISTS (SELECT 1 FROM permitted) RETURNING job`,
        [job, rows, worker]
      ))
  }
}

/**
 * Enters a job as a worker and renews its lease until the scope closes. A lease that cannot be renewed or released
 * expires in the database's time.
 */
export const hold = (
  sql: PgClient.PgClient,
  tables: Tables,
  job: string,
  { chunkSize, shared }: { readonly chunkSize: number; readonly shared: boolean }
): Effect.Effect<Held, JobError | JournalError, Scope.Scope> =>
  Effect.acquireRelease(
    orFailed(sql.withTransaction(enter(sql, tables, job, chunkSize, shared))),
    (worker) => Effect.ignore(leave(sql, tables, worker))
  ).pipe(
    Effect.tap((worker) =>
      Effect.forkScoped(Effect.repeat(Effect.ignore(renew(sql, tables, worker)), Schedule.spaced(renewal)))
    ),
    Effect.map((worker) => heldBy(sql, tables, worker))
  )
