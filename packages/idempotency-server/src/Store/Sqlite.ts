/**
 * The store in SQLite, in the same database as the handlers' own tables.
 *
 * Handler and record are one transaction on the one connection that writes, so that nothing is left of a handler that
 * crashed. A lease is for handlers that do more than write here. Any number of processes may share the file.
 *
 * @since 0.1.0
 */
import * as Reactivity from "@effect/experimental/Reactivity"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as SqlClient from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Boot from "../internal/sqlite/boot.js"
import { orStoreError } from "../internal/sqlite/failures.js"
import { immediate } from "../internal/sqlite/immediate.js"
import * as Rows from "../internal/sqlite/rows.js"
import { migrate } from "../internal/sqlite/schema.js"
import * as Statistics from "../internal/sqlite/statistics.js"
import * as Waiters from "../internal/waiters.js"
import type {
  ClaimRequest,
  Identity,
  Outcome,
  Resolution,
  Settlement,
  Ticket,
  Transacted,
  TransactionalService
} from "../Store.js"
import { idOf, Store, StoreError, TransactionalStore, UnfitStoreError } from "../Store.js"
import * as StoreModel from "../StoreModel.js"

/** Expired rows go a few at a time with every execution, so that no purge ever takes long. */
const purgedPerExecution = 10

/** How often a waiter looks whether another process has ended a record. */
const lookAgainAfter = "50 millis"

/** A database in memory has one connection only and is gone with it. */
const isFile = ({ config: { filename } }: SqliteClient.SqliteClient): boolean =>
  filename !== ":memory:" && filename !== ""

/** A read-only connection of its own, so that a replay does not wait behind a transaction. */
const makeReader = Effect.fnUntraced(function*(sql: SqliteClient.SqliteClient) {
  if (!isFile(sql)) return sql.reserve
  const reader = yield* SqliteClient.make({ filename: sql.config.filename, readonly: true, disableWAL: true }).pipe(
    Effect.provide(Reactivity.layer)
  )
  yield* reader`PRAGMA busy_timeout = 25`
  return Effect.succeed(yield* reader.reserve)
})

