import * as Effect from "effect/Effect"
import type { Redis } from "ioredis"
import type { Resolution, Service, Stats, Unresolved } from "../../Store.js"
import { StoreError, UnfitStoreError } from "../../Store.js"
import { identityOf } from "../identityOf.js"
import * as Summary from "../summary.js"
import { ask, type Reply, run } from "./ask.js"
import type { Script } from "./scripts.js"
import type { Server } from "./server.js"

/** Keys looked at in one step. The server serves no other client meanwhile, so that it takes well below a millisecond. */
const keysAtOnce = 250

/** Keys of a cluster are looked at one by one, since they are on different nodes. */
const concurrency = 50

const isDecision = (text: string | undefined): text is Resolution["decision"] =>
  text === "Finish" || text === "Free" || text === "Forget"

/** Parses `number decision time actor`, as the script wrote it. */
export const toResolution = (entry: string): ReadonlyArray<Resolution> => {
  const [, decision, at, ...actor] = entry.split(" ")
  return isDecision(decision) ? [{ decision, actor: actor.join(" "), at: Number(at) }] : []
}

const none: Stats = { running: 0, done: 0, tombstone: 0, released: 0, parked: 0, orphans: 0, oldestOrphanMillis: 0 }

const added = (stats: Stats, reply: Reply): Stats => {
  const [running = 0, done = 0, tombstone = 0, released = 0, parked = 0, orphans = 0, oldest = 0] = reply
    .map((part) => Number(part?.toString()))
  return {
    running: stats.running + running,
    done: stats.done + done,
    tombstone: stats.tombstone + tombstone,
    released: stats.released + released,
    parked: stats.parked + parked,
    orphans: stats.orphans + orphans,
    oldestOrphanMillis: Math.max(stats.oldestOrphanMillis, oldest)
  }
}

/** Six parts for each record, as the script wrote them. */
const toUnresolved = (reply: Reply, idOfKey: (key: string) => string): ReadonlyArray<Unresolved> => {
  const records: Array<Unresolved> = []
  for (let index = 0; index < reply.length; index += 6) {
    const [key = "", state, gen, reason, createdAt, summary] = reply.slice(index, index + 6)
      .map((part) => part?.toString() ?? "")
    records.push({
      identity: identityOf(idOfKey(key)),
      state: state === "parked" ? "Parked" : "Orphan",
      gen: Number(gen),
      reason: state === "parked" ? reason : undefined,
      createdAt: Number(createdAt),
      summary: Summary.decode(summary)
    })
  }
  return records
}

const infoOf = (master: Redis, section: string) =>
  Effect.map(ask(() => master.info(section)), (text) =>
    new Map(
      text.split("\r\n").map((line) => {
        const [name = "", ...value] = line.split(":")
        return [name, value.join(":")] as const
      })
    ))

const probeOne = Effect.fnUntraced(function*(master: Redis) {
  const replication = yield* infoOf(master, "replication")
  if (replication.get("role") !== "master") {
    return yield* new UnfitStoreError({ problem: "is a replica that cannot be written" })
  }
  const policy = (yield* infoOf(master, "memory")).get("maxmemory_policy")
  if (policy !== "noeviction") {
    return yield* new UnfitStoreError({
      problem: `may evict records (maxmemory-policy is ${policy}, and must be noeviction)`
    })
  }
  if ((yield* infoOf(master, "persistence")).get("aof_enabled") !== "1") {
    yield* Effect.logWarning("Redis runs without an append-only file: when it crashes it forgets what it answered")
  }
})

/** Checks whether the user may run `INFO`. Without it the settings are unknown, which is logged once at the start. */
const canInform = (master: Redis) =>
  Effect.tryPromise(() => master.info("server")).pipe(
    Effect.as(true),
    Effect.catchAll((error) => Effect.succeed(!String(error.error).includes("NOPERM")))
  )

