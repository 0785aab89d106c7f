// What a careless change would do to the code that keeps one effect per key, each with the test that must notice.
// `find` stands once in `file`. `test` is a file of `project`; the test's title holds `title`.

import { beside, operators, redis, sealing } from "./operations.mjs"

const server = (file) => `packages/idempotency-server/src/${file}`
const core = (file) => `packages/idempotency/src/${file}`

const memory = { project: "idempotency-server", test: "test/stores/MemoryStore.test.ts" }
const sqlite = { project: "idempotency-server", test: "test/stores/Sqlite.test.ts" }
const lines = { project: "idempotency-server", test: "test/stores/postgres/PostgresConnectionPool.test.ts" }
const postgres = { project: "idempotency-server", test: "test/stores/postgres/PostgresContract.test.ts" }
const unseen = { project: "idempotency-server", test: "test/stores/postgres/PostgresUnseen.test.ts" }
const commits = { project: "idempotency-server", test: "test/stores/postgres/PostgresCommits.test.ts" }
const lease = { project: "idempotency-server", test: "test/executions/Lease.test.ts" }
const waiting = { project: "idempotency-server", test: "test/executions/Waiting.test.ts" }
const trouble = { project: "idempotency-server", test: "test/stores/StoreTrouble.test.ts" }
const kept = { project: "idempotency-server", test: "test/answers/Kept.test.ts" }
const sharing = { project: "idempotency-server", test: "test/executions/Sharing.test.ts" }
const transactional = { project: "idempotency-server", test: "test/executions/Middleware.test.ts" }
const failures = { project: "idempotency-server", test: "test/answers/Failures.test.ts" }
const decision = { project: "idempotency", test: "test/Decision.test.ts" }
const property = { project: "idempotency", test: "test/call.property.test.ts" }
const call = { project: "idempotency", test: "test/Idempotent.test.ts" }

const notOwner = "whoever is not the owner, in name or in generation, changes nothing"

