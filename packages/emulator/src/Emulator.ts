/**
 * The qURL API to run locally and to break on purpose.
 *
 * @since 0.1.0
 */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpServer from "@effect/platform/HttpServer"
import type { ServeError } from "@effect/platform/HttpServerError"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import type * as SqlClient from "@effect/sql/SqlClient"
import type { OptionError } from "@qurl/idempotency"
import * as Sqlite from "@qurl/idempotency-server/Store/Sqlite"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Predicate from "effect/Predicate"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createServer } from "node:http"
import type { Control } from "./Control.js"
import * as FaultPlan from "./FaultPlan.js"
import * as Guesses from "./Guesses.js"
import * as Inspector from "./internal/inspector/app.js"
import * as Entropy from "./internal/kit/entropy.js"
import * as ControlRoutes from "./internal/server/controlRoutes.js"
import * as Exchange from "./internal/server/exchange.js"
import * as FiberTransport from "./internal/server/fiberTransport.js"
import * as Reference from "./internal/server/reference.js"
import * as SocketTransport from "./internal/server/socketTransport.js"
import * as Database from "./internal/storage/database.js"
import * as Records from "./internal/storage/records.js"

/**
 * How an emulator behaves.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * A file, which outlives the process, or the URL of a PostgreSQL database (`postgres://user@host:port/database`), which
   * several emulators may share. PostgreSQL needs the package `@effect/sql-pg`. Default: memory.
   */
  readonly database?: string | undefined
  /**
   * The URL of a Redis (`redis://host:port/0`) that idempotency records are kept in, which several emulators on one
   * `database` may share. It needs the package `ioredis`. Default: the database, where a record is committed with its
   * effect.
   */
  readonly records?: string | undefined
  /** Faults from the start. Default: none. */
  readonly faults?: FaultPlan.FaultPlan | undefined
  /** Refuses a used key with another body (422) instead of giving the first answer, as the real service may. */
  readonly strict?: boolean | undefined
  /** Removes what is revoked, so that nothing of it is read or deleted again. The real service does so in time. */
  readonly forgetRevoked?: boolean | undefined
  /** Switches for behaviours that the service's documents leave open. */
  readonly guesses?: Partial<Guesses.Guesses> | undefined
  /** Answers 429 beyond so many requests per owner and window. Replays are free. Default: no limit. */
  readonly rateLimit?: { readonly limit: number; readonly window: Duration.DurationInput } | undefined
  /** Makes ids and tokens the same in every run. Default: they are random. */
  readonly seed?: number | undefined
}

/**
 * How an emulator on a socket behaves.
 *
 * @since 0.1.0
 * @category models
 */
export interface ServerOptions extends Options {
  /** Default: one that is free. */
  readonly port?: number | undefined
}

/**
 * Address and controls of a running emulator.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Base URL of the API. Without a socket any URL does. */
  readonly url: string
  readonly control: Control
}

/** Loads an optional dependency, and names it if it is missing. */
const driver = <A>(load: () => Promise<A>, missing: string) =>
  Effect.tryPromise({ try: load, catch: (cause) => new Error(missing, { cause }) })

type Tables = Layer.Layer<SqlClient.SqlClient | Records.Records, unknown>

const layerRedis = (url: string) =>
  Layer.unwrapEffect(Effect.map(
    driver(() => import("./internal/storage/redis.js"), "Records in Redis need the package ioredis: install it."),
    ({ layer }) => layer(Redacted.make(url))
  ))

const layerSqlite = (filename: string, records: string | undefined): Tables =>
  Layer.provideMerge(
    records === undefined ? Layer.provide(Records.layerInDatabase, Sqlite.layer) : layerRedis(records),
    Layer.provideMerge(Database.layer, SqliteClient.layer({ filename }))
  )

const layerPostgres = (url: string, records: string | undefined): Tables =>
  Layer.unwrapEffect(Effect.map(
    driver(
      () => import("./internal/storage/postgres.js"),
      "A PostgreSQL database needs the package @effect/sql-pg: install it."
    ),
    ({ layer, layerRecords }) =>
      Layer.provideMerge(
        records === undefined ? layerRecords : layerRedis(records),
        Layer.provideMerge(Database.layer, layer(Redacted.make(url)))
      )
  ))

const layerDatabase = ({ database = ":memory:", records, seed }: Options) =>
  Layer.merge(
    Layer.orDie(
      /^postgres(ql)?:/.test(database) ? layerPostgres(database, records) : layerSqlite(database, records)
    ),
    Layer.sync(Entropy.Entropy, () => seed === undefined ? Entropy.system : Entropy.seeded(seed))
  )