const probe = (server: Server) =>
  Effect.forEach(server.masters(), (master) =>
    Effect.if(canInform(master), {
      onTrue: () => probeOne(master),
      onFalse: () =>
        Effect.logWarning(
          "the user of Redis may not run INFO (+info): make sure that maxmemory-policy is noeviction, and that an "
            + "append-only file is written"
        )
    }), { discard: true })

interface Walk<out S> {
  /** Place to continue from; none at the end. */
  readonly place: string | undefined
  readonly state: S
}

/** Walk through the keys of all nodes. A record that comes or goes meanwhile may be left out or seen twice. */
const makeScan = (server: Server, prefix: string) => {
  const step = Effect.fnUntraced(function*(place: string) {
    const masters = server.masters()
    const [, index = "", cursor = ""] = /^(\d+)\.(\d+)$/.exec(place) ?? []
    const master = masters[Number(index)]
    if (index === "" || master === undefined) return yield* new StoreError({ reason: "failed" })
    const [next, keys] = yield* ask(() => master.scan(cursor, "MATCH", `${prefix}{*}`, "COUNT", keysAtOnce))
    const following = next !== "0"
      ? `${index}.${next}`
      : Number(index) + 1 < masters.length
      ? `${Number(index) + 1}.0`
      : undefined
    return { keys: [...new Set(keys)], following }
  })

  /** Steps from `place` until `isOver`, or to the end. Returns the place to continue from. */
  return <S>(
    place: string,
    initial: S,
    reduce: (state: S, keys: ReadonlyArray<string>) => Effect.Effect<S, StoreError>,
    isOver: (state: S) => boolean
  ) =>
    Effect.iterate<Walk<S>, never, StoreError>({ place, state: initial }, {
      while: ({ place, state }) => place !== undefined && !isOver(state),
      body: ({ place = "", state }): Effect.Effect<Walk<S>, StoreError> =>
        Effect.flatMap(step(place), ({ following, keys }) =>
          Effect.map(
            keys.length === 0 ? Effect.succeed(state) : reduce(state, keys),
            (state) => ({ place: following, state })
          ))
    })
}

/** Operations of operators, and what is asked beside requests. They walk through all names of the prefix. */
export const makeOperators = (
  server: Server,
  prefix: string,
  scripts: { readonly purge: Script; readonly stats: Script; readonly unresolved: Script }
): Pick<Service, "probe" | "purge" | "stats" | "unresolved"> => {
  const scan = makeScan(server, prefix)
  const start = "0.0"

  const runOn = (script: Script, keys: ReadonlyArray<string>, args: ReadonlyArray<number>) =>
    server.isCluster
      ? Effect.forEach(keys, (key) => run(server.commands, script, [key], args), { concurrency })
      : Effect.map(run(server.commands, script, keys, args), (reply) => [reply])

  const idOfKey = (key: string): string => key.slice(prefix.length + 1, -1)

  return {
    probe: Effect.suspend(() => probe(server)),
    // Redis removes expired records by itself. This is for those that it has not come to yet.
    purge: (limit) =>
      Effect.map(
        scan(start, 0, (purged, keys) =>
          Effect.reduce(server.isCluster ? keys.map((key) => [key]) : [keys], purged, (purged, keys) =>
            purged >= limit
              ? Effect.succeed(purged)
              : Effect.map(run(server.commands, scripts.purge, keys, [limit - purged]), ([count]) =>
                purged + Number(count))), (purged) =>
          purged >= limit),
        ({ state }) =>
          state
      ),
    stats: Effect.map(
      scan(
        start,
        none,
        (stats, keys) => Effect.map(runOn(scripts.stats, keys, []), (replies) => replies.reduce(added, stats)),
        () => false
      ),
      ({ state }) => state
    ),
    unresolved: (limit, after = start) =>
      Effect.map(
        scan<ReadonlyArray<Unresolved>>(after, [], (found, keys) =>
          Effect.map(
            runOn(scripts.unresolved, keys, []),
            (replies) => [...found, ...replies.flatMap((reply) => toUnresolved(reply, idOfKey))]
          ), (found) => found.length >= limit),
        ({ place, state }) => ({ records: state, next: place })
      )
  }
}