const model = [
  {
    name: "an open outcome expires",
    file: server("StoreModel.ts"),
    find: "isResolved(row) && row.expiresAt <= now",
    replace: "row.expiresAt <= now",
    ...memory,
    title: "R4: a record whose outcome is open never expires and is never purged; a released one is"
  },
  {
    name: "a released key stays bound to its body",
    file: server("StoreModel.ts"),
    find: "if (row.state._tag === \"Released\") return take(",
    replace: "if (row.state._tag === \"Released\" && row.fingerprint === fingerprint) return take(",
    ...memory,
    title: "a released key goes to the next claim, whatever its body, and to no other"
  },
  {
    name: "a key whose handler may have had an effect takes another body",
    file: server("internal/middleware/next.ts"),
    find: "&& !record.reason.startsWith(mayHaveRun)",
    replace: "",
    project: "idempotency-server",
    test: "test/executions/next.test.ts",
    title: "is a refusal for another request, unless the key is free"
  },
  {
    name: "the policy of a route is ignored",
    file: server("internal/middleware/core.ts"),
    find: "under: (policy) => Effect.map(checked(policy)",
    replace: "under: (_policy) => Effect.map(checked({})",
    project: "idempotency-server",
    test: "test/mounting/Policies.test.ts",
    title: "replaces parts of the common one, and is refused at once if the store cannot carry it out"
  },
  {
    name: "keys that are closed run requests",
    file: server("internal/middleware/respond.ts"),
    find: "if (this.executions.isStopping)",
    replace: "if (this.executions.isStopping && call.waits > 100)",
    project: "idempotency-server",
    test: "test/mounting/Closing.test.ts",
    title: "R1 keys that are closed run no further request, and let the running one finish"
  },
  {
    name: "a body that arrives too slowly costs the connection",
    file: server("internal/nodeBody.ts"),
    find: "() => refuse(\"too slow\")",
    replace: "() => void source.destroy()",
    project: "idempotency-server",
    test: "test/answers/Uploads.test.ts",
    title: "too slowly is refused with 408 and runs nothing"
  },
  {
    name: "commits of the application need not be durable",
    file: server("internal/postgres/foreign.ts"),
    find: "durable: service.capabilities.durable && durable",
    replace: "durable: service.capabilities.durable",
    project: "idempotency-server",
    test: "test/transactions/Start.test.ts",
    title: "`durable` is what its transactions promise"
  },
  {
    name: "transactions of the application that cannot see their claims start",
    file: server("internal/postgres/foreign.ts"),
    find: "if (seen?.visible !== true)",
    replace: "if (seen === undefined)",
    project: "idempotency-server",
    test: "test/transactions/Start.test.ts",
    title: "with a statement before the handler: starts"
  },
  {
    name: "a claim of a new key in SQLite takes the key of another owner",
    file: server("internal/sqlite/rows.ts"),
    find: "ON CONFLICT DO NOTHING RETURNING 1",
    replace: "ON CONFLICT DO UPDATE SET owner = excluded.owner RETURNING 1",
    ...sqlite,
    title: "of many who claim at once one gets the key"
  },
  {
    name: "a mistyped cursor looks like the end of the list",
    file: server("Store/Memory.ts"),
    find: "after === undefined || Table.isId(after)",
    replace: "after === undefined || Table.isId(`${after}:x`)",
    ...memory,
    title:
      "a cursor that no page has returned is refused, so that a mistyped one does not look like the end of the list"
  },
  {
    name: "a connection goes back while its handler still writes on it",
    file: server("internal/transactions/handler.ts"),
    find: "current.running === undefined ? opened.rollback",
    replace: "current !== undefined ? opened.rollback",
    project: "idempotency-server",
    test: "test/transactions/Lost.test.ts",
    title: "R5 writes nothing, neither then nor after its transaction"
  },
  {
    name: "generations begin anew after a purge",
    file: server("StoreModel.ts"),
    find: "Math.max(Math.floor(now), (row?.gen ?? 0) + 1)",
    replace: "(row?.gen ?? 0) + 1",
    ...memory,
    title: "a generation is above all earlier ones of its key, even if their record is gone"
  },
  {
    name: "a stale decision is applied",
    file: server("StoreModel.ts"),
    find: "row === undefined || row.gen !== gen || unresolved",
    replace: "row === undefined || unresolved",
    ...memory,
    title: "R4: a decision counts only for the generation that the operator saw"
  },
  {
    name: "another owner ends or renews a record",
    file: server("StoreModel.ts"),
    find: "row !== undefined && row.gen === gen && row.owner === owner",
    replace: "row !== undefined && row.gen === gen",
    ...memory,
    title: notOwner
  },
  {
    name: "an older generation of the same owner ends or renews a record",
    file: server("StoreModel.ts"),
    find: "row !== undefined && row.gen === gen && row.owner === owner",
    replace: "row !== undefined && row.owner === owner",
    ...memory,
    title: notOwner
  },
  {
    name: "an answer is kept a millisecond longer",
    file: server("StoreModel.ts"),
    find: "isResolved(row) && row.expiresAt <= now",
    replace: "isResolved(row) && row.expiresAt < now",
    ...memory,
    title: "an answer lives to the last millisecond of its retention and no longer"
  },
  {
    name: "a lease lasts a millisecond longer",
    file: server("StoreModel.ts"),
    find: "row.state._tag === \"Running\" && row.state.leaseUntil <= now",
    replace: "row.state._tag === \"Running\" && row.state.leaseUntil < now",
    ...memory,
    title: "a lease lasts to its last millisecond and no longer"
  },
  {
    name: "the state counts before the body",
    file: server("StoreModel.ts"),
    find: "if (row.fingerprint !== fingerprint) return found(row)",
    replace: "",
    ...memory,
    title: "an orphan is neither taken nor parked by another body"
  },
  {
    name: "a released key stays with its body",
    file: server("StoreModel.ts"),
    find: "if (row.state._tag === \"Released\") return",
    replace: "if (row.state._tag === \"Released\" && row.fingerprint === fingerprint) return",
    ...memory,
    title: "a released key goes to the next claim, whatever its body, and to no other"
  },
  {
    name: "an orphan that should be parked is taken",
    file: server("StoreModel.ts"),
    find: "if (orphans === \"take\") return take(",
    replace: "if (orphans !== undefined) return take(",
    ...memory,
    title: "an orphan that was parked never runs again, and its late owner can still finish it"
  },
  {
    name: "an orphan that should be taken is parked",
    file: server("StoreModel.ts"),
    find: "if (orphans === \"take\") return take(",
    replace: "if (orphans === undefined) return take(",
    ...memory,
    title: "an orphan is taken over by one, and its first owner is powerless from then on"
  },
  {
    name: "an owner whose answer was lost is a duplicate of itself",
    file: server("StoreModel.ts"),
    find: "if (row.owner === owner) return take(",
    replace: "if (row.owner === undefined) return take(",
    ...memory,
    title: "an owner whose answer was lost claims again and is no duplicate of itself"
  }
]

