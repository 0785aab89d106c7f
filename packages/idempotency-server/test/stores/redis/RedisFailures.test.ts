import { assert, describe, it } from "@effect/vitest"
import { Effect, Either, Exit, Fiber, Logger, Option, Schedule, TestServices } from "effect"
import type { Redis } from "ioredis"
import { type ClaimRequest, identity, idOf, type Settlement, type Ticket } from "../../../src/Store.js"
import type * as RedisStore from "../../../src/Store/Redis.js"
import { connect, isAbsent, makeServer, openStore, type Running } from "./server.js"

const request = (key: string): ClaimRequest => ({
  identity: identity(["owner"], key),
  fingerprint: "f",
  owner: crypto.randomUUID(),
  leaseMillis: 30_000,
  retentionMillis: 60_000,
  orphans: "park"
})

const answer: Settlement = {
  _tag: "Answer",
  response: { status: 201, headers: { etag: "1" }, body: new TextEncoder().encode("done") },
  retentionMillis: 60_000
}

type Store = RedisStore.ForgetfulService

/** Claims a key that must be free. */
const claimed = (store: Store, claim: ClaimRequest): Effect.Effect<Ticket> =>
  Effect.orDie(
    Effect.flatMap(store.claim(claim), (result) =>
      result._tag === "Claimed" ? Effect.succeed(result.ticket) : Effect.dieMessage(`it is ${result.record._tag}`))
  )

const tagOf = (store: Store, { identity }: ClaimRequest) =>
  Effect.map(store.look(identity), Option.match({ onNone: () => "none", onSome: ({ _tag }) => _tag }))

const reasonOf = <A, E>(effect: Effect.Effect<A, E>) => Effect.map(Effect.either(effect), Either.getLeft)

/** Until the server is there again. */
const again = <A, E>(effect: Effect.Effect<A, E>) =>
  Effect.retry(effect, { times: 200, schedule: Schedule.spaced("50 millis") }).pipe(TestServices.provideLive)

const tell = (redis: Redis, command: string, ...args: ReadonlyArray<string | number>) =>
  Effect.promise(() => redis.call(command, ...args))

/** Whatever became of the record, an owner that lost it can change nothing any more. */
const isPowerless = Effect.fnUntraced(function*(store: Store, ticket: Ticket) {
  assert.strictEqual(yield* store.renew(ticket, 30_000), "lost")
  assert.strictEqual(yield* store.settle(ticket, answer), "lost")
})

const setup = (...settings: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const server = yield* makeServer(...settings)
    return { server, redis: yield* connect(server), store: yield* openStore(server) }
  })

const replicate = (redis: Redis, { port }: Running) =>
  Effect.zipRight(
    tell(redis, "REPLICAOF", "127.0.0.1", port),
    Effect.promise(async () => {
      while (!(await redis.info("replication")).includes("master_link_status:up")) await redis.ping()
    })
  )

