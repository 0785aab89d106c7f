import type { SqlError } from "@effect/sql/SqlError"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Settlement, StoreError, Ticket } from "../../Store.js"
import { codeOf, isConnectionLost, isSqlError } from "./connections/failures.js"
import type { HandlersConnection } from "./connections/handlersConnection.js"
import { type Answer, notSent } from "./connections/pipeline.js"
import { isUnprepared } from "./connections/prepared.js"
import { commandOf, rowsOf } from "./connections/result.js"
import type { Tables } from "./schema.js"
import { isTakenOver, type Settled, settleOrFailStatement, settleParams, settleStatement } from "./settle.js"

/** The end of a transaction: that of the record in it, and its COMMIT. */
export type Ending =
  | { readonly _tag: "Committed"; readonly isAwaited: boolean }
  /** Another owner has the key. Nothing is committed. */
  | { readonly _tag: "TakenOver" }
  /** A statement failed whose failure the handler swallowed. Nothing is committed. */
  | { readonly _tag: "Aborted" }
  /** The record could not be ended. Nothing is committed. */
  | { readonly _tag: "Failed"; readonly error: SqlError | StoreError }
  /** The COMMIT failed or was not answered. */
  | { readonly _tag: "Unknown"; readonly error: SqlError | StoreError | undefined }

/** The transaction of a handler, whose statements end in time. */
export interface Open extends Pick<HandlersConnection, "query" | "rollback"> {
  readonly commit: Effect.Effect<unknown, SqlError | StoreError>
}

/** The transaction was broken by a failed statement. Only a rollback ends it. */
export const isAborted = (error: SqlError): boolean => codeOf(error) === "25P02"

const failed = (error: SqlError | StoreError): Ending =>
  !isSqlError(error) || !isAborted(error) ? { _tag: "Failed", error } : { _tag: "Aborted" }

/** Ends the record, and commits once that has succeeded. */
export const apart = (tables: Tables) => {
  const { text } = settleStatement(tables)
  return ({ commit, query, rollback }: Open, ticket: Ticket, settlement: Settlement): Effect.Effect<Ending> =>
    Effect.gen(function*(): Effect.fn.Return<Ending> {
      const settled = yield* Effect.either(query<Settled>(text, settleParams(ticket, settlement)))
      if (Either.isLeft(settled)) return failed(settled.left)
      const [ended] = settled.right
      if (ended === undefined) return { _tag: "TakenOver" }
      const committed = yield* Effect.either(commit)
      return Either.isLeft(committed)
        ? { _tag: "Unknown", error: committed.left }
        : { _tag: "Committed", isAwaited: ended.awaited }
    }).pipe(Effect.tap(({ _tag }) => _tag === "Committed" ? Effect.void : rollback))
}

const endingOf = (settled: Answer, committed: Answer): Ending => {
  if (Either.isRight(settled)) {
    const [ended] = rowsOf<Settled>(settled.right)
    if (Either.isLeft(committed)) return { _tag: "Unknown", error: committed.left }
    return ended !== undefined && commandOf(committed.right) === "COMMIT"
      ? { _tag: "Committed", isAwaited: ended.awaited }
      : { _tag: "Unknown", error: undefined }
  }
  // Without an answer to the first statement, the second may have been carried out all the same.
  const error = settled.left
  if (isConnectionLost(error)) return { _tag: "Unknown", error }
  return isTakenOver(error) ? { _tag: "TakenOver" } : failed(error)
}

/** Ends the record and commits in one round trip. The record's end fails if it misses, and then nothing is committed. */
const together = (tables: Tables) => {
  const { name, text } = settleOrFailStatement(tables)
  return (
    { isNaming, rollback, stopNaming }: HandlersConnection,
    send: NonNullable<ReturnType<HandlersConnection["send"]>>,
    ticket: Ticket,
    settlement: Settlement
  ): Effect.Effect<Ending> => {
    const settle = { name: isNaming() ? name : undefined, text, values: settleParams(ticket, settlement) }
    return Effect.matchEffect(send([settle, { text: "COMMIT" }]), {
      onFailure: (error) => Effect.as(rollback, { _tag: "Unknown", error } satisfies Ending),
      onSuccess: ([settled = notSent, committed = notSent]) => {
        if (Either.isLeft(settled) && isUnprepared(settled.left)) stopNaming()
        const ending = endingOf(settled, committed)
        // The COMMIT ended the transaction if the server has answered it.
        return Either.isLeft(committed) ? Effect.as(rollback, ending) : Effect.succeed(ending)
      }
    })
  }
}

/** Ends the record and the transaction on a connection of the handlers, in one round trip if its driver can do that. */
export const make = (tables: Tables) => {
  const [endApart, endTogether] = [apart(tables), together(tables)]
  return (connection: HandlersConnection, ticket: Ticket, settlement: Settlement): Effect.Effect<Ending> =>
    Effect.suspend(() => {
      const send = connection.send()
      return send === undefined
        ? endApart({ ...connection, commit: connection.run("COMMIT") }, ticket, settlement)
        : endTogether(connection, send, ticket, settlement)
    })
}
