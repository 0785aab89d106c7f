/**
 * Rows of a bulk job by reference: a workflow's payload names them, and each runner reads the part that it works on.
 *
 * @since 0.1.0
 */
import type { PlatformError } from "@effect/platform/Error"
import * as FileSystem from "@effect/platform/FileSystem"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientError } from "@effect/platform/HttpClientError"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import type { OptionError } from "@qurl/idempotency"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import type { CreateInput } from "@qurl/sdk"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"

/**
 * The rows could not be read.
 *
 * Next: fix the reference or the rows, then run the job again. A job waits by itself for rows that are `unavailable`.
 *
 * @since 0.1.0
 * @category errors
 */
export class RowSourceError extends Schema.TaggedError<RowSourceError>()("RowSourceError", {
  /** The reference as it was given. */
  rows: Schema.String,
  /**
   * `missing`: there is nothing at the reference, or no permission to read it. `invalid`: it holds something else than
   * rows. `unavailable`: the disk, the server or the database cannot be reached at the moment.
   */
  reason: Schema.Literal("missing", "invalid", "unavailable"),
  problem: Schema.String
}) {
  override get message(): string {
    return `The rows at ${JSON.stringify(this.rows)} could not be read: ${this.problem}.`
  }
}

/**
 * Part of the rows: `count` rows from row `from`, which counts from 0.
 *
 * @since 0.1.0
 * @category models
 */
export interface Range {
  readonly from: number
  readonly count: number
}

/**
 * Reads rows by reference. A reference must give the same rows in the same order for as long as its job runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Number of rows. */
  readonly count: (rows: string) => Effect.Effect<number, RowSourceError>
  readonly read: (rows: string, range: Range) => Stream.Stream<CreateInput, RowSourceError>
}

/**
 * The source of a bulk job's rows. Every runner needs the same one.
 *
 * @since 0.1.0
 * @category tags
 */
export class RowSource extends Context.Tag("@qurl/workflow/RowSource")<RowSource, Service>() {}

const failure = (rows: string, reason: RowSourceError["reason"], problem: string) =>
  new RowSourceError({ rows, reason, problem })

const parsed = (rows: string, line: string, number: number): Effect.Effect<CreateInput, RowSourceError> =>
  Effect.try({
    // The SDK checks every field of a row before it sends it; here it only has to be JSON.
    try: (): CreateInput => JSON.parse(line),
    catch: () => failure(rows, "invalid", `line ${number + 1} is not valid JSON`)
  })

/** Rows of newline-delimited JSON. Empty lines are not rows. */
const fromLines = (rows: string, bytes: Stream.Stream<Uint8Array, RowSourceError>): Service => {
  const lines = bytes.pipe(
    Stream.decodeText(),
    Stream.splitLines,
    Stream.filter((line) => line.trim() !== "")
  )
  return {
    count: () => Stream.runCount(lines),
    read: (_, { count, from }) =>
      lines.pipe(
        Stream.zipWithIndex,
        Stream.drop(from),
        Stream.take(count),
        Stream.mapEffect(([line, number]) => parsed(rows, line, number))
      )
  }
}

/** Makes a source whose bytes depend on the reference. */
const byReference = (bytes: (rows: string) => Stream.Stream<Uint8Array, RowSourceError>): Service => ({
  count: (rows) => fromLines(rows, bytes(rows)).count(rows),
  read: (rows, range) => fromLines(rows, bytes(rows)).read(rows, range)
})

const fileReason = (error: PlatformError): RowSourceError["reason"] => {
  if (error._tag === "BadArgument") return "invalid"
  return error.reason === "NotFound" || error.reason === "PermissionDenied" ? "missing" : "unavailable"
}

/**
 * References are paths of newline-delimited JSON files on a disk that all runners share.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerFile: Layer.Layer<RowSource, never, FileSystem.FileSystem> = Layer.effect(
  RowSource,
  Effect.map(
    FileSystem.FileSystem,
    (fs) =>
      byReference((rows) =>
        Stream.mapError(fs.stream(rows), (error) => failure(rows, fileReason(error), error.message))
      )
  )
)

const urlReason = (error: HttpClientError): RowSourceError["reason"] => {
  if (error.reason === "InvalidUrl") return "invalid"
  const status = error._tag === "ResponseError" ? error.response.status : 0
  return [401, 403, 404, 410].includes(status) ? "missing" : "unavailable"
}

/**
 * References are URLs of newline-delimited JSON, for example of an object in a bucket.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerUrl: Layer.Layer<RowSource, never, HttpClient.HttpClient> = Layer.effect(
  RowSource,
  Effect.map(HttpClient.HttpClient, (client) => {
    const ok = HttpClient.filterStatusOk(client)
    return byReference((rows) =>
      // The client's own error prints the request with its headers.
      Stream.mapError(
        HttpClientResponse.stream(ok.get(rows)),
        (error) => failure(rows, urlReason(error), `${error.reason} of the request`)
      )
    )
  })
)

/** Class 42 of the SQLSTATE codes: no such table or column, or no privilege. SQLite has one code for all of these. */
const sqlReason = (cause: unknown): RowSourceError["reason"] => {
  const code = Predicate.hasProperty(cause, "code") ? String(cause.code) : ""
  return code.startsWith("42") || code === "SQLITE_ERROR" ? "missing" : "unavailable"
}

/**
 * Options of a source that reads tables.
 *
 * @since 0.1.0
 * @category models
 */
export interface TableOptions {
  /** A unique column. It is not sent. */
  readonly orderBy: string
}

const checked = (options: TableOptions) =>
  OptionCheck.check("RowSource.layerTable", options, { orderBy: OptionCheck.required(OptionCheck.text) })

/**
 * References are names of tables or views with the columns of a link. `orderBy` names a unique column that fixes the order
 * of the rows. Columns that are null are left out.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerTable = (options: TableOptions): Layer.Layer<RowSource, OptionError, SqlClient.SqlClient> =>
  Layer.effect(
    RowSource,
    Effect.map(Effect.zipRight(checked(options), SqlClient.SqlClient), (sql): Service => ({
      count: (rows) =>
        sql<{ readonly count: number | string }>`SELECT count(*) AS count FROM ${sql(rows)}`.pipe(
          Effect.map(([row]) => Number(row?.count ?? 0)),
          Effect.mapError(({ cause }) => failure(rows, sqlReason(cause), "the table could not be counted"))
        ),
      read: (rows, { count, from }) =>
        Stream.fromIterableEffect(
          sql<Readonly<Record<string, unknown>>>`
            SELECT * FROM ${sql(rows)} ORDER BY ${sql(options.orderBy)} LIMIT ${count} OFFSET ${from}`.pipe(
            Effect.mapError(({ cause }) => failure(rows, sqlReason(cause), "the table could not be read"))
          )
        ).pipe(Stream.map((row) => {
          const fields = Object.entries(row).filter(([name, value]) => value !== null && name !== options.orderBy)
          // Proof: none is needed here, the SDK checks every field of a row before it sends it and reports what is wrong.
          return Object.fromEntries(fields) as unknown as CreateInput
        }))
    }))
  )
