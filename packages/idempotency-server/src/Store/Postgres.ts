/**
 * The store in PostgreSQL, in the same database as the handlers' own tables.
 *
 * @since 0.1.0
 */
import * as Reactivity from "@effect/experimental/Reactivity"
import * as PgClient from "@effect/sql-pg/PgClient"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import { makeAsk, patiently } from "../internal/postgres/ask.js"
import { claimParams, type ClaimRow, claimStatements, isTakeable, toClaimed } from "../internal/postgres/claim.js"
import { makeOperators } from "../internal/postgres/operators.js"
import { purging } from "../internal/postgres/purging.js"
import { type Row, toRecord } from "../internal/postgres/rows.js"
import { makeTables, migrate } from "../internal/postgres/schema.js"
import { type Settled, settleParams, settleStatement, stateOf } from "../internal/postgres/settle.js"
import { makeTransact } from "../internal/postgres/transaction.js"
import { makeWaiters } from "../internal/postgres/waiters.js"
import type { Change, Claimed, ClaimRequest, Identity, Service, Ticket, TransactionalService } from "../Store.js"
import { Store, StoreError, TransactionalStore, UnfitStoreError } from "../Store.js"

/**
 * Where the store keeps its tables.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** A schema of their own, which is created when it is missing. Default: the first of the search path. */
  readonly schema?: string | undefined
}

/** Connections beside the handlers' own, so that claims and heartbeats never wait for a transaction. */
const connections = 2

/** The driver needs one to cancel what takes too long. */
const spareConnections = 1

/** Losing a race this often in a row is not chance. */
const attempts = 3

/**
 * The store on the client of the handlers. It opens two connections of its own beside it with the same settings, one
 * more when somebody waits, and one for as long as it cancels what took too long.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (
  options: Options = {}
): Effect.Effect<TransactionalService, StoreError | UnfitStoreError, PgClient.PgClient | Scope.Scope> =>
  Effect.gen(function*() {
    const handlers = yield* PgClient.PgClient
    const tables = makeTables(options.schema)
    if (options.schema !== undefined && !/^[a-z_][a-z0-9_]*$/.test(options.schema)) {
      return yield* new UnfitStoreError({ problem: "needs a schema in lower case letters, digits and underscores" })
    }
    const sql = yield* patiently(PgClient.make({
      ...handlers.config,
      maxConnections: connections + spareConnections,
      minConnections: undefined,
      transformQueryNames: undefined,
      transformResultNames: undefined,
      types: undefined
    })).pipe(Effect.provide(Reactivity.layer))
    const asking = yield* makeAsk(sql, connections)
    const { ask, question } = asking
    yield* patiently(
      migrate(tables).pipe(
        Effect.provideService(SqlClient.SqlClient, sql),
        Effect.mapInputContext((context: Context.Context<never>) =>
          Context.omit(SqlClient.TransactionConnection)(context)
        )
      )
    ).pipe(
      Effect.catchTag("MigrationError", (error) =>
        Effect.zipRight(
          Effect.logError(error.message, error.cause),
          new UnfitStoreError({ problem: "could not create its tables" })
        ))
    )
    const { announce, awaitChange } = yield* makeWaiters(sql, ask, tables)

    const looking = {
      name: "idempotency_look",
      text: `SELECT fingerprint, state, gen, reason, status, headers, body,
        floor(extract(epoch FROM created_at) * 1000)::float8 AS created_at,
        floor(extract(epoch FROM expires_at) * 1000)::float8 AS expires_at,
        greatest(0, ceil(extract(epoch FROM lease_until - clock_timestamp()) * 1000))::float8 AS lease_left
      FROM ${tables.quoted} WHERE scope_hash = $1 AND key_hash = $2 AND expires_at > clock_timestamp()`
    }
    const claiming = claimStatements(tables)
    const settling = settleStatement(tables)

    const look = ({ keyHash, scopeHash }: Identity) =>
      question<Row>(looking, [scopeHash, keyHash])
        .pipe(
          Effect.flatMap(([row]) =>
            row === undefined
              ? Effect.succeedNone
              : Option.match(toRecord(row), {
                onNone: () => Effect.fail(new StoreError({ reason: "corrupt" })),
                onSome: Effect.succeedSome
              })
          )
        )

    /** What was in the way is read apart from the claim. When it is gone by then, the claim is made again. */
    const claim = Effect.fnUntraced(function*(request: ClaimRequest) {
      const { identity } = request
      for (let left = attempts; left > 0; left--) {
        const [row] = yield* question<ClaimRow>(claiming[request.orphans], claimParams(request))
        const claimed = toClaimed(request, row)
        if (Option.isSome(claimed)) {
          if (claimed.value._tag === "Found") yield* announce(identity, true)
          return claimed.value
        }
        const record = yield* look(identity)
        if (Option.isSome(record) && !isTakeable(request, record.value)) {
          return { _tag: "Found", record: record.value } satisfies Claimed
        }
      }
      return yield* new StoreError({ reason: "busy" })
    })

    const renew = ({ gen, identity, owner }: Ticket, leaseMillis: number) =>
      Effect.map(
        ask(sql`UPDATE ${sql(tables.records)} SET
            lease_until = clock_timestamp() + interval '1 millisecond' * ${leaseMillis}::float8,
            expires_at = greatest(expires_at, clock_timestamp() + interval '1 millisecond' * ${leaseMillis}::float8)
          WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash}
            AND owner = ${owner} AND gen = ${gen} AND state = 'running' RETURNING gen`),
        ({ length }): Change => length === 1 ? "ok" : "lost"
      )

    /** A change that finds nothing to change may be the second attempt of one that was made. */
    const settle: Service["settle"] = Effect.fnUntraced(function*(ticket, settlement) {
      const { identity } = ticket
      const [settled] = yield* question<Settled>(settling, settleParams(ticket, settlement))
      if (settled !== undefined) return yield* Effect.as(announce(identity, settled.awaited), "ok" as const)
      const [row] = yield* ask(sql<{ state: string }>`SELECT state FROM ${sql(tables.records)}
        WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash}
          AND owner = ${ticket.owner} AND gen = ${ticket.gen}`)
      return row?.state === stateOf[settlement._tag] ? "ok" : "lost"
    })

    const operators = makeOperators(sql, asking, tables, announce)
    const store: Service = {
      capabilities: { durable: true, linearizable: true, transactional: true, notify: true, serverClock: true },
      look,
      claim,
      renew,
      settle,
      awaitChange,
      touch: (identity, retentionMillis) =>
        ask(sql`UPDATE ${sql(tables.records)}
          SET expires_at = greatest(expires_at, clock_timestamp() + interval '1 millisecond' * ${retentionMillis}::float8)
          WHERE scope_hash = ${identity.scopeHash} AND key_hash = ${identity.keyHash}
            AND state IN ('done', 'tombstone') AND expires_at > clock_timestamp()`).pipe(Effect.asVoid),
      ...operators
    }
    yield* store.probe
    const purge = yield* purging(store.purge)
    const transact = makeTransact(handlers, tables, store, announce)
    return { ...store, purge, capabilities: { ...store.capabilities, transactional: true }, transact }
  })

/**
 * The store on the PostgreSQL client of the handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: Options = {}
): Layer.Layer<Store | TransactionalStore, StoreError | UnfitStoreError, PgClient.PgClient> =>
  Layer.unwrapScoped(
    Effect.map(make(options), (store) =>
      Layer.merge(Layer.succeed(Store, store), Layer.succeed(TransactionalStore, store)))
  )