const middleware = [
  {
    name: "every header is kept with an answer",
    file: server("internal/middleware/answers/kept.ts"),
    find: "for (const name of names) {",
    replace: "for (const name of Object.keys(response.headers)) {",
    ...transactional,
    title: "a second request gets the first answer byte for byte, marked, and nothing runs again"
  },
  {
    name: "passing statuses are kept",
    file: server("Policy.ts"),
    find: "refusals.has(status) ? \"refused\" : \"final\"",
    replace: "\"final\"",
    ...lease,
    title: "S25 a failure is parked, resumed or released as the policy and the handler say"
  },
  {
    name: "a 5xx is kept",
    file: server("Policy.ts"),
    find: "status >= 500 ? \"failed\" : refusals",
    replace: "status >= 600 ? \"failed\" : refusals",
    ...failures,
    title: "a 5xx and an answer that says nothing final are not, and what was written is undone"
  },
  {
    name: "an answer of any length is kept",
    file: server("internal/middleware/answers/verdict.ts"),
    find: "body.length > settings.maxKeptBytes",
    replace: "body.length > Infinity",
    ...kept,
    title: "S31 an answer that is too long, endless or secret reaches the client, and is not run again"
  },
  {
    name: "the first byte leaves before the record is complete",
    file: server("internal/middleware/lease.ts"),
    find: `const settleInTime = ({ store, storeTimeoutMillis }: Leasing, ticket: Ticket, settlement: Settlement) =>
  storeTimeLimit(store.settle(ticket, settlement), storeTimeoutMillis)`,
    replace: `const settleInTime = ({ scope, store }: Leasing, ticket: Ticket, settlement: Settlement) =>
  Effect.as(Effect.forkIn(Effect.ignore(store.settle(ticket, settlement)), scope), "ok" as const)`,
    ...trouble,
    title: "S18 an answer that cannot be kept is given and marked, and kept as soon as that works"
  },
  {
    name: "a claim that may have been made is not released",
    file: server("internal/middleware/lease.ts"),
    find: "Effect.tapError(() => Effect.forkIn(giveBack(leasing, request), leasing.scope)),",
    replace: "",
    ...trouble,
    title: "S20 a claim whose confirmation is lost does not wedge the key"
  },
  {
    name: "no heartbeat",
    file: server("internal/middleware/heartbeat.ts"),
    find: "return leaseMillis === undefined\n    ? effect",
    replace: "return ticket !== undefined\n    ? effect",
    ...lease,
    title: "S14 a handler longer than the lease keeps it by its heartbeat"
  },
  {
    name: "the wait limit starts again with every wait",
    file: server("internal/middleware/respond.ts"),
    find: "const leftMillis = deadline - now",
    replace: "const leftMillis = call.settings.maxWaitMillis",
    ...waiting,
    title: "is bounded in all, however often what it waits for fails and begins anew"
  },
  {
    name: "the first request to ask the store in a process counts as the owner there",
    file: server("internal/middleware/duplicates/executions.ts"),
    find: "this.claim = \"requested\"",
    replace: "this.claim = \"held\"",
    ...sharing,
    title: "S2 that come before the store has said whose the key is learn it from the store, whatever their body"
  },
  {
    name: "every waiter reads the record",
    file: server("internal/middleware/duplicates/singleFlight.ts"),
    find: "if (round === undefined) return lead(identity, id)",
    replace: "if (round !== null) return lead(identity, id)",
    ...sharing,
    title: "that come during a look share the next one, which sees what was kept before they came"
  },
  {
    name: "every waiter subscribes to the store on its own",
    file: server("internal/middleware/duplicates/sharedWait.ts"),
    find: "if (shared === undefined) return begin(",
    replace: "if (shared !== null) return begin(",
    ...sharing,
    title: "that wait for another server ask the store once to tell them"
  },
  {
    name: "a wait that ends at once is followed by the next at once",
    file: server("internal/middleware/respond.ts"),
    find: "waits < freeWaits ? 0 :",
    replace: "waits >= 0 ? 0 :",
    ...sharing,
    title: "a store that says that a key runs, and when it is looked at that it does not, is asked a few times"
  },
  {
    name: "a blocked event loop counts as a late store",
    file: server("internal/timeLimit.ts"),
    find: "const slices = 10",
    replace: "const slices = 1",
    project: "idempotency-server",
    test: "test/stores/TimeLimit.test.ts",
    title: "does not count while the process computes and cannot hear what has come"
  },
  {
    name: "a nested time limit does not count",
    file: server("internal/timeLimit.ts"),
    find: "const stop = Timer.start(fiber, millis, outer.end, slices)\n    return",
    replace: "const stop = () => {}\n    return",
    project: "idempotency-server",
    test: "test/stores/TimeLimit.test.ts",
    title: "within another, the one that is over first ends both"
  },
  {
    name: "PostgreSQL: a connection whose statement was interrupted is lent again",
    file: server("internal/postgres/connections/connectionPool.ts"),
    find: "if (Cause.isInterrupted(cause)) {",
    replace: "if (Cause.isDie(cause)) {",
    ...lines,
    title: "whose statement was interrupted are not lent again"
  },
  {
    name: "PostgreSQL: an idle connection that broke fails one query",
    file: server("internal/postgres/connections/connectionPool.ts"),
    find: "!isFresh && Option.exists(error, isStale)",
    replace: "isFresh && Option.exists(error, isStale)",
    ...lines,
    title: "that were closed while idle are opened again, for statements that are sent once as well"
  },
  {
    name: "PostgreSQL: an unknown prepared statement fails the query",
    file: server("internal/postgres/connections/prepared.ts"),
    find: "if (!isUnprepared(error)) return",
    replace: "if (error !== undefined) return",
    ...lines,
    title: "whose server does not know a statement by its name any longer are asked by its text"
  },
  {
    name: "PostgreSQL: a key that has a record is taken to be lost to another owner",
    file: server("internal/postgres/beginning.ts"),
    find: "if (row === undefined) return claim(connection, request)",
    replace: "if (row === undefined) return Effect.succeedNone",
    ...postgres,
    title: "a key that a lease holds is not run, and one whose lease ran out is"
  },
  {
    name: "PostgreSQL: a key that was not looked at is claimed whatever its record says",
    file: server("internal/postgres/beginning.ts"),
    find: "if (row.own) return",
    replace: "if (row.own || row.pid > 0) return",
    ...postgres,
    title: "of a key that was not looked at every record is found, even one that could be claimed"
  },
  {
    name: "PostgreSQL: an owner finds its own claim in its way",
    file: server("internal/postgres/beginning.ts"),
    find: "if (row.own) return",
    replace: "if (row.own && row.pid < 0) return",
    ...unseen,
    title: "whose answer was lost is made again by the same owner, and its handler runs once"
  },
  {
    name: "PostgreSQL: a replay waits for a connection of the handlers",
    file: server("internal/postgres/unseen.ts"),
    find: "used < maxConnections",
    replace: "used >= 0",
    ...unseen,
    title: "so that a replay waits for none of them"
  },
  {
    name: "a claim that comes after its request was refused runs the handler",
    file: server("internal/middleware/respond.ts"),
    find: "if (execution.isTooLate) return",
    replace: "if (execution.isTooLate && execution.isAbandoned) return",
    project: "idempotency-server",
    test: "test/stores/postgres/PostgresSlow.test.ts",
    title: "where handler and record are one transaction, is a 503 and nothing runs"
  },
  {
    name: "another body gets 'in flight' while the first runs, in the store",
    file: server("internal/middleware/next.ts"),
    find: "if (isMismatch) return { _tag: \"Refuse\"",
    replace: "if (record._tag !== \"Running\" && isMismatch) return { _tag: \"Refuse\"",
    ...lease,
    title: "S2 another body is a mismatch while the first runs, on whichever server"
  },
  {
    name: "another body gets 'in flight' while the first runs, in this process",
    file: server("internal/middleware/next.ts"),
    find: "execution.claim === \"held\" && isMismatch",
    replace: "execution.claim === \"none\" && isMismatch",
    ...transactional,
    title: "is refused as such, not as in flight, while the first runs"
  },
  {
    name: "a key is the same under every principal",
    file: server("internal/middleware/prepare.ts"),
    find: "settings.uniqueWithin === \"route\" ? [principal, method, path] : [principal], key)",
    replace: "[], key)",
    ...failures,
    title: "one key is another's under another principal or on another path"
  },
  {
    name: "a client that hangs up stops its handler",
    file: server("internal/middleware/duplicates/executions.ts"),
    find: "Effect.zipLeft(restore(Deferred.await(result)), Fiber.inheritAll(fiber))",
    replace: "Effect.onInterrupt(restore(Deferred.await(result)), () => Fiber.interrupt(fiber))",
    ...failures,
    title: "does not stop the handler: the answer is there for the retry"
  }
]