/**
 * The store on a client that the handlers share, because a transaction is one connection's. Sets `synchronous` to FULL:
 * the driver's default forgets the last commits when the power fails, and a forgotten record is a second execution.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = Effect.gen(function*() {
  const sql = yield* SqliteClient.SqliteClient
  const scope = yield* Effect.scope
  yield* sql`PRAGMA synchronous = FULL`
  yield* sql`PRAGMA busy_timeout = 25`
  yield* migrate(sql)
  const { filename } = sql.config
  if (isFile(sql)) yield* Boot.free(sql, filename)
  // Only who takes leases needs a name and a lock.
  const boot = yield* Effect.cached(
    isFile(sql) ? Effect.uninterruptible(Scope.extend(Boot.begin(filename), scope)) : Effect.succeed(undefined)
  )
  const reader = yield* makeReader(sql)
  const connection = yield* Effect.scoped(sql.reserve)
  const transaction = immediate(sql)
  const waiters = Waiters.make()
  let changes = 0

  const wake = (identity: Identity) =>
    Effect.sync(() => {
      changes++
      waiters.wake(idOf(identity))
    })

  /** Apart from whatever transaction the caller has open; inside one of this database it would wait for itself. */
  const alone = <A, R>(effect: Effect.Effect<A, SqlError | StoreError, R>): Effect.Effect<A, StoreError, R> =>
    Effect.contextWithEffect((context: Context.Context<R>) => {
      const open = Context.getOption(context, SqlClient.TransactionConnection)
      if (Option.isNone(open)) return orStoreError(effect)
      return open.value[0] === connection
        ? Effect.dieMessage("an operation of the idempotency store inside a transaction of its database")
        : Effect.mapInputContext(
          orStoreError(effect),
          (context: Context.Context<R>) => Context.omit(SqlClient.TransactionConnection)(context) as Context.Context<R>
        )
    })

  const readRow = (identity: Identity) =>
    Effect.scoped(Effect.flatMap(reader, (connection) => Rows.read(connection, identity)))

  /** Reads, decides and writes while nobody else can write. */
  const change = <A>(
    identity: Identity,
    decide: (row: StoreModel.Row | undefined, now: number) => StoreModel.Step<A>,
    name: Effect.Effect<string | undefined, SqlError> = Effect.succeed(undefined)
  ): Effect.Effect<A, StoreError> =>
    Effect.flatMap(name, (boot) =>
      transaction(Effect.gen(function*() {
        const before = yield* Rows.read(connection, identity)
        const { result, row } = decide(before, yield* Clock.currentTimeMillis)
        if (row !== before) yield* Rows.write(connection, identity, row, boot)
        return { result, isChanged: row !== before }
      }))).pipe(
        Effect.tap(({ isChanged }) => isChanged ? wake(identity) : Effect.void),
        Effect.map(({ result }) => result),
        alone
      )

  const look = (identity: Identity) =>
    alone(Effect.zipWith(
      readRow(identity),
      Clock.currentTimeMillis,
      (row, now) => Option.fromNullable(StoreModel.look(row, now))
    ))

  const settleIn = Effect.fnUntraced(
    function*(row: StoreModel.Row | undefined, ticket: Ticket, settlement: Settlement) {
      const now = yield* Clock.currentTimeMillis
      yield* Rows.write(connection, ticket.identity, StoreModel.settle(row, ticket, settlement, now).row, undefined)
      yield* Rows.purge(connection, now, purgedPerExecution)
    }
  )

  /** Says in a transaction of its own how an execution ended whose writes are undone. */
  const note = (request: ClaimRequest, settlement: Settlement) =>
    change(request.identity, (row, now) => {
      const { result, row: claimed } = StoreModel.claim(row, request, now)
      return result._tag === "Claimed"
        ? StoreModel.settle(claimed, result.ticket, settlement, now)
        : { result: "lost", row }
    }).pipe(Effect.catchTag("StoreError", ({ message }) => Effect.logWarning(message)))

  /** What a `COMMIT` that failed has done all the same. */
  const readBack = <A>(request: ClaimRequest, executed: Transacted<A>) =>
    Effect.matchEffect(readRow(request.identity), {
      onFailure: () => new StoreError({ reason: "unknown" }),
      onSuccess: (row): Effect.Effect<Transacted<A>, StoreError> =>
        row?.owner === request.owner ? Effect.succeed(executed) : new StoreError({ reason: "failed" })
    })

  const transact = <A, R>(
    request: ClaimRequest,
    handler: (ticket: Ticket) => Effect.Effect<Outcome<A>, never, R>
  ): Effect.Effect<Transacted<A>, StoreError, R> =>
    Effect.suspend(() => {
      let recorded: Transacted<A> | undefined
      return Effect.gen(function*() {
        const { identity } = request
        const before = yield* Rows.read(connection, identity)
        const claim = StoreModel.claim(before, request, yield* Clock.currentTimeMillis)
        if (claim.result._tag === "Found") {
          if (claim.row !== before) yield* Rows.write(connection, identity, claim.row, undefined)
          return claim.result
        }
        const { ticket } = claim.result
        const { answer, settlement } = yield* handler({ ...ticket, leaseMillis: undefined })
        const executed = { _tag: "Executed", answer } as const
        // Only a failure undoes the transaction, and with it what the handler wrote.
        if (settlement._tag === "Release" || settlement._tag === "Park") {
          return yield* Effect.fail({ _tag: "Undone", executed, settlement } as const)
        }
        yield* settleIn(claim.row, ticket, settlement)
        return recorded = executed
      }).pipe(
        transaction,
        Effect.catchTag("Undone", ({ executed, settlement }) => Effect.as(note(request, settlement), executed)),
        Effect.catchAllDefect((defect) => recorded === undefined ? Effect.die(defect) : readBack(request, recorded)),
        Effect.zipLeft(wake(request.identity)),
        alone
      )
    })

  const service: TransactionalService = {
    capabilities: { durable: isFile(sql), linearizable: true, transactional: true, notify: false, serverClock: true },
    probe: Effect.gen(function*() {
      const [mode] = yield* sql<{ synchronous: number }>`PRAGMA synchronous`
      if (Number(mode?.synchronous) < 2) {
        return yield* new UnfitStoreError({ problem: "is not set to synchronous = FULL" })
      }
      yield* sql`SELECT 1 FROM idempotency_records LIMIT 1`
    }).pipe(Effect.catchTag("SqlError", () => new UnfitStoreError({ problem: "has no table to keep records in" }))),
    look,
    transact,
    claim: (request) => change(request.identity, (row, now) => StoreModel.claim(row, request, now), boot),
    renew: (ticket, leaseMillis) =>
      change(ticket.identity, (row, now) => StoreModel.renew(row, ticket, leaseMillis, now), boot),
    settle: (ticket, settlement) =>
      change(ticket.identity, (row, now) => StoreModel.settle(row, ticket, settlement, now)),
    touch: (identity, retentionMillis) =>
      change(identity, (row, now) => ({ result: undefined, row: StoreModel.touch(row, retentionMillis, now) })),
    awaitChange: (identity, gen) =>
      alone(
        Effect.suspend(() => {
          const seen = changes
          return Effect.flatMap(readRow(identity), (row) =>
            StoreModel.isChanged(row, gen) ? Effect.succeed(true) : Effect.as(
              Effect.raceFirst(
                waiters.until(idOf(identity), () =>
                  changes !== seen),
                Effect.sleep(lookAgainAfter)
              ),
              false
            ))
        }).pipe(
          Effect.repeat({
            until: (isChanged) =>
              isChanged
          }),
          Effect.asVoid
        )
      ),
    resolve: (identity, decision, actor) =>
      Effect.gen(function*() {
        const now = yield* Clock.currentTimeMillis
        const before = yield* Rows.read(connection, identity)
        const { result, row } = StoreModel.resolve(before, decision, now)
        if (result === "lost") return result
        yield* Rows.write(connection, identity, row, undefined)
        yield* sql`INSERT INTO idempotency_resolutions
          VALUES (${identity.scopeHash}, ${identity.keyHash}, ${decision._tag}, ${actor}, ${now})`
        return result
      }).pipe(transaction, Effect.zipLeft(wake(identity)), alone),
    resolutions: ({ keyHash, scopeHash }) =>
      alone(sql<Resolution>`SELECT decision, actor, at FROM idempotency_resolutions
        WHERE scope_hash = ${scopeHash} AND key_hash = ${keyHash} ORDER BY rowid`),
    purge: (limit) =>
      alone(transaction(Effect.flatMap(Clock.currentTimeMillis, (now) => Rows.purge(connection, now, limit)))),
    stats: alone(Effect.flatMap(Clock.currentTimeMillis, (now) => Statistics.read(sql, now)))
  }
  return service
}).pipe(Effect.orDie)

/**
 * The store on the SQLite client of the handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Store | TransactionalStore, never, SqliteClient.SqliteClient> = Layer.scopedContext(
  Effect.map(make, (store) => Context.make(Store, store).pipe(Context.add(TransactionalStore, store)))
)
