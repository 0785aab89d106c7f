import type * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import type { Claimed, TransactionalService } from "../../Store.js"
import * as StoreModel from "../../StoreModel.js"
import * as Access from "./access.js"
import * as Boot from "./boot.js"
import { makeOperators } from "./operators.js"
import { migrate } from "./schema.js"

/** Opens the store, and what a way to run transactions needs of it. */
export const open = Effect.fnUntraced(
  function*(sql: SqliteClient.SqliteClient) {
    const scope = yield* Effect.scope
    yield* sql`PRAGMA synchronous = FULL`
    yield* sql`PRAGMA busy_timeout = 25`
    yield* migrate(sql)
    const { filename } = sql.config
    if (Access.isFile(sql)) yield* Boot.free(sql, filename)
    // Only lease owners need a boot name and a lock file.
    const boot = yield* Effect.cached(
      Access.isFile(sql)
        ? Effect.uninterruptible(Scope.extend(Boot.begin(filename), scope))
        : Effect.succeed(undefined)
    )
    const access = yield* Access.make(sql)
    const { awaitChange, change, connection, insert, look, purgeAfterExecution } = access
    const service: Omit<TransactionalService, "transact"> = {
      capabilities: {
        durable: Access.isFile(sql),
        linearizable: true,
        transactional: true,
        notify: false,
        serverClock: true
      },
      ...makeOperators(access),
      look,
      awaitChange,
      // Most keys are new, and their owners wait for the disk: one statement writes, and the end of the record purges.
      claim: (request) =>
        Effect.flatMap(
          insert(request.identity, (now) => StoreModel.claim(undefined, request, now), boot),
          Option.match({
            onNone: () => change(request.identity, (row, now) => StoreModel.claim(row, request, now), { boot }),
            onSome: Effect.succeed<Claimed>
          })
        ),
      renew: (ticket, leaseMillis) =>
        change(ticket.identity, (row, now) => StoreModel.renew(row, ticket, leaseMillis, now), { boot }),
      settle: (ticket, settlement) =>
        change(ticket.identity, (row, now) => StoreModel.settle(row, ticket, settlement, now), {
          after: (now) => purgeAfterExecution(connection, now)
        }),
      touch: (identity, retentionMillis) =>
        change(identity, (row, now) => ({ result: undefined, row: StoreModel.touch(row, retentionMillis, now) }))
    }
    return { access, service }
  },
  Effect.catchTags({ SqlError: Effect.die, MigrationError: Effect.die })
)
