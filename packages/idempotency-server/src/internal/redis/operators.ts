import * as Effect from "effect/Effect"
import type { Redis } from "ioredis"
import type { Resolution, Service, Stats, StoreError } from "../../Store.js"
import { UnfitStoreError } from "../../Store.js"
import { ask, type Reply, run } from "./ask.js"
import type { Script } from "./scripts.js"

/** So many keys are looked at in one step. Nobody else is served meanwhile, so that it is well below a millisecond. */
const keysAtOnce = 250

const isDecision = (text: string | undefined): text is Resolution["decision"] =>
  text === "Finish" || text === "Free" || text === "Forget"

/** `number decision time actor`, as the script wrote it. */
export const toResolution = (entry: string): ReadonlyArray<Resolution> => {
  const [, decision, at, ...actor] = entry.split(" ")
  return isDecision(decision) ? [{ decision, actor: actor.join(" "), at: Number(at) }] : []
}

/** What is asked beside the requests: whether the server is fit, and what is in it. */
export const makeOperators = (
  redis: Redis,
  prefix: string,
  scripts: { readonly purge: Script; readonly stats: Script }
): Pick<Service, "probe" | "purge" | "stats"> => {
  const info = (section: string) =>
    Effect.map(ask(() => redis.info(section)), (text) =>
      new Map(
        text.split("\r\n").map((line) => {
          const [name = "", ...value] = line.split(":")
          return [name, value.join(":")] as const
        })
      ))

  const probe = Effect.gen(function*() {
    const replication = yield* info("replication")
    if (replication.get("role") !== "master") {
      return yield* new UnfitStoreError({ problem: "is a replica that cannot be written" })
    }
    const policy = (yield* info("memory")).get("maxmemory_policy")
    if (policy !== "noeviction") {
      return yield* new UnfitStoreError({
        problem: `may evict records (maxmemory-policy is ${policy}, and must be noeviction)`
      })
    }
    if ((yield* info("persistence")).get("aof_enabled") !== "1") {
      yield* Effect.logWarning("Redis runs without an append-only file: when it crashes it forgets what it answered")
    }
  })

  /** Every record of the prefix, a few at a time. One that comes or goes meanwhile may be left out or seen twice. */
  const scan = <S>(initial: S, step: (state: S, keys: ReadonlyArray<string>) => Effect.Effect<S, StoreError>) =>
    Effect.map(
      Effect.iterate({ cursor: "0", state: initial, isOver: false }, {
        while: ({ isOver }) => !isOver,
        body: ({ cursor, state }) =>
          Effect.gen(function*() {
            const [next, keys] = yield* ask(() => redis.scan(cursor, "MATCH", `${prefix}{*}`, "COUNT", keysAtOnce))
            const unique = [...new Set(keys)]
            return {
              cursor: next,
              state: unique.length === 0 ? state : yield* step(state, unique),
              isOver: next === "0"
            }
          })
      }),
      ({ state }) => state
    )

  // Redis removes what expired by itself. This is for what it has not come to yet.
  const purge = (limit: number) =>
    scan(0, (purged, keys) =>
      purged >= limit
        ? Effect.succeed(purged)
        : Effect.map(run(redis, scripts.purge, keys, [limit - purged]), ([count]) => purged + Number(count)))

  const none: Stats = { running: 0, done: 0, tombstone: 0, released: 0, parked: 0, orphans: 0, oldestOrphanMillis: 0 }
  const added = (stats: Stats, reply: Reply): Stats => {
    const [running = 0, done = 0, tombstone = 0, released = 0, parked = 0, orphans = 0, oldest = 0] = reply.map((
      part
    ) => Number(part?.toString()))
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
  const stats = scan(
    none,
    (stats, keys) => Effect.map(run(redis, scripts.stats, keys, []), (reply) => added(stats, reply))
  )

  return { probe, purge, stats }
}
