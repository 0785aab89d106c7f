import { Clock, Effect, type Exit, Fiber, Option, TestClock } from "effect"

/** Runs one turn of the real event loop, so that sockets and children make progress. */
const turn = Effect.promise(() => new Promise<void>((resolve) => setTimeout(resolve, 1)))

/** Waits for something to become true, in real turns and without a limit but the test's own. */
export const until = <E, R>(condition: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.repeat(Effect.zipRight(turn, condition), { until: (isTrue) => isTrue }).pipe(Effect.asVoid)

/** Attempts may take 30 s and more; their time limits do not count as waits of the client. */
const longestWait = 20_000

/** The next wait of the client in milliseconds, if it waits. The clock still lists what slept `before` and was ended. */
const nextWait = (before: ReadonlyArray<number>) =>
  Effect.gen(function*() {
    const now = yield* Clock.currentTimeMillis
    const old = before.slice()
    const waits = Array.from(yield* TestClock.sleeps()).filter((at) => {
      const index = old.indexOf(at)
      if (index !== -1) old.splice(index, 1)
      return index === -1 && at > now && at - now < longestWait
    })
    return waits.length === 0 ? Option.none() : Option.some(Math.min(...waits) - now)
  })

/** Runs an effect to its end: whenever it waits, the clock moves on. Gives the waits as well. */
export const finish = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function*() {
    const waits: Array<number> = []
    const before = Array.from(yield* TestClock.sleeps())
    const fiber = yield* Effect.fork(effect)
    const drive: Effect.Effect<Exit.Exit<A, E>> = Effect.gen(function*() {
      yield* turn
      const exit = yield* Fiber.poll(fiber)
      if (Option.isSome(exit)) return exit.value
      const wait = yield* nextWait(before)
      if (Option.isSome(wait)) {
        waits.push(wait.value)
        yield* TestClock.adjust(wait.value)
      }
      return yield* drive
    })
    const exit = yield* Effect.onInterrupt(drive, () => Fiber.interrupt(fiber))
    return { result: yield* exit, waits }
  })

/** Runs an effect to its end and drops its waits. */
export const done = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.map(finish(effect), ({ result }) => result)