const guesses: OptionCheck.Kinds<Guesses.Guesses> = {
  shareSeconds: OptionCheck.number(0),
  shareMostSeconds: OptionCheck.number(0),
  privateByDefault: OptionCheck.flag,
  cridInRows: OptionCheck.flag,
  bodyRequired: OptionCheck.flag,
  repeatedDelete: OptionCheck.flag,
  tombstones: OptionCheck.flag,
  batchSeconds: OptionCheck.number(0),
  connectSeconds: OptionCheck.number(0),
  accessRequestSeconds: OptionCheck.number(0)
}

const kinds: OptionCheck.Kinds<Options> = {
  database: OptionCheck.text,
  records: OptionCheck.text,
  faults: OptionCheck.kind("a fault plan, such as FaultPlan.of(...)", Schema.is(FaultPlan.FaultPlan)),
  strict: OptionCheck.flag,
  forgetRevoked: OptionCheck.flag,
  guesses: OptionCheck.nested(guesses),
  rateLimit: OptionCheck.nested<NonNullable<Options["rateLimit"]>>({
    limit: OptionCheck.required(OptionCheck.count(0)),
    window: OptionCheck.required(OptionCheck.duration)
  }),
  seed: OptionCheck.kind("a number", Predicate.isNumber)
}

const makeExchange = (options: Options) =>
  Exchange.make({
    faults: options.faults ?? FaultPlan.none,
    strict: options.strict ?? false,
    forgetRevoked: options.forgetRevoked ?? false,
    assumed: Guesses.make(options.guesses),
    rateLimit: options.rateLimit
  })

/**
 * A running emulator.
 *
 * @example
 * import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const { control, url } = yield* Emulator
 *   yield* control.setFaults(FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 }))
 *   // ... call `url` with TestKey.full ...
 *   return (yield* control.inventory).tokens.length
 * }).pipe(Effect.provide(Emulator.layerServer()))
 *
 * @since 0.1.0
 * @category tags
 */
export class Emulator extends Context.Tag("@qurl/emulator/Emulator")<Emulator, Service>() {
  /**
   * On a socket of 127.0.0.1. The description of the API stands at `/openapi.json`, a page to read it at `/reference`,
   * and one that shows what clients do, live, at `/_emulator/inspector`.
   *
   * @since 0.1.0
   * @category layers
   */
  static readonly layerServer = (options: ServerOptions = {}): Layer.Layer<Emulator, ServeError | OptionError> =>
    Layer.unwrapEffect(Effect.map(
      OptionCheck.check("Emulator.layerServer", options, { ...kinds, port: OptionCheck.count(0, 65_535) }),
      () => Layer.provide(onSocket(options), layerDatabase(options))
    ))

  /**
   * Without a socket: an `HttpClient` that runs the whole API in the fiber of its caller, under the caller's clock.
   *
   * @since 0.1.0
   * @category layers
   */
  static readonly layerHttpClient = (
    options: Options = {}
  ): Layer.Layer<Emulator | HttpClient.HttpClient, OptionError> =>
    Layer.unwrapEffect(Effect.map(
      OptionCheck.check("Emulator.layerHttpClient", options, kinds),
      () => Layer.provide(inFiber(options), layerDatabase(options))
    ))
}

const onSocket = (options: ServerOptions) =>
  Layer.scoped(
    Emulator,
    Effect.gen(function*() {
      const node = createServer()
      const server = yield* NodeHttpServer.make(() => node, { host: "127.0.0.1", port: options.port ?? 0 })
      // A server waits for its connections when it stops, and a fault may have left one open for ever.
      yield* Effect.addFinalizer(() => Effect.sync(() => node.closeAllConnections()))
      const exchange = yield* makeExchange(options)
      const control = yield* ControlRoutes.make(exchange)
      const api = SocketTransport.app(exchange)
      const controls = ControlRoutes.app(control)
      const reference = yield* Reference.make
      const inspector = yield* Inspector.make(exchange)
      yield* HttpServer.serveEffect(Effect.flatMap(
        HttpServerRequest.HttpServerRequest,
        (request) =>
          reference(request) ?? inspector(request)
            ?? (request.url.startsWith(ControlRoutes.prefix) ? controls : api)
      )).pipe(Effect.provideService(HttpServer.HttpServer, server))
      return { url: HttpServer.formatAddress(server.address), control }
    })
  )

const inFiber = (options: Options) =>
  Layer.scopedContext(
    Effect.gen(function*() {
      const exchange = yield* makeExchange(options)
      const control = yield* ControlRoutes.make(exchange)
      return Context.make(Emulator, { url: "http://127.0.0.1", control }).pipe(
        Context.add(HttpClient.HttpClient, FiberTransport.client(exchange))
      )
    })
  )
