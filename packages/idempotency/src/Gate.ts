/**
 * Admits requests at the pace that the server takes.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import { entrances } from "./internal/instant.js"
import { type Ask, Lane, type Turn, type Verdict } from "./internal/lane.js"
import { monotonicMillis } from "./internal/monotonic.js"

export {
  /**
   * A request that asks to be admitted.
   *
   * @since 0.1.0
   * @category models
   */
  type Ask,
  /**
   * Result of an admitted request, as far as the pace is concerned. `asked` is the server's `Retry-After` in milliseconds.
   *
   * @since 0.1.0
   * @category models
   */
  type Verdict
} from "./internal/lane.js"

/**
 * A request that was not admitted in time and did not run.
 *
 * @since 0.1.0
 * @category models
 */
export interface Refusal {
  /** Milliseconds until the lane opens again, if it was closed by a rejection. Otherwise other requests filled it. */
  readonly opensIn: number | undefined
}

/**
 * The gate.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** The next ticket: calls are admitted in the order of their tickets. */
  readonly ticket: Effect.Effect<number>
  /**
   * Runs `request` once it is admitted; `verdict` reads the pace off its result. A wait that is known to exceed the
   * patience is refused at once.
   */
  readonly pass: <A, E, R>(
    ask: Ask,
    request: Effect.Effect<A, E, R>,
    verdict: (result: A) => Verdict
  ) => Effect.Effect<Either.Either<A, Refusal>, E, R>
}

/**
 * Every client makes a gate of its own, unless one is provided when it is built. Clients of the same host and credential
 * should share one.
 *
 * @since 0.1.0
 * @category tags
 */
export class Gate extends Context.Tag("@qurl/idempotency/Gate")<Gate, Service>() {}

/** A lane that rejections have slowed down is forgotten when it was idle for so long, in milliseconds. */
const longestIdle = 60_000

/** The lanes in use, and those that remember a rejection. */
class Lanes {
  private readonly lanes = new Map<string, Lane>()
  /** Size at which idle lanes are looked for, so that the search costs O(1) per lane. */
  private sweepAt = 1000
  /** Time of the last search. */
  private sweptAt = 0

  constructor(private readonly most: number) {}

  enter(name: string, now: number): Lane {
    const lane = this.lanes.get(name) ?? this.open(name, now)
    lane.users += 1
    return lane
  }

  leave(name: string, lane: Lane, now: number): void {
    lane.users -= 1
    lane.idleSince = now
    if (lane.isPristine(now)) this.lanes.delete(name)
  }

  private open(name: string, now: number): Lane {
    if (this.lanes.size >= this.sweepAt || now - this.sweptAt >= longestIdle) {
      for (const [name, lane] of this.lanes) {
        const since = Math.max(lane.idleSince, lane.openAt)
        if (lane.users === 0 && now - since >= longestIdle) this.lanes.delete(name)
      }
      this.sweepAt = Math.max(1000, 2 * this.lanes.size)
      this.sweptAt = now
    }
    const lane = new Lane(this.most)
    this.lanes.set(name, lane)
    return lane
  }
}

const now = Effect.map(Clock.clockWith(Effect.succeed), monotonicMillis)

/** Ends when the turn is admitted, or when the lane has to be looked at again. */
const wait = (lane: Lane, turn: Turn): Effect.Effect<void> =>
  Effect.clockWith((clock) =>
    Effect.async((resume) => {
      const now = monotonicMillis(clock)
      if (now < lane.openAt || lane.enter(now, turn)) return resume(Effect.void)
      turn.wake = () => resume(Effect.void)
      lane.queue(turn)
      return Effect.sync(() => lane.giveUp(turn))
    })
  )

/** Waits until the turn is admitted or `until` would pass; `turn.entered` tells which. */
const enter = (lane: Lane, turn: Turn, until: number): Effect.Effect<void> =>
  Effect.flatMap(now, (now) => {
    if (turn.entered || Math.max(now, lane.openAt) >= until) return Effect.void
    if (now < lane.openAt) return Effect.zipRight(Effect.sleep(lane.openAt - now), enter(lane, turn, until))
    if (lane.enter(now, turn)) return Effect.void
    return Effect.zipRight(Effect.timeoutOption(wait(lane, turn), until - now), enter(lane, turn, until))
  })

/**
 * A gate that admits at most `most` concurrent requests per lane. After a 429 a lane is closed until the server's
 * `Retry-After` has passed, or for a growing wait if there is none, but for one hour at most; then half as many requests
 * as before are admitted, and gradually more.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (most = 50): Effect.Effect<Service> =>
  Effect.sync(() => {
    const lanes = new Lanes(most)
    let tickets = 0
    const service: Service = {
      ticket: Effect.sync(() => ++tickets),
      pass: <A, E, R>(
        { lane: name, patience, ticket }: Ask,
        request: Effect.Effect<A, E, R>,
        verdict: (result: A) => Verdict
      ) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.clockWith((clock) => {
            const started = monotonicMillis(clock)
            const lane = lanes.enter(name, started)
            const turn: Turn = { ticket, entered: false, wake: () => {} }
            const leave = (round: number, verdict: Verdict) => {
              const now = monotonicMillis(clock)
              lane.leave(now, round, verdict)
              lanes.leave(name, lane, now)
            }
            const inside = Effect.suspend(() => {
              const { round } = lane
              return Effect.matchCauseEffect(restore(request), {
                onFailure: (cause) => {
                  leave(round, { _tag: "Failed" })
                  return Effect.failCause(cause)
                },
                onSuccess: (result) => {
                  leave(round, verdict(result))
                  return Effect.succeed(Either.right(result))
                }
              })
            })
            const refused = Effect.sync((): Either.Either<never, Refusal> => {
              const now = monotonicMillis(clock)
              lanes.leave(name, lane, now)
              return Either.left({ opensIn: lane.openAt > now ? lane.openAt - now : undefined })
            })
            if (patience > 0 && lane.enter(started, turn)) return inside
            return restore(enter(lane, turn, started + patience)).pipe(
              Effect.onInterrupt(() =>
                Effect.sync(() => {
                  if (turn.entered) leave(lane.round, { _tag: "Failed" })
                  else lanes.leave(name, lane, monotonicMillis(clock))
                })
              ),
              Effect.zipRight(
                Effect.suspend((): Effect.Effect<Either.Either<A, Refusal>, E, R> => turn.entered ? inside : refused)
              )
            )
          })
        )
    }
    entrances.set(service, {
      nextTicket: () => ++tickets,
      enter: ({ lane: name, patience, ticket }, now) => {
        const lane = lanes.enter(name, now)
        if (patience <= 0 || !lane.enter(now, { ticket, entered: false, wake: () => {} })) {
          lanes.leave(name, lane, now)
          return undefined
        }
        const { round } = lane
        return (now, verdict) => {
          lane.leave(now, round, verdict)
          lanes.leave(name, lane, now)
        }
      }
    })
    return service
  })

/**
 * Shares a gate among all clients that are built with this layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (most?: number): Layer.Layer<Gate> => Layer.effect(Gate, make(most))
