/** Time to the first byte of a streamed answer: the handler alone, and behind a key that it holds by a lease. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import { Middleware, StoreMemory } from "@qurl/idempotency-server"
import * as Sqlite from "@qurl/idempotency-server/Store/Sqlite"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { mkdtempSync, rmSync } from "node:fs"
import { Agent, createServer, request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { interleaved } from "../rounds.js"
import { headers, options } from "../stores/kit.js"
import type { Suite } from "../suite.js"

/** Time that the handler takes to its first row, in milliseconds. Another two rows follow, a millisecond apart. */
const workMillis = 20

const rows = Stream.make("first\n", "second\n", "third\n").pipe(
  Stream.mapEffect((row) => Effect.as(Effect.sleep(1), row)),
  Stream.encodeText
)

const app: HttpApp.Default = Effect.as(
  Effect.sleep(workMillis),
  HttpServerResponse.stream(rows, { contentType: "application/x-ndjson" })
)

const agent = new Agent({ keepAlive: true })

/** Milliseconds from the request to the first byte of its body. The whole body is read. */
const timeToFirstByte = (url: string): Effect.Effect<number> =>
  Effect.async((resume) => {
    const began = performance.now()
    let first: number | undefined
    const sent = request(url, {
      method: "POST",
      agent,
      headers: { ...headers, "idempotency-key": crypto.randomUUID() }
    })
    sent.on("error", (error) => resume(Effect.die(error)))
    sent.on("response", (response) => {
      response.on("data", () => void (first ??= performance.now()))
      response.on("end", () => resume(Effect.succeed((first ?? Number.NaN) - began)))
    })
    sent.end("{}")
  })

const served = (app: HttpApp.Default) =>
  Effect.gen(function*() {
    const server = yield* Effect.orDie(NodeHttpServer.make(() => createServer(), { port: 0, host: "127.0.0.1" }))
    yield* server.serve(app)
    return HttpServer.formatAddress(server.address)
  })

const guarded = Effect.map(Middleware.make({ ...options, mode: "lease" }), (once) => once(app))

const memory = Effect.provide(guarded, StoreMemory.layer)

const sqlite = Effect.gen(function*() {
  const directory = yield* Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "bench-"))),
    (directory) => Effect.sync(() => rmSync(directory, { recursive: true }))
  )
  const store = Layer.provide(Sqlite.layer, SqliteClient.layer({ filename: join(directory, "keys.sqlite") }))
  return yield* Effect.provide(guarded, yield* Layer.build(store))
})

const median = (samples: ReadonlyArray<number>): number =>
  samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN

export const streaming: Suite = {
  id: "streaming",
  run: (options) =>
    Effect.gen(function*() {
      const plain = yield* served(app)
      const subjects = [
        { name: "handler alone", url: plain },
        { name: "handler alone, once more", url: plain },
        { name: "middleware, memory", url: yield* served(yield* Effect.orDie(memory)) },
        { name: "middleware, SQLite", url: yield* served(yield* Effect.orDie(sqlite)) }
      ]
      const turn = options.quick ? 5 : 30
      const measured = ({ url }: typeof subjects[number]) =>
        Effect.map(Effect.all(Array.from({ length: turn }, () => timeToFirstByte(url))), median)
      yield* Effect.forEach(subjects, measured)
      const results = yield* interleaved(subjects, options.quick ? 2 : 15, options, measured)
      return [{
        id: "streaming",
        title: `Time to the first byte of a streamed answer, ${workMillis} ms of work before it`,
        unit: "ms",
        digits: 2,
        subject: "answer",
        baseline: "handler alone",
        rows: subjects.map((subject) => ({ name: subject.name, samples: results.get(subject) ?? [] }))
      }]
    }).pipe(Effect.scoped)
}
