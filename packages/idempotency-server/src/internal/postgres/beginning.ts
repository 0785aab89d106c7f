import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type { Claimed, ClaimRequest, StoreError } from "../../Store.js"
import {
  afterClaim,
  beforeClaim,
  claimAndBegin,
  claimParams,
  type ClaimRow,
  insertAndBegin,
  insertStatement,
  insertUnseenStatement,
  toClaimed,
  type UnseenRow
} from "./claim.js"
import { isSqlError } from "./connections/failures.js"
import type { HandlersConnection } from "./connections/handlersConnection.js"
import { notSent } from "./connections/pipeline.js"
import { isUnprepared } from "./connections/prepared.js"
import { rowsOf } from "./connections/result.js"
import { toRecord } from "./rows.js"
import type { Tables } from "./schema.js"

type Rows<Row> = Effect.Effect<ReadonlyArray<Row>, SqlError | StoreError>

/** Rows of one statement of a message: the driver returns an array of rows for each. */
const rowsOfMessage = <Row>({ run }: HandlersConnection, message: string, statement: number): Rows<Row> =>
  // Proof: the statements of claims select the columns of the rows that their callers name.
  Effect.map(run(message), (results) => results[statement] as ReadonlyArray<Row>)

/** Claims the key and begins the handler's transaction. */
export const make = (tables: Tables) => {
  const [insertingSeen, insertingUnseen] = [insertStatement(tables), insertUnseenStatement(tables)]

  const insertByText = (connection: HandlersConnection, request: ClaimRequest): Rows<ClaimRow | UnseenRow> =>
    rowsOfMessage(connection, insertAndBegin(tables, request), 3)

  /** The same as three queries in one round trip. The server has planned the claim before. */
  const insert = (connection: HandlersConnection, request: ClaimRequest): Rows<ClaimRow | UnseenRow> => {
    const inserting = request.isUnseen === true ? insertingUnseen : insertingSeen
    const send = connection.isNaming() ? connection.send() : undefined
    if (send === undefined) return insertByText(connection, request)
    const queries = [{ text: beforeClaim }, { ...inserting, values: claimParams(request) }, { text: afterClaim }]
    return Effect.flatMap(send(queries), ([, inserted = notSent, begun = notSent]): Rows<ClaimRow | UnseenRow> => {
      if (Either.isRight(inserted)) return Effect.map(begun, () => rowsOf(inserted.right))
      if (!isUnprepared(inserted.left)) return Effect.fail(inserted.left)
      connection.stopNaming()
      return Effect.zipRight(connection.rollback, insertByText(connection, request))
    })
  }

  const claim = (connection: HandlersConnection, request: ClaimRequest) =>
    Effect.map(
      rowsOfMessage<ClaimRow>(connection, claimAndBegin(tables, request), 2),
      ([row]) => toClaimed(request, row)
    )

  return (connection: HandlersConnection, request: ClaimRequest) =>
    insert(connection, request).pipe(
      Effect.flatMap(([row]): Effect.Effect<Option.Option<Claimed>, SqlError | StoreError> => {
        if (row === undefined) return claim(connection, request)
        connection.learn(row.pid)
        if (row.claimed !== null) return Effect.succeed(toClaimed(request, row))
        // The answer to a claim of this owner was lost.
        if (row.own) return claim(connection, request)
        return Effect.succeed(Option.map(toRecord(row), (record): Claimed => ({ _tag: "Found", record })))
      }),
      Effect.tapError((error) => isSqlError(error) ? connection.rollback : Effect.void)
    )
}
