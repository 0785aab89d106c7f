import { HttpApp, type HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, FiberRef, Option, Ref, type Scope, Stream } from "effect"
import { request as rawRequest } from "node:http"
import { gzipSync } from "node:zlib"
import { Execution, StoreMemory } from "../../src/index.js"
import * as PostgresStore from "../../src/Store/Postgres.js"
import * as Postgres from "../stores/postgres/server.js"
import { type Place, post, serve, sqlite } from "../support/harness.js"
import { call, claimOf, servers } from "../support/leasing.js"

type App<R> = Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  never,
  R | SqlClient.SqlClient | Scope.Scope | HttpServerRequest.HttpServerRequest
>

/** Effects in SQLite, records in memory: a lease. */
const leasing = Effect.map(
  sqlite,
  (opened): Place =>
    Effect.flatMap(opened, ({ sql }) => Effect.map(StoreMemory.make, (store) => ({ sql, leasing: store })))
)

const modes = { "in a transaction": sqlite, "under a lease": leasing }

const read = (url: string, headers: Record<string, string> = {}) =>
  Effect.promise(() => fetch(url, { method: "POST", headers: { "idempotency-key": "k", ...headers }, body: "{}" }))

/** The next chunk, as text. */
const next = (reader: ReadableStreamDefaultReader<Uint8Array>) =>
  Effect.map(Effect.promise(() => reader.read()), ({ value }) => new TextDecoder().decode(value))

/** Asks, reads the first chunk, and hangs up. */
const leave = (url: string) =>
  Effect.async<void>((resume) => {
    const request = rawRequest(url, { method: "POST", headers: { "idempotency-key": "k" } })
    request.on("error", () => {})
    request.on("response", (response) =>
      response.once("data", () => {
        response.destroy()
        resume(Effect.void)
      }))
    request.end("{}")
  })

const ticks = Stream.encodeText(Stream.map(Stream.iterate(0, (n) => n + 1), (n) => `data: ${n}\n\n`))

