// Calls with many credentials, served and limited, and prints how many lanes are in memory after each step. With --snapshot
// it then looks for the credentials in a snapshot of the heap, in which the gate is all that is left of the client.
import { HttpClient, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { Effect, TestClock, TestContext } from "effect"
import { getHeapSnapshot, queryObjects } from "node:v8"
// The modules and not the bundle, which has a `Lane` of its own.
import { Dialect, Gate, Idempotent, RetryPolicy } from "../../dist/index.js"
import { Lane } from "../../dist/internal/lane.js"

const gate = await Effect.runPromise(Gate.make())
const lanes = () => queryObjects(Lane, { format: "count" })

const callAs = (status, from, to) =>
  Effect.gen(function*() {
    const server = HttpClient.make((request) =>
      Effect.sync(() => HttpClientResponse.fromWeb(request, Response.json({}, { status })))
    )
    const client = yield* Idempotent.make(server, { dialect: Dialect.standard })
    for (let number = from; number < to; number++) {
      const authorization = ["Bearer planted", number].join("-")
      const request = HttpClientRequest.get("http://127.0.0.1/v1", { headers: { authorization } })
      yield* client.execute(request, { retry: RetryPolicy.none })
    }
  }).pipe(Effect.provideService(Gate.Gate, gate))

const counts = await Effect.runPromise(
  Effect.gen(function*() {
    yield* callAs(200, 0, 1000)
    const served = lanes()
    yield* callAs(429, 1000, 1800)
    const limited = lanes()
    yield* TestClock.adjust("2 hours")
    yield* callAs(429, 1800, 1801)
    return { served, limited, idle: lanes() }
  }).pipe(Effect.provide(TestContext.TestContext))
)

const look = async () => {
  globalThis.witness = ["witness", 4711].join("-")
  const chunks = []
  for await (const chunk of getHeapSnapshot()) chunks.push(chunk)
  const snapshot = Buffer.concat(chunks).toString("latin1")
  const found = (pattern) => (snapshot.match(pattern) ?? []).length
  return { credentials: found(/planted-\d+/g), witnesses: found(/witness-4711/g), gate: Object.keys(gate).length }
}

const seen = process.argv.includes("--snapshot") ? await look() : {}
process.stdout.write(JSON.stringify({ ...counts, ...seen }))
