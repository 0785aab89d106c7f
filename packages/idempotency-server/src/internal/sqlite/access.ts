import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type { Connection } from "@effect/sql/SqlConnection"
import type { SqlError } from "@effect/sql/SqlError"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Identity, Service, StoreError } from "../../Store.js"
import { idOf } from "../../Store.js"
import * as StoreModel from "../../StoreModel.js"
import * as Waiters from "../waiters.js"
import { orStoreError } from "./failures.js"
import { immediate, retryWhileBusy } from "./immediate.js"
import * as Rows from "./rows.js"

/** A purge takes longer than all other statements of an execution together, even if it finds nothing. */
const executionsPerPurge = 10

/** Expired rows removed by one purge at most: ten for each execution. */
const purgedAtOnce = 10 * executionsPerPurge

/** Interval at which a waiter looks whether another process has ended a record. */
const lookAgainAfter = "50 millis"

/** A database in memory has one connection only and is gone with it. */
export const isFile = ({ config: { filename } }: SqliteClient.SqliteClient): boolean =>
  filename !== ":memory:" && filename !== ""

/** Reads without waiting behind a transaction: on a read-only connection of its own, where the database is a file. */
const makeReader = Effect.fnUntraced(function*(sql: SqliteClient.SqliteClient) {
  if (!isFile(sql)) {
    return (identity: Identity) =>
      Effect.scoped(Effect.flatMap(sql.reserve, (connection) => Rows.read(connection, identity)))
  }
  const reader = yield* SqliteClient.make({ filename: sql.config.filename, readonly: true, disableWAL: true }).pipe(
    Effect.provide(Reactivity.layer)
  )
  yield* reader`PRAGMA busy_timeout = 25`
  const connection = yield* reader.reserve
  return (identity: Identity) => Rows.read(connection, identity)
})

/**
 * Runs an operation apart from any transaction that the caller has open. Inside one of this database it would wait for
 * itself, which is a defect of the caller.
 */
const makeAlone =
  (connection: Connection) =>
  <A, R>(effect: Effect.Effect<A, SqlError | StoreError, R>): Effect.Effect<A, StoreError, R> =>
    Effect.contextWithEffect((context: Context.Context<R>) => {
      const open = Context.getOption(context, SqlClient.TransactionConnection)
      if (Option.isNone(open)) return orStoreError(effect)
      return open.value[0] === connection
        ? Effect.dieMessage("an operation of the idempotency store inside a transaction of its database")
        : Effect.mapInputContext(
          orStoreError(effect),
          // Proof: the tag that is omitted is not among what `effect` asks its caller for.
          (context: Context.Context<R>) => Context.omit(SqlClient.TransactionConnection)(context) as Context.Context<R>
        )
    })

/** Reads and changes of single rows, which the operations of the store are made of. */
export interface Access {
  readonly sql: SqliteClient.SqliteClient
  /** The connection that writes. */
  readonly connection: Connection
  readonly transaction: ReturnType<typeof immediate>
  readonly alone: ReturnType<typeof makeAlone>
  readonly wake: (identity: Identity) => Effect.Effect<void>
  readonly readRow: (identity: Identity) => Effect.Effect<StoreModel.Row | undefined, SqlError | StoreError>
  /** Reads, decides and writes while no other process can write. */
  readonly change: <A>(
    identity: Identity,
    decide: (row: StoreModel.Row | undefined, now: number) => StoreModel.Step<A>,
    options?: {
      /** Name of the process that holds the lease. */
      readonly boot?: Effect.Effect<string | undefined, SqlError>
      /** More to do in the same transaction, after a change. */
      readonly after?: (now: number) => Effect.Effect<unknown, SqlError>
    }
  ) => Effect.Effect<A, StoreError>
  /** Inserts the row of a key that has none by one statement, which commits itself. Returns none if there is a row. */
  readonly insert: <A>(
    identity: Identity,
    decide: (now: number) => StoreModel.Step<A>,
    boot: Effect.Effect<string | undefined, SqlError>
  ) => Effect.Effect<Option.Option<A>, StoreError>
  readonly look: Service["look"]
  readonly awaitChange: Service["awaitChange"]
  /** Removes expired rows in the transaction that ends an execution, at the first one and then at every tenth. */
  readonly purgeAfterExecution: (connection: Connection, now: number) => Effect.Effect<void, SqlError>
}

const makePurge = (): Access["purgeAfterExecution"] => {
  let executions = 0
  return (connection, now) =>
    Effect.suspend(() =>
      executions++ % executionsPerPurge === 0
        ? Effect.asVoid(Rows.purge(connection, now, purgedAtOnce))
        : Effect.void
    )
}

export const make = Effect.fnUntraced(function*(sql: SqliteClient.SqliteClient) {
  const readRow: Access["readRow"] = yield* makeReader(sql)
  const connection = yield* Effect.scoped(sql.reserve)
  const transaction = immediate(sql)
  const alone = makeAlone(connection)
  const waiters = Waiters.make()
  let changes = 0

  const wake: Access["wake"] = (identity) =>
    Effect.sync(() => {
      changes++
      waiters.wake(idOf(identity))
    })

  const change: Access["change"] = (identity, decide, { after, boot = Effect.succeed(undefined) } = {}) =>
    Effect.flatMap(boot, (boot) =>
      transaction(Effect.gen(function*() {
        const before = yield* Rows.read(connection, identity)
        const now = yield* Clock.currentTimeMillis
        const { result, row } = decide(before, now)
        if (row !== before) {
          yield* Rows.write(connection, identity, row, boot)
          if (after !== undefined) yield* after(now)
        }
        return { result, isChanged: row !== before }
      }))).pipe(
        Effect.tap(({ isChanged }) => isChanged ? wake(identity) : Effect.void),
        Effect.map(({ result }) => result),
        alone
      )

  const insert: Access["insert"] = (identity, decide, boot) =>
    Effect.flatMap(
      boot,
      (boot) =>
        Effect.scoped(Effect.flatMap(sql.reserve, (connection) =>
          retryWhileBusy(Effect.gen(function*() {
            const { result, row } = decide(yield* Clock.currentTimeMillis)
            const isNew = row !== undefined && (yield* Rows.insert(connection, identity, row, boot))
            return isNew ? Option.some(result) : Option.none()
          }))))
    ).pipe(
      Effect.tap(Option.match({ onNone: () => Effect.void, onSome: () => wake(identity) })),
      alone
    )

  const look: Access["look"] = (identity) =>
    alone(Effect.zipWith(
      readRow(identity),
      Clock.currentTimeMillis,
      (row, now) => Option.fromNullable(StoreModel.look(row, now))
    ))

  const hasChanged = (identity: Identity, gen: number) =>
    Effect.suspend(() => {
      const seen = changes
      return Effect.flatMap(readRow(identity), (row) =>
        StoreModel.isChanged(row, gen)
          ? Effect.succeed(true)
          : Effect.as(
            Effect.raceFirst(waiters.until(idOf(identity), () => changes !== seen), Effect.sleep(lookAgainAfter)),
            false
          ))
    })

  const awaitChange: Access["awaitChange"] = (identity, gen) =>
    alone(Effect.asVoid(Effect.repeat(hasChanged(identity, gen), { until: (isChanged) => isChanged })))

  const rows = { sql, connection, transaction, alone, wake, readRow, change, insert, look, awaitChange }
  const access: Access = { ...rows, purgeAfterExecution: makePurge() }
  return access
})