const stores = [
  {
    name: "SQLite: the writes of a released execution stay",
    file: server("internal/sqlite/transact.ts"),
    find: "if (settlement._tag === \"Release\" || settlement._tag === \"Park\") {",
    replace: "if (settlement === undefined) {",
    ...sqlite,
    title: "what is released or parked has written nothing, and a released key takes another body"
  },
  {
    name: "SQLite: a commit is answered before it is on disk",
    file: server("internal/sqlite/service.ts"),
    find: "yield* sql`PRAGMA synchronous = FULL`",
    replace: "yield* sql`PRAGMA synchronous = NORMAL`",
    ...sqlite,
    title: "a commit is on disk before it is answered: synchronous is FULL and the journal is a WAL"
  },
  {
    name: "SQLite: a replay reads on the connection that writes",
    file: server("internal/sqlite/access.ts"),
    find: "if (!isFile(sql)) {",
    replace: "if (sql !== undefined) {",
    ...transactional,
    title: "does not wait behind a transaction"
  },
  {
    name: "SQLite: the write lock is taken with the first write",
    file: server("internal/sqlite/immediate.ts"),
    find: "connection.executeUnprepared(\"BEGIN IMMEDIATE\", [], undefined)",
    replace: "connection.executeUnprepared(\"BEGIN\", [], undefined)",
    ...sqlite,
    title: "S27 two that write at once take turns, whatever they have read before"
  },
  {
    name: "PostgreSQL: a COMMIT that is sent with a record that misses commits the handler's writes",
    file: server("internal/postgres/settle.ts"),
    find: "coalesce(min(awaited::text), '${takenOver}')::boolean",
    replace: "coalesce(bool_or(awaited), false)",
    ...commits,
    title: "a record that another owner has, or that is gone, undoes what the handler wrote"
  },
  {
    name: "PostgreSQL: a record and a COMMIT whose answers are lost count as undone",
    file: server("internal/postgres/ending.ts"),
    find: "if (isConnectionLost(error)) return",
    replace: "if (error === undefined) return",
    ...commits,
    title: "the wire breaks after the server got the record, and one effect is left"
  },
  {
    name: "PostgreSQL: statements have names behind a pooler",
    file: server("internal/postgres/connections/directConnections.ts"),
    find: "client.processID === pid",
    replace: "pid > 0",
    ...commits,
    title: "statements have names on a connection to the server itself, and none behind a pooler"
  },
  {
    name: "PostgreSQL: the pipeline mode stays on, and refuses the cursors of handlers",
    file: server("internal/postgres/connections/pipeline.ts"),
    find: "client.pipeline = before",
    replace: "client.pipeline = before || true",
    ...commits,
    title: "a constraint that fails at the COMMIT undoes everything, and the key is free"
  },
  {
    name: "PostgreSQL: another owner ends a record",
    file: server("internal/postgres/settle.ts"),
    find: "owner = $3 AND epoch + gen = $4::bigint",
    replace: "$3::text IS NOT NULL AND epoch + gen = $4::bigint",
    ...postgres,
    title: notOwner
  },
  {
    name: "PostgreSQL: an older generation of the same owner ends a record",
    file: server("internal/postgres/settle.ts"),
    find: "owner = $3 AND epoch + gen = $4::bigint",
    replace: "owner = $3 AND $4::bigint IS NOT NULL",
    ...postgres,
    title: notOwner
  },
  {
    name: "PostgreSQL: another owner renews a lease",
    file: server("internal/postgres/settle.ts"),
    find: "owner = $3 AND epoch + gen = $4::bigint",
    replace: "$3::text IS NOT NULL AND epoch + gen = $4::bigint",
    ...postgres,
    title: notOwner
  },
  {
    name: "PostgreSQL: an older generation of the same owner renews a lease",
    file: server("internal/postgres/settle.ts"),
    find: "owner = $3 AND epoch + gen = $4::bigint",
    replace: "owner = $3 AND $4::bigint IS NOT NULL",
    ...postgres,
    title: notOwner
  },
  {
    name: "PostgreSQL: a claim uses another clock",
    file: server("internal/postgres/claim.ts"),
    find: "1, 'nothing', clock_timestamp()",
    replace: "1, 'nothing', now()",
    ...postgres,
    title: "a lease lasts to its last millisecond and no longer"
  },
  {
    name: "PostgreSQL: a retention uses another clock",
    file: server("internal/postgres/settle.ts"),
    find: "coalesce(clock_timestamp() +",
    replace: "coalesce(now() +",
    ...postgres,
    title: "an answer lives to the last millisecond of its retention and no longer"
  },
  {
    name: "PostgreSQL: the conflicting record of a claim is not read again",
    file: server("internal/postgres/records.ts"),
    find: "if (Option.isSome(record) && !isTakeable(request, record.value)) {",
    replace: "if (Option.isSome(record)) {",
    project: "idempotency-server",
    test: "test/stores/postgres/PostgresFailures.test.ts",
    title: "a key that is given back between a claim and its look is claimed again"
  }
]