describe("a streamed body", () => {
  for (const [mode, place] of Object.entries(modes)) {
    it.scoped(`${mode} is read while what its handler acquired is open, and the record comes at once`, () =>
      Effect.gen(function*() {
        const log: Array<string> = []
        const app: App<never> = Effect.map(
          Effect.acquireRelease(
            Effect.sync(() => void log.push("open")),
            () => Effect.sync(() => void log.push("closed"))
          ),
          () =>
            HttpServerResponse.stream(
              Stream.encodeText(Stream.make("a", "b")).pipe(Stream.tap(() => Effect.sync(() => void log.push("read")))),
              { contentType: "text/plain" }
            )
        )
        const { url } = yield* serve(yield* place, { app })
        const first = yield* post(url, { key: "k" })
        const again = yield* post(url, { key: "k" })
        assert.deepStrictEqual([first.text, again.text, again.replayed], ["ab", "ab", true])
        assert.deepStrictEqual(log, ["open", "read", "read", "closed"])
      }))

    it.scoped(`${mode} that fails midway ends its record at once and is not a whole answer`, () =>
      Effect.gen(function*() {
        const app: App<never> = Effect.succeed(HttpServerResponse.stream(
          Stream.concat(Stream.encodeText(Stream.make("a")), Stream.fail("broken")),
          { contentType: "text/plain" }
        ))
        const { store, url } = yield* serve(yield* place, { app, options: { crash: "park" } })
        const first = yield* Effect.promise(() =>
          fetch(url, { method: "POST", headers: { "idempotency-key": "k" }, body: "{}" })
            .then(async (response) => response.status === 500 || await response.text().then(() => false))
            .catch(() => true)
        )
        assert.isTrue(first)
        assert.strictEqual((yield* store.stats).running, 0)
      }))

    it.scoped(`${mode} of events arrives event by event, and a client that leaves ends it`, () =>
      Effect.gen(function*() {
        const ended = yield* Deferred.make<string>()
        const app: App<never> = Effect.as(
          Effect.addFinalizer(() => Deferred.succeed(ended, "scope")),
          HttpServerResponse.stream(
            Stream.concat(Stream.take(ticks, 1), Stream.never),
            { contentType: "text/event-stream" }
          )
        )
        const { url } = yield* serve(yield* place, { app })
        yield* leave(url)
        assert.strictEqual(yield* Deferred.await(ended), "scope")
        assert.strictEqual((yield* post(url, { key: "k" })).status, 409)
      }))

    it.scoped(`${mode} that is too long to be kept ends when its client leaves`, () =>
      Effect.gen(function*() {
        const ended = yield* Deferred.make<string>()
        const app: App<never> = Effect.as(
          Effect.addFinalizer(() => Deferred.succeed(ended, "scope")),
          HttpServerResponse.stream(
            // Pauses let the server notice that its client has gone.
            Stream.mapEffect(ticks, (tick) => Effect.as(Effect.promise(() => new Promise(setImmediate)), tick)),
            { contentType: "application/octet-stream" }
          )
        )
        const { url } = yield* serve(yield* place, { app, options: { maxKeptBytes: 1000 } })
        yield* leave(url)
        assert.strictEqual(yield* Deferred.await(ended), "scope")
        assert.strictEqual((yield* post(url, { key: "k" })).status, 409)
      }))

    it.scoped(`${mode} keeps its encoding, its disposition and the headers that the route names`, () =>
      Effect.gen(function*() {
        const form = new FormData()
        form.set("a", "1")
        const apps: ReadonlyArray<HttpServerResponse.HttpServerResponse> = [
          HttpServerResponse.uint8Array(gzipSync("hello"), {
            contentType: "text/plain",
            headers: { "content-encoding": "gzip", "content-disposition": "attachment; filename=a.txt", vary: "accept" }
          }),
          HttpServerResponse.formData(form),
          HttpServerResponse.raw("raw", { contentType: "text/plain", headers: { "x-cost": "3" } }),
          HttpServerResponse.empty()
        ]
        for (const [index, response] of apps.entries()) {
          const { url } = yield* serve(yield* place, {
            app: Effect.succeed(response),
            options: { headers: ["X-Cost"] }
          })
          const first = yield* post(url, { key: String(index) })
          const again = yield* post(url, { key: String(index) })
          assert.isTrue(again.replayed)
          assert.strictEqual(again.text, first.text)
          for (const name of ["content-type", "content-encoding", "content-disposition", "vary", "x-cost"]) {
            assert.strictEqual(again.headers.get(name), first.headers.get(name), name)
          }
        }
      }))
  }

  it.scoped("under a lease arrives as it is produced, and its end waits for the record", () =>
    Effect.gen(function*() {
      const more = yield* Deferred.make<void>()
      const body = Stream.encodeText(
        Stream.concat(Stream.make("{}\n"), Stream.fromEffect(Effect.as(Deferred.await(more), "{}\n")))
      )
      const { store, url } = yield* serve(yield* leasing, {
        app: Effect.succeed(HttpServerResponse.stream(body, { contentType: "application/x-ndjson" }))
      })
      const response = yield* read(url)
      const reader = response.body?.getReader() ?? assert.fail("no body")
      assert.strictEqual(yield* next(reader), "{}\n")
      assert.strictEqual((yield* store.stats).running, 1)
      yield* Deferred.succeed(more, undefined)
      assert.strictEqual(yield* next(reader), "{}\n")
      assert.isTrue((yield* Effect.promise(() => reader.read())).done)
      assert.strictEqual((yield* store.stats).done, 1)
      assert.strictEqual((yield* post(url, { key: "k" })).text, "{}\n{}\n")
    }))

  it.scoped("under a lease is kept for the retry of a client that left", () =>
    Effect.gen(function*() {
      const more = yield* Deferred.make<void>()
      const body = Stream.encodeText(
        Stream.concat(Stream.make("a"), Stream.fromEffect(Effect.as(Deferred.await(more), "b")))
      )
      const { url } = yield* serve(yield* leasing, {
        app: Effect.succeed(HttpServerResponse.stream(body, { contentType: "text/plain" })),
        options: { maxWait: "1 minute" }
      })
      yield* leave(url)
      const retry = yield* Effect.fork(post(url, { key: "k" }))
      yield* Deferred.succeed(more, undefined)
      const { replayed, text } = yield* Fiber.join(retry)
      assert.deepStrictEqual([replayed, text], [true, "ab"])
    }))

  it.scoped("runs with the fiber references of its handler", () =>
    Effect.gen(function*() {
      const reference = FiberRef.unsafeMake("outside")
      for (const place of Object.values(modes)) {
        const app = Effect.as(
          FiberRef.set(reference, "inside"),
          HttpServerResponse.stream(Stream.encodeText(Stream.fromEffect(FiberRef.get(reference))), {
            contentType: "text/plain"
          })
        )
        const { url } = yield* serve(yield* place, { app })
        assert.strictEqual((yield* post(url, { key: "k" })).text, "inside")
      }
    }))

  it.scoped("goes through the handlers of the web platform, too", () =>
    Effect.gen(function*() {
      const { one } = yield* servers()
      const handler = HttpApp.toWebHandler(
        one(HttpApp.fromWebHandler(async (request) => new Response(`got ${await request.text()}`, { status: 201 })))
      )
      const ask = Effect.promise(() =>
        handler(new Request("http://app/", { method: "POST", body: "abc", headers: { "idempotency-key": "k" } }))
          .then(async (response) => [response.status, await response.text()])
      )
      assert.deepStrictEqual([yield* ask, yield* ask], [[201, "got abc"], [201, "got abc"]])
    }))
})

