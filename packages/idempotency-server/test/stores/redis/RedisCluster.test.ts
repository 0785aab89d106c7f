import { assert, describe, it } from "@effect/vitest"
import { isAbsent as isMissing } from "@qurl/lab/databases/place"
import { directory, freePort } from "@qurl/lab/databases/place"
import * as Servers from "@qurl/lab/databases/Redis"
import { Effect, Fiber, Option, Redacted, Schedule, TestServices } from "effect"
import { Redis } from "ioredis"
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Sealed } from "../../../src/index.js"
import { type ClaimRequest, identity, type Service } from "../../../src/Store.js"
import * as RedisStore from "../../../src/Store/Redis.js"

const isAbsent = isMissing("Redis", Servers.isInstalled)

const request = (key: string, leaseMillis = 30_000): ClaimRequest => ({
  identity: identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis,
  retentionMillis: 60_000,
  orphans: "park",
  summary: { route: "/orders" }
})

const response = { status: 201, headers: {}, body: new TextEncoder().encode("done") }

const claimed = (store: Service, claim: ClaimRequest) =>
  Effect.flatMap(
    store.claim(claim),
    (result) =>
      result._tag === "Claimed" ? Effect.succeed(result.ticket) : Effect.dieMessage(`it is ${result.record._tag}`)
  )

const admin = (port: number) =>
  Effect.acquireRelease(
    Effect.sync(() => new Redis({ port, host: "127.0.0.1" }).on("error", () => {})),
    (redis) => Effect.sync(() => redis.disconnect())
  )

/** Three nodes with a third of the slots each. */
const cluster = Effect.gen(function*() {
  const nodes = yield* Effect.forEach([0, 1, 2], () => Servers.make("--cluster-enabled", "yes", "--appendonly", "yes"))
  const clients = yield* Effect.forEach(nodes, ({ port }) => admin(port))
  const slots = [["0", "5460"], ["5461", "10922"], ["10923", "16383"]]
  yield* Effect.promise(() =>
    Promise.all(clients.map((client, index) => client.call("CLUSTER", "ADDSLOTSRANGE", ...slots[index] ?? [])))
  )
  yield* Effect.promise(() =>
    Promise.all(nodes.map(async ({ port }) => clients[0]?.call("CLUSTER", "MEET", "127.0.0.1", String(port))))
  )
  yield* Effect.forEach(clients, (client) =>
    Effect.promise(() => client.call("CLUSTER", "INFO")).pipe(
      Effect.filterOrFail((info) => String(info).includes("cluster_state:ok")),
      Effect.retry(Schedule.spaced("50 millis"))
    ))
  return { nodes, clients }
}).pipe(TestServices.provideLive)

describe.skipIf(isAbsent)("the store on a Redis Cluster of three nodes", () => {
  it.scopedLive(
    "R4: keeps the answers and the open outcomes of all nodes, lists, counts, decides and wakes waiters",
    () =>
      Effect.gen(function*() {
        const { clients, nodes } = yield* cluster
        const connection = { cluster: nodes.map(({ port }) => ({ port, host: "127.0.0.1" })) }
        const [one, two] = [yield* RedisStore.make({ connection }), yield* RedisStore.make({ connection })]
        const keys = Array.from({ length: 30 }, (_, index) => index)
        for (const index of keys) {
          const ticket = yield* claimed(one, request(`answered ${index}`))
          yield* one.settle(ticket, { _tag: "Answer", response, retentionMillis: 60_000 })
          yield* one.settle(yield* claimed(one, request(`parked ${index}`)), { _tag: "Park", reason: "unknown" })
        }
        for (const client of clients) assert.isAbove(yield* Effect.promise(() => client.dbsize()), 0)
        for (const index of keys) {
          const found = yield* two.claim(request(`answered ${index}`))
          assert.strictEqual(found._tag === "Found" ? found.record._tag : "", "Done")
        }
        const { done, parked } = yield* two.stats
        assert.deepStrictEqual([done, parked], [30, 30])
        const listed = new Map<string, number>()
        let after: string | undefined
        do {
          const page = yield* two.unresolved(5, after)
          for (const { gen, identity, summary } of page.records) {
            assert.strictEqual(summary?.route, "/orders")
            listed.set(identity.keyHash, gen)
            if (listed.size === 1) assert.strictEqual(yield* two.resolve(identity, gen, { _tag: "Free" }, "ada"), "ok")
          }
          after = page.next
        } while (after !== undefined)
        assert.strictEqual(listed.size, 30)
        const ticket = yield* claimed(one, request("awaited"))
        const waiting = yield* Effect.fork(two.awaitChange(ticket.identity, ticket.gen))
        yield* one.settle(ticket, { _tag: "Release", reason: "test" })
        yield* Fiber.join(waiting)
        assert.strictEqual(yield* one.purge(100), 0)
      }),
    60_000
  )
})

describe.skipIf(isAbsent)("the store on a Redis with TLS and users", () => {
  it.scopedLive(
    "works for a user who may not ask what the server is, over an encrypted connection",
    () =>
      Effect.gen(function*() {
        const home = yield* directory("tls-")
        const [key, certificate] = [join(home, "key.pem"), join(home, "cert.pem")]
        execFileSync("openssl", [
          "req",
          "-x509",
          "-newkey",
          "rsa:2048",
          "-nodes",
          "-days",
          "1",
          "-subj",
          "/CN=localhost",
          "-addext",
          "subjectAltName=DNS:localhost",
          "-keyout",
          key,
          "-out",
          certificate
        ], { stdio: "pipe" })
        const tlsPort = yield* freePort
        const server = yield* Servers.make(
          "--tls-port",
          String(tlsPort),
          "--tls-cert-file",
          certificate,
          "--tls-key-file",
          key,
          "--tls-ca-cert-file",
          certificate,
          "--tls-auth-clients",
          "no",
          "--user",
          "store",
          "on",
          ">secret",
          "~idempotency:*",
          "&idempotency:*",
          "+@all",
          "-@dangerous"
        )
        yield* admin(server.port)
        const store = yield* RedisStore.make({
          connection: {
            host: "localhost",
            port: tlsPort,
            username: "store",
            password: "secret",
            tls: { ca: readFileSync(certificate) }
          }
        })
        const ticket = yield* claimed(store, request("k"))
        yield* store.settle(ticket, { _tag: "Answer", response, retentionMillis: 60_000 })
        assert.strictEqual(Option.getOrThrow(yield* store.look(ticket.identity))._tag, "Done")
        assert.strictEqual((yield* store.stats).done, 1)
      }),
    60_000
  )
})

describe.skipIf(isAbsent)("sealed records in a store that forgets", () => {
  it.scopedLive("stay sealed for processes that start after a flush", () =>
    Effect.gen(function*() {
      const server = yield* Servers.make("--appendonly", "yes")
      const open = Effect.flatMap(
        RedisStore.make({ connection: { port: server.port, host: "127.0.0.1" } }),
        (store) =>
          Sealed.make(store, {
            lookup: Redacted.make("l".repeat(32)),
            sealing: { id: "a", secret: Redacted.make("s".repeat(32)) }
          })
      )
      const running = yield* open
      yield* claimed(running, request("before"))
      const client = yield* admin(server.port)
      yield* Effect.promise(() => client.flushall())
      yield* claimed(running, request("after"))
      const started = yield* open
      assert.strictEqual(Option.getOrThrow(yield* started.look(request("after").identity))._tag, "Running")
    }), 30_000)
})
