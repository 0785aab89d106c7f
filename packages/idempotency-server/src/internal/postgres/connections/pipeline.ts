import type { Connection } from "@effect/sql/SqlConnection"
import { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Predicate from "effect/Predicate"

/** Query of the driver. One without values may consist of several statements. */
export interface Query {
  readonly name?: string | undefined
  readonly text: string
  readonly values?: ReadonlyArray<unknown> | undefined
}

/** Client of `pg` from 8.23 on. Its pipeline mode sends a query before the former one is answered. */
interface Client {
  pipeline: boolean
  readonly connection?: { readonly stream?: { cork?: () => void; uncork?: () => void } }
  query(query: Query, values: undefined, callback: (error: unknown, result: unknown) => void): unknown
}

/** Client of the driver behind a connection. */
export const clientOf = (connection: Connection): object | undefined =>
  Predicate.hasProperty(connection, "pg") && Predicate.isObject(connection.pg) ? connection.pg : undefined

/** The client has a pipeline mode, and no query is running or queued. */
const isReady = (client: object | undefined): client is Client =>
  Predicate.hasProperty(client, "pipeline") && typeof client.pipeline === "boolean"
  && Predicate.hasProperty(client, "readyForQuery") && client.readyForQuery === true
  && Predicate.hasProperty(client, "query") && typeof client.query === "function"

/** Ends the pipeline mode, so that the driver does not wait for what was sent when it ends the client. */
export const disable = (client: object): void => {
  if ("pipeline" in client && client.pipeline === true) client.pipeline = false
}

/** Result of the driver, or why there is none. */
export type Answer = Either.Either<unknown, SqlError>

/** Sends queries at once and waits for all answers, each of which is that of its query alone. */
export type Send = (queries: ReadonlyArray<Query>) => Effect.Effect<ReadonlyArray<Answer>>

const toAnswer = (error: unknown, result: unknown): Answer =>
  error === null || error === undefined
    ? Either.right(result)
    : Either.left(new SqlError({ cause: error, message: "Failed to execute statement" }))

/** Stands for the answer to a query that was not sent. */
export const notSent: Answer = Either.left(new SqlError({ cause: undefined, message: "The statement was not sent" }))

/**
 * Sends several queries in one round trip; undefined if the client cannot do that now.
 *
 * The server runs each of them, even if the one before it failed. A query that the driver cannot encode is not sent, and
 * neither are those behind it.
 *
 * The driver refuses cursors in pipeline mode, and handlers stream with them, so the mode is on for these queries alone.
 * It is switched on while the client is idle: a cursor that is open would get the rows of what is sent behind it. It
 * stays on until the last query is answered, because the driver keeps what it has sent in a queue of that mode.
 */
export const of = (connection: Connection): Send | undefined => {
  const client = clientOf(connection)
  return isReady(client) ? (queries) => send(client, queries) : undefined
}

const send = (client: Client, queries: ReadonlyArray<Query>): Effect.Effect<ReadonlyArray<Answer>> =>
  Effect.async((resume) => {
    const before = client.pipeline
    const answers: Array<Answer | undefined> = queries.map(() => undefined)
    let last = queries.length - 1
    const end = () => {
      client.pipeline = before
      resume(Effect.succeed(answers.map((answer) => answer ?? notSent)))
    }
    /** Returns false if the driver could not encode the values. Then it has still begun an exchange, whose end is last. */
    const submit = (query: Query, place: number): boolean => {
      let isSubmitting = true
      let isEncoded = true
      client.query(query, undefined, (error, result) => {
        answers[place] ??= toAnswer(error, result)
        if (isSubmitting) {
          isEncoded = false
          last = place
        } else if (place === last) end()
      })
      isSubmitting = false
      return isEncoded
    }
    client.pipeline = true
    const stream = client.connection?.stream
    // One packet for all of them.
    stream?.cork?.()
    queries.every(submit)
    stream?.uncork?.()
  })
