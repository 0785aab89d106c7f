import { FileSystem, type HttpApp, HttpServer, HttpServerRequest, HttpServerResponse } from "@effect/platform"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { SqlClient } from "@effect/sql"
import { SqliteClient } from "@effect/sql-sqlite-node"
import { standard } from "@qurl/idempotency/Dialect"
import { Context, Deferred, Effect, Layer, type Scope } from "effect"
import { createServer } from "node:http"
import { Middleware, Store } from "../../src/index.js"
import * as Sqlite from "../../src/Store/Sqlite.js"

/** A database file of its own, gone with the test. */
export const databaseFile = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  return `${yield* fs.makeTempDirectoryScoped()}/test.sqlite`
}).pipe(Effect.provide(NodeContext.layer))

/** The database and the store on it. */
const layerStore = (filename: string) => Layer.provideMerge(Sqlite.layer, SqliteClient.layer({ filename }))

export const openStore = (filename: string) =>
  Effect.map(Layer.build(layerStore(filename)), (context) => ({
    store: Context.get(context, Store.TransactionalStore),
    sql: Context.get(context, SqlClient.SqlClient)
  }))

/** Place of the records: in the database of the handlers, or elsewhere under a lease. */
type Opened =
  | { readonly store: Store.TransactionalService; readonly sql: SqlClient.SqlClient }
  | { readonly leasing: Store.Service; readonly sql: SqlClient.SqlClient }

/** A database that servers are started on, one after the other or at once. */
export type Place = Effect.Effect<Opened, never, Scope.Scope>

export const sqlite = Effect.map(databaseFile, (file): Place => Effect.orDie(openStore(file))).pipe(Effect.orDie)

/** A breakpoint: it reports the first arrival, and continues when it is opened. */
export const makeGate = Effect.gen(function*() {
  const started = yield* Deferred.make<void>()
  const released = yield* Deferred.make<void>()
  return {
    pass: Effect.zipRight(Deferred.succeed(started, undefined), Deferred.await(released)),
    started: Deferred.await(started),
    release: Deferred.succeed(released, undefined)
  }
})

/** The handler of most tests: one row, and an answer that is never the same twice. */
export const insert = Effect.gen(function*() {
  const sql = yield* SqlClient.SqlClient
  const request = yield* HttpServerRequest.HttpServerRequest
  const body = yield* request.text
  const [row] = yield* sql<{ id: number }>`INSERT INTO effects (body) VALUES (${body}) RETURNING id`
  return HttpServerResponse.unsafeJson({ id: row?.id, random: crypto.randomUUID() }, {
    status: 201,
    headers: { location: `/things/${row?.id}`, "set-cookie": "a=b", "x-other": "not kept" }
  })
}).pipe(Effect.orDie)

const options: Middleware.Options<never, "transactional"> = {
  dialect: standard,
  grace: 0,
  principal: ({ headers }) => Effect.succeed(headers["authorization"] ?? "test"),
  uniqueWithin: "route"
}

interface Running {
  readonly url: string
  readonly sql: SqlClient.SqlClient
  readonly store: Store.Service
  readonly effects: Effect.Effect<number>
  readonly records: Effect.Effect<number>
}

interface Guarding {
  readonly options?: Partial<Middleware.Options<never, "transactional">>
  readonly decorate?: (store: Store.TransactionalService) => Store.TransactionalService
}

const guard = (opened: Opened, settings: Guarding) => {
  if ("leasing" in opened) {
    const store: Store.Service = opened.leasing
    return Middleware.make({ ...options, ...settings.options, mode: "lease" }).pipe(
      Effect.provideService(Store.Store, store),
      Effect.map((middleware) => ({ middleware, store }))
    )
  }
  const store = settings.decorate?.(opened.store) ?? opened.store
  return Middleware.make({ ...options, ...settings.options }).pipe(
    Effect.provideService(Store.TransactionalStore, store),
    Effect.map((middleware): { readonly middleware: Middleware.Middleware; readonly store: Store.Service } => ({
      middleware,
      store
    }))
  )
}

/** A real server on a real database, stopped with the surrounding scope. */
export const serve = <R = never>(
  place: string | Place,
  settings: Guarding & {
    readonly app?: HttpApp.Default<never, SqlClient.SqlClient | R>
    /** Observer of every answer of the middleware. */
    readonly around?: (
      answered: HttpApp.Default<never, SqlClient.SqlClient | R>
    ) => HttpApp.Default<never, SqlClient.SqlClient | R>
  } = {}
) =>
  Effect.gen(function*() {
    const opened = yield* typeof place === "string" ? openStore(place) : place
    const { sql } = opened
    yield* sql`CREATE TABLE IF NOT EXISTS effects (id INTEGER PRIMARY KEY, body TEXT NOT NULL)`
    const { middleware, store } = yield* guard(opened, settings)
    const context = yield* Layer.build(NodeHttpServer.layer(createServer, { port: 0, host: "127.0.0.1" }))
    const server = Context.get(context, HttpServer.HttpServer)
    const app = middleware(settings.app ?? insert)
    yield* HttpServer.serveEffect(settings.around?.(app) ?? app).pipe(
      Effect.provide(context),
      Effect.provideService(SqlClient.SqlClient, sql)
    )
    const count = (table: string) =>
      Effect.map(sql<{ n: number }>`SELECT CAST(count(*) AS INTEGER) AS n FROM ${sql(table)}`, ([row]) => row?.n ?? -1)
        .pipe(
          Effect.orDie
        )
    const running: Running = {
      url: HttpServer.formatAddress(server.address),
      sql,
      store,
      effects: count("effects"),
      records: Effect.orDie(Effect.map(store.stats, ({ done }) => done))
    }
    return running
  })

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly replayed: boolean
}

export const post = (
  url: string,
  init: {
    readonly key?: string
    readonly body?: string
    readonly headers?: Record<string, string>
    signal?: AbortSignal
  }
): Effect.Effect<Answer> =>
  Effect.promise(async () => {
    const response = await fetch(url, {
      method: "POST",
      body: init.body ?? "{}",
      headers: {
        "content-type": "application/json",
        ...(init.key === undefined ? {} : { "idempotency-key": init.key }),
        ...init.headers
      },
      ...(init.signal === undefined ? {} : { signal: init.signal })
    })
    return {
      status: response.status,
      headers: response.headers,
      text: await response.text(),
      replayed: response.headers.get("idempotency-replayed") === "true"
    }
  })