/** Outcomes by evidence, keys that survive every end of a call, and a gate that recovers. */
const evidence = [
  {
    name: "a status counts whatever its sender",
    file: core("Decision.ts"),
    find: "if (source === \"unknown\" || isInconclusive(status)) return \"none\"",
    replace: "if (isInconclusive(status)) return \"none\"",
    ...decision,
    title: "D8 no answer of a stranger settles what an earlier attempt has left open"
  },
  {
    name: "a conflict that the dialect does not know is a refusal",
    file: core("Decision.ts"),
    find: "source !== \"replay\" && !isKnownConflict(intent, code) ? \"none\"",
    replace: "source !== source ? \"none\"",
    ...decision,
    title: "D8 no answer of a stranger settles what an earlier attempt has left open"
  },
  {
    name: "a removal accepts any success",
    file: core("Decision.ts"),
    find: "return source !== \"unknown\" || isRead(intent.method) ? \"applied\" : \"none\"",
    replace: "return \"applied\"",
    ...decision,
    title: "D9 a delete works only on the answer that the API names for it"
  },
  {
    name: "a refusal overrides a known outcome",
    file: core("Decision.ts"),
    find: "Option.isSome(intent.key) && history.effect !== \"certain\" ? \"rejected\"",
    replace: "Option.isSome(intent.key) ? \"rejected\"",
    ...decision,
    title: "a replayed success whose body was lost stays a success that cannot be read"
  },
  {
    name: "half of any success is the API's own",
    file: core("Decision.ts"),
    find: "source === \"replay\" && status !== undefined",
    replace: "status !== undefined",
    ...decision,
    title: "D8 a body that was cut after a success status proves nothing without the marker of a replay"
  },
  {
    name: "a success with another status is a refusal",
    file: core("internal/exchange/reading.ts"),
    find: "isRewritten ? \"unknown\" : sourceOf(",
    replace: "sourceOf(",
    project: "idempotency",
    test: "test/Evidence.test.ts",
    title: "D8 a success under another status is not a refusal"
  },
  {
    name: "any payload with 400 is a refusal",
    file: core("internal/exchange/reading.ts"),
    find: "rules.refusesWith?.(valueAt(json, dialect.envelope.success)) === true",
    replace: "(rules.refusesWith !== null && hasPayload(dialect, json))",
    project: "idempotency",
    test: "test/Evidence.test.ts",
    title: "D8 a payload with 400 is a refusal only if the operation recognises it"
  },
  {
    name: "a Retry-After closes the gate without a limit",
    file: core("internal/lane.ts"),
    find: "now + Math.min(longestClosing, wait)",
    replace: "now + wait",
    project: "idempotency",
    test: "test/Evidence.test.ts",
    title: "a Retry-After closes the gate for an hour at most"
  },
  {
    name: "a generator may take longer than the deadline",
    file: core("internal/call/naming.ts"),
    find: "Detached.exitOf(next, nameless.millisLeft())",
    replace: "Detached.exitOf(next, 2 ** 30)",
    project: "idempotency",
    test: "test/Evidence.test.ts",
    title: "the deadline covers a key generator that never ends"
  }
]

