import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { ClaimRequest, StoreError } from "../../Store.js"
import {
  afterClaim,
  beforeClaim,
  claimAndBegin,
  claimParams,
  type ClaimRow,
  insertAndBegin,
  insertStatement,
  toClaimed
} from "./claim.js"
import { isSqlError } from "./connections/failures.js"
import type { HandlersConnection } from "./connections/handlersConnection.js"
import { notSent } from "./connections/pipeline.js"
import { isUnprepared } from "./connections/prepared.js"
import { rowsOf } from "./connections/result.js"
import type { Tables } from "./schema.js"

type Rows = Effect.Effect<ReadonlyArray<ClaimRow>, SqlError | StoreError>

/** Rows of one statement of a message: the driver returns an array of rows for each. */
const rowsOfMessage = ({ run }: HandlersConnection, message: string, statement: number): Rows =>
  // Proof: the statements of claims select the columns of `ClaimRow`.
  Effect.map(run(message), (results) => results[statement] as ReadonlyArray<ClaimRow>)

/** Claims the key and begins the handler's transaction. */
export const make = (tables: Tables) => {
  const inserting = insertStatement(tables)

  const insertByText = (connection: HandlersConnection, request: ClaimRequest): Rows =>
    rowsOfMessage(connection, insertAndBegin(tables, request), 3)

  /** The same as three queries in one round trip. The server has planned the claim before. */
  const insert = (connection: HandlersConnection, request: ClaimRequest): Rows => {
    const send = connection.isNaming() ? connection.send() : undefined
    if (send === undefined) return insertByText(connection, request)
    const queries = [{ text: beforeClaim }, { ...inserting, values: claimParams(request) }, { text: afterClaim }]
    return Effect.flatMap(send(queries), ([, inserted = notSent, begun = notSent]): Rows => {
      if (Either.isRight(inserted)) return Effect.map(begun, () => rowsOf(inserted.right))
      if (!isUnprepared(inserted.left)) return Effect.fail(inserted.left)
      connection.stopNaming()
      return Effect.zipRight(connection.rollback, insertByText(connection, request))
    })
  }

  return (connection: HandlersConnection, request: ClaimRequest) =>
    insert(connection, request).pipe(
      Effect.tap(([row]) => row === undefined ? Effect.void : Effect.sync(() => connection.learn(row.pid))),
      Effect.flatMap((inserted) =>
        inserted.length > 0
          ? Effect.succeed(inserted)
          : rowsOfMessage(connection, claimAndBegin(tables, request), 2)
      ),
      Effect.map(([row]) => toClaimed(request, row)),
      Effect.tapError((error) => isSqlError(error) ? connection.rollback : Effect.void)
    )
}