describe.skipIf(isAbsent)("the store in Redis in trouble", () => {
  it.scoped(
    "S29 scripts are flushed between any two operations, without an effect on them",
    () =>
      Effect.gen(function*() {
        const { redis, store } = yield* setup()
        const flush = tell(redis, "SCRIPT", "FLUSH")
        const first = request("k")
        yield* flush
        const ticket = yield* claimed(store, first)
        yield* flush
        assert.strictEqual((yield* store.claim(request("k")))._tag, "Found")
        yield* flush
        assert.strictEqual(yield* store.renew(ticket, 30_000), "ok")
        yield* flush
        assert.strictEqual(yield* store.settle(ticket, answer), "ok")
        yield* flush
        assert.strictEqual(yield* tagOf(store, first), "Done")
        yield* flush
        const results = yield* Effect.forEach(Array.from({ length: 50 }, () => request("new")), store.claim, {
          concurrency: "unbounded"
        })
        assert.strictEqual(results.filter(({ _tag }) => _tag === "Claimed").length, 1)
      }),
    20_000
  )

  it.scoped(
    "S29 everything is flushed: the key is as new, and its former owner cannot write",
    () =>
      Effect.gen(function*() {
        const { redis, store } = yield* setup()
        const first = request("k")
        const ticket = yield* claimed(store, first)
        yield* tell(redis, "FLUSHALL")
        yield* isPowerless(store, ticket)
        assert.strictEqual(yield* tagOf(store, first), "none")
        const successor = yield* claimed(store, request("k"))
        assert.isAbove(successor.gen, ticket.gen)
        yield* isPowerless(store, ticket)
        assert.strictEqual(yield* store.settle(successor, answer), "ok")
      }),
    20_000
  )

  it.scoped("S29 a server that may evict records is refused, at the start and later", () =>
    Effect.gen(function*() {
      const { redis, server, store } = yield* setup("--maxmemory", "50mb")
      yield* store.probe
      yield* tell(redis, "CONFIG", "SET", "maxmemory-policy", "volatile-lru")
      for (const attempt of [store.probe, Effect.scoped(Effect.asVoid(openStore(server)))]) {
        const error = yield* Effect.flip(attempt)
        assert.strictEqual(error._tag, "UnfitStoreError")
        assert.include(error.message, "volatile-lru")
      }
    }), 20_000)

  it.scoped(
    "S29 a server that is full claims nothing, keeps what it has, and still lets look",
    () =>
      Effect.gen(function*() {
        const { redis, store } = yield* setup()
        const [kept, refused] = [request("kept"), request("refused")]
        yield* store.settle(yield* claimed(store, kept), answer)
        const ticket = yield* claimed(store, request("running"))
        yield* tell(redis, "CONFIG", "SET", "maxmemory", 1)
        for (const attempt of [store.claim(refused), store.settle(ticket, answer), store.renew(ticket, 30_000)]) {
          assert.strictEqual((yield* Effect.flip<unknown, { reason: string }, never>(attempt)).reason, "failed")
        }
        assert.deepStrictEqual([yield* tagOf(store, kept), yield* tagOf(store, refused)], ["Done", "none"])
        yield* tell(redis, "CONFIG", "SET", "maxmemory", 0)
        assert.strictEqual(yield* store.settle(ticket, answer), "ok")
      }),
    20_000
  )

  it.scoped(
    "S29 a failover loses a claim: it is claimed again, and the first owner cannot end it",
    () =>
      Effect.gen(function*() {
        const [first, second] = [yield* setup("--repl-diskless-sync-delay", "0"), yield* setup()]
        yield* replicate(second.redis, first.server)
        assert.strictEqual((yield* Effect.flip(second.store.probe))._tag, "UnfitStoreError")
        assert.strictEqual((yield* Effect.flip(second.store.claim(request("k"))))._tag, "StoreError")
        const kept = request("kept")
        yield* first.store.settle(yield* claimed(first.store, kept), answer)
        // WAIT is for the writes of its own connection, and what is replicated is so in order.
        yield* tell(first.redis, "SET", "mark", 1)
        assert.strictEqual(yield* Effect.promise(() => first.redis.wait(1, 0)), 1)
        yield* tell(second.redis, "REPLICAOF", "NO", "ONE")
        const zombie = yield* claimed(first.store, request("k"))
        yield* first.server.kill
        assert.strictEqual(yield* again(tagOf(second.store, kept)), "Done")
        const successor = yield* claimed(second.store, request("k"))
        yield* isPowerless(second.store, zombie)
        assert.strictEqual(yield* second.store.settle(successor, answer), "ok")
        assert.deepStrictEqual(
          [second.store.capabilities.durable, second.store.capabilities.linearizable],
          [false, false]
        )
      }),
    20_000
  )

  it.scoped(
    "S29 a server that crashes and comes back with its file has what it confirmed, and clients find it",
    () =>
      Effect.gen(function*() {
        const { server, store } = yield* setup("--appendonly", "yes", "--appendfsync", "always")
        const [ended, running] = [request("ended"), request("running")]
        yield* store.settle(yield* claimed(store, ended), answer)
        const ticket = yield* claimed(store, running)
        yield* server.kill
        assert.strictEqual((yield* Effect.flip(store.claim(request("new")))).reason, "failed")
        yield* server.start
        assert.strictEqual(yield* again(tagOf(store, ended)), "Done")
        assert.strictEqual((yield* store.claim(request("running")))._tag, "Found")
        assert.strictEqual(yield* store.settle(ticket, answer), "ok")
      }),
    20_000
  )

  it.scoped(
    "S29 a waiter gets its answer although its connection was cut and it missed the message",
    () =>
      Effect.gen(function*() {
        const { redis, store } = yield* setup()
        const first = request("k")
        const ticket = yield* claimed(store, first)
        const waiter = yield* Effect.fork(TestServices.provideLive(store.awaitChange(first.identity, ticket.gen)))
        yield* tell(redis, "CLIENT", "KILL", "TYPE", "pubsub")
        yield* store.settle(ticket, answer)
        yield* Fiber.join(waiter)
      }),
    20_000
  )

  it.scoped("without an append-only file it warns", () =>
    Effect.gen(function*() {
      const lines: Array<string> = []
      const logger = Logger.replace(
        Logger.defaultLogger,
        Logger.make(({ message }) => void lines.push(String(message)))
      )
      yield* setup("--appendonly", "yes").pipe(Effect.provide(logger))
      assert.deepStrictEqual(lines, [])
      yield* setup().pipe(Effect.provide(logger))
      assert.strictEqual(lines.length, 1)
      assert.include(lines[0], "append-only")
    }), 20_000)

  it.scoped(
    "R4: Redis removes a record when its retention ends, and never one without an outcome",
    () =>
      Effect.gen(function*() {
        const { redis, store } = yield* setup()
        const first = { ...request("k"), leaseMillis: 1 }
        yield* claimed(store, first)
        const left = () => redis.pttl(`idempotency:{${idOf(first.identity)}}`)
        assert.strictEqual(yield* Effect.promise(left), -1)
        yield* again(Effect.filterOrFail(store.stats, ({ orphans }) => orphans === 1))
        assert.strictEqual((yield* store.claim(request("k")))._tag, "Found")
        assert.strictEqual(yield* tagOf(store, first), "Parked")
        assert.strictEqual(yield* Effect.promise(left), -1)
        const { gen } = Option.getOrThrow(yield* store.look(first.identity))
        assert.strictEqual(yield* store.resolve(first.identity, gen, { _tag: "Free" }, "ada"), "ok")
        assert.isAbove(yield* Effect.promise(left), 30_000)
      }),
    20_000
  )

  it.scoped(
    "S30 a record that makes no sense is an error of the store and never claimed",
    () =>
      Effect.gen(function*() {
        const { redis, store } = yield* setup()
        const spoilt: ReadonlyArray<(key: string) => Promise<unknown>> = [
          (key) => redis.del(key).then(() => redis.set(key, "text")),
          (key) => redis.hset(key, "gen", "many"),
          (key) => redis.hset(key, "state", "free"),
          (key) => redis.hset(key, "expires", ""),
          (key) => redis.hdel(key, "fingerprint"),
          (key) => redis.hdel(key, "owner", "lease"),
          (key) => redis.hdel(key, "body"),
          (key) => redis.hset(key, "headers", "{\"a\":1}"),
          (key) => redis.hset(key, "status", "ok")
        ]
        for (const [index, spoil] of spoilt.entries()) {
          const first = request(`k${index}`)
          const ticket = yield* claimed(store, first)
          yield* store.settle(ticket, answer)
          const key = `idempotency:{${idOf(first.identity)}}`
          yield* Effect.promise(() => spoil(key))
          for (const attempt of [store.claim(request(`k${index}`)), store.look(first.identity)]) {
            const reason = yield* reasonOf<unknown, { reason: string }>(attempt)
            assert.deepStrictEqual(Option.map(reason, ({ reason }) => reason), Option.some("corrupt"), `${index}`)
          }
        }
        assert.strictEqual(yield* store.purge(1000), 0)
        assert.strictEqual((yield* store.stats).running, 0)
      }),
    20_000
  )

  it.scoped("where no server is, the layer fails and says so", () =>
    Effect.gen(function*() {
      const server = yield* makeServer()
      yield* server.kill
      const exit = yield* Effect.exit(openStore(server))
      assert.isTrue(Exit.isFailure(exit))
      assert.strictEqual((yield* Effect.flip(openStore(server)))._tag, "StoreError")
    }), 20_000)
})