const client = [
  {
    name: "a key per attempt",
    file: core("internal/call/execution.ts"),
    find: "const { intent, request } = this.prepared\n    const header",
    replace: "const { intent } = this.prepared\n"
      + "    const request = HttpClientRequest.setHeader(this.prepared.request, intent.dialect.header, v4())\n"
      + "    const header",
    ...call,
    title: "whose answer is lost gets the stored one, and says so as far as it can know"
  },
  {
    name: "a write without a key is retried",
    file: core("Intent.ts"),
    find: "if (!hasKey && policy.repeat !== \"unsafe\") return nothing",
    replace: "",
    ...property,
    title: "a write without a key is sent at most once, unless the unsafe policy is chosen"
  },
  {
    name: "Retry-After is ignored",
    file: core("Decision.ts"),
    find: "observation._tag === \"Answered\" ? observation.retryAfter ?? 0 : 0",
    replace: "observation._tag === \"Lost\" ? 0 : 0",
    ...decision,
    title: "waits double from 0.5 s to 30 s, jitter lengthens them by up to half, Retry-After is a floor"
  },
  {
    name: "unknown is forgotten",
    file: core("Decision.ts"),
    find: "effect: added === \"none\" || history.effect === \"certain\" ? history.effect : added",
    replace: "effect: added",
    ...decision,
    title: "only a conclusive answer under the same key ends unknown"
  },
  {
    name: "a poll costs an attempt",
    file: core("Decision.ts"),
    find: "return { ...history, polls: history.polls + 1,",
    replace: "return { ...history, attempts: history.attempts + 1, polls: history.polls + 1,",
    ...call,
    title: "in flight is polled as often as the deadline allows, without spending attempts"
  },
  {
    name: "a reused key is retried",
    file: core("Decision.ts"),
    find: "matches(intent.rules.mismatch, answer)) return \"mismatch\"",
    replace: "matches(intent.rules.mismatch, answer)) return \"in flight\"",
    ...decision,
    title: "key reused"
  },
  {
    name: "a gateway's refusal counts as the API's",
    file: core("Decision.ts"),
    find: "if (source === \"unknown\" || isInconclusive(status)) return \"none\"",
    replace: "if (isInconclusive(status)) return \"none\"",
    ...decision,
    title: "D8 no answer of a stranger settles what an earlier attempt has left open"
  },
  {
    name: "an unknown conflict counts as a refusal",
    file: core("Decision.ts"),
    find: "isConflict(status) && source !== \"replay\" && !isKnownConflict(intent, code)",
    replace: "false",
    ...decision,
    title: "D8 no answer of a stranger settles what an earlier attempt has left open"
  },
  {
    name: "a delete accepts any success",
    file: core("Decision.ts"),
    find: "if (isSuccess(status)) return source !== \"unknown\" || isRead(intent.method) ? \"applied\" : \"none\"",
    replace: "if (isSuccess(status)) return \"applied\"",
    ...decision,
    title: "D9 a delete works only on the answer that the API names for it"
  },
  {
    name: "no gate",
    file: core("internal/lane.ts"),
    find: "if (verdict._tag === \"Limited\") this.close(now, round, verdict.asked)",
    replace: "",
    project: "idempotency",
    test: "test/Gate.test.ts",
    title: "holds every call back after one rejection, for as long as the server asks"
  },
  {
    name: "no guard",
    file: core("LocalGuard.ts"),
    find: "if (known.fingerprint !== fingerprint) return \"reused\"",
    replace: "",
    ...call,
    title: "refuses a key that was sent with another input, before sending"
  },
  {
    name: "no budget",
    file: core("Retry/RetryBudget.ts"),
    find: "if (cost > tokens) return false",
    replace: "",
    ...call,
    title: "stops when the shared budget is spent, and says so"
  },
  {
    name: "a pinned key is made anew",
    file: core("internal/keys/slots.ts"),
    find: "if (this.key !== undefined) return Effect.succeed({ key: this.key.of, pinned: true })",
    replace: "",
    project: "idempotency",
    test: "test/KeyGenerator.test.ts",
    title: "the caller's own timeout and retry are the same logical call"
  }
]

export const mutants = [
  ...model,
  ...middleware,
  ...stores,
  ...redis,
  ...sealing,
  ...operators,
  ...beside,
  ...client,
  ...evidence
]