describe.skipIf(Postgres.isAbsent)("a body of rows", () => {
  it.layer(Postgres.Server.layer, { timeout: 60_000 })((it) => {
    it.scoped("in a transaction sees what its handler wrote, and needs no second connection", () =>
      Effect.gen(function*() {
        const database = yield* Postgres.newDatabase
        const place: Place = Effect.gen(function*() {
          const sql = yield* Postgres.connect({ database, maxConnections: 1 })
          yield* sql`CREATE TABLE effects (id integer GENERATED ALWAYS AS IDENTITY, body text NOT NULL)`
          return { sql, store: yield* Effect.provideService(PostgresStore.make(), PgClient.PgClient, sql) }
        }).pipe(Effect.provideService(Postgres.Server, yield* Postgres.Server), Effect.orDie)
        const app = Effect.gen(function*() {
          const sql = yield* SqlClient.SqlClient
          yield* Effect.orDie(sql`INSERT INTO effects (body) VALUES ('mine')`)
          const rows = Stream.map(sql<{ body: string }>`SELECT body FROM effects`.stream, ({ body }) => body)
          return HttpServerResponse.stream(Stream.encodeText(rows), { contentType: "text/plain" })
        })
        const { url } = yield* serve(place, { app })
        assert.strictEqual((yield* post(url, { key: "k" })).text, "mine")
      }))
  })
})

describe("an owner that lost its lease", () => {
  it.scopedLive("R5 is interrupted, and its client gets the successor's answer", () =>
    Effect.gen(function*() {
      const stopped = yield* Deferred.make<void>()
      const fences = yield* Ref.make<ReadonlyArray<number>>([])
      const renewing = yield* Ref.make(false)
      const { one, store, two } = yield* servers(
        { crash: "resume", lease: "300 millis", maxWait: "1 minute" },
        (store) => ({
          ...store,
          renew: (ticket, lease) =>
            Effect.flatMap(Ref.get(renewing), (on) => on ? store.renew(ticket, lease) : Effect.succeed("ok"))
        })
      )
      const note = Effect.flatMap(Execution.fence, (fence) => Ref.update(fences, (all) => [...all, fence]))
      const asleep = Effect.zipRight(note, Effect.never).pipe(
        Effect.onInterrupt(() => Deferred.succeed(stopped, undefined))
      )
      const owner = yield* Effect.fork(call(one(asleep)))
      // Its lease runs out, as that of a process that sleeps.
      yield* Effect.sleep("400 millis")
      const successor = yield* call(two(Effect.as(note, HttpServerResponse.text("done"))))
      yield* Ref.set(renewing, true)
      yield* Deferred.await(stopped)
      const answer = yield* Fiber.join(owner)
      assert.deepStrictEqual([successor.text, answer.text, answer.replayed], ["done", "done", true])
      const [before = 0, after = 0] = yield* Ref.get(fences)
      assert.isAbove(after, before)
      assert.strictEqual(Option.getOrThrow(yield* claimOf(store))._tag, "Done")
    }))
})
