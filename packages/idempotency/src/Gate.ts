/**
 * Lets requests to one host and credential through at the pace the server can take.
 *
 * @since 0.1.0
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Option from "effect/Option"

/**
 * What a request that passed the gate came to, as far as the pace is concerned. `asked` is the server's `Retry-After`
 * in milliseconds.
 *
 * @since 0.1.0
 * @category models
 */
export type Verdict =
  | { readonly _tag: "Served" }
  | { readonly _tag: "Limited"; readonly asked: number | undefined }
  | { readonly _tag: "Failed" }

/**
 * The gate.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** The place of a new call in the line. A call keeps its ticket over its attempts, so that it is not overtaken. */
  readonly ticket: Effect.Effect<number>
  /**
   * Runs `request` when its turn has come; `verdict` reads the pace off its result. None, and nothing run, when its
   * turn does not come before `until` (milliseconds since 1970): a wait that is known to be too long is not begun.
   */
  readonly pass: <A, E, R>(
    turn: { readonly scope: string; readonly ticket: number; readonly until: number },
    request: Effect.Effect<A, E, R>,
    verdict: (result: A) => Verdict
  ) => Effect.Effect<Option.Option<A>, E, R>
}

/**
 * Every client makes a gate of its own, unless one is provided when it is built.
 *
 * @since 0.1.0
 * @category tags
 */
export class Gate extends Context.Tag("@qurl/idempotency/Gate")<Gate, Service>() {}

/** One request on its way in. `entered` is the truth about its place, however the waiting ended. */
interface Turn {
  readonly ticket: number
  entered: boolean
  wake: () => void
}

/** One host and credential. All steps are synchronous, so that no other fiber sees a half-made one. */
class Lane {
  inFlight = 0
  /** How many may be in flight: slow start up to `threshold`, then one more per full round, as in TCP (RFC 5681). */
  limit: number
  threshold: number
  /** Nobody enters before this instant. */
  openAt = 0
  /** Counts the closings, so that the requests of one round close the gate once. */
  round = 0
  /** Closings since the last served request. */
  rejections = 0
  /** Waiting for a place, in the order of their tickets. */
  readonly line: Array<Turn> = []

  constructor(readonly most: number) {
    this.limit = most
    this.threshold = most
  }

  hasPlace(now: number): boolean {
    return now >= this.openAt && this.inFlight < Math.floor(this.limit)
  }

  /** Takes a place at once, unless others wait for one. */
  enter(now: number, turn: Turn): boolean {
    if (this.line.length > 0 || !this.hasPlace(now)) return false
    this.inFlight += 1
    turn.entered = true
    return true
  }

  stand(turn: Turn): void {
    const later = this.line.findIndex((other) => other.ticket > turn.ticket)
    this.line.splice(later === -1 ? this.line.length : later, 0, turn)
  }

  giveUp(turn: Turn): void {
    const index = this.line.indexOf(turn)
    if (index !== -1) this.line.splice(index, 1)
  }

  leave(now: number, round: number, verdict: Verdict): void {
    this.inFlight -= 1
    if (verdict._tag === "Served") {
      this.rejections = 0
      this.limit = Math.min(this.most, this.limit + (this.limit < this.threshold ? 1 : 1 / this.limit))
    }
    if (verdict._tag === "Limited") this.close(now, round, verdict.asked)
    this.admit(now)
  }

  private admit(now: number): void {
    while (this.hasPlace(now)) {
      const next = this.line.shift()
      if (next === undefined) return
      this.inFlight += 1
      next.entered = true
      next.wake()
    }
  }

  private close(now: number, round: number, asked: number | undefined): void {
    if (round === this.round) {
      this.round += 1
      this.rejections += 1
      this.threshold = Math.max(1, Math.floor(this.limit / 2))
      this.limit = 1
    }
    this.openAt = Math.max(this.openAt, now + (asked ?? Math.min(30_000, 500 * 2 ** (this.rejections - 1))))
    // Nobody stands before a closed gate: they sleep until it opens, each by its own clock, and come back.
    for (const turn of this.line.splice(0)) turn.wake()
  }
}

/**
 * A gate that lets at most `most` requests per host and credential be in flight. After a 429 nobody enters until the
 * server's `Retry-After` has passed, or a growing wait where it gives none; then they enter one, two, three at a time.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (most = 50): Effect.Effect<Service> =>
  Effect.sync(() => {
    const lanes = new Map<string, Lane>()
    let tickets = 0

    const laneOf = (scope: string): Lane => {
      const lane = lanes.get(scope) ?? new Lane(most)
      lanes.set(scope, lane)
      return lane
    }

    /** Ends when the turn has come, or when it is worth looking again. */
    const stand = (lane: Lane, turn: Turn): Effect.Effect<void> =>
      Effect.clockWith((clock) =>
        Effect.async((resume) => {
          const now = clock.unsafeCurrentTimeMillis()
          if (now < lane.openAt || lane.enter(now, turn)) return resume(Effect.void)
          turn.wake = () => resume(Effect.void)
          lane.stand(turn)
          return Effect.sync(() => lane.giveUp(turn))
        })
      )

    const enter = (lane: Lane, turn: Turn, until: number): Effect.Effect<void> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        if (turn.entered || Math.max(now, lane.openAt) >= until) return Effect.void
        if (now < lane.openAt) return Effect.zipRight(Effect.sleep(lane.openAt - now), enter(lane, turn, until))
        if (lane.enter(now, turn)) return Effect.void
        return Effect.zipRight(Effect.timeoutOption(stand(lane, turn), until - now), enter(lane, turn, until))
      })

    return {
      ticket: Effect.sync(() => ++tickets),
      pass: ({ scope, ticket, until }, request, verdict) =>
        Effect.uninterruptibleMask((restore) =>
          Effect.clockWith((clock) => {
            const lane = laneOf(scope)
            const turn: Turn = { ticket, entered: false, wake: () => {} }
            const leave = (round: number, verdict: Verdict) =>
              lane.leave(clock.unsafeCurrentTimeMillis(), round, verdict)
            const inside = Effect.suspend(() => {
              const round = lane.round
              return Effect.matchCauseEffect(restore(request), {
                onFailure: (cause) => {
                  leave(round, { _tag: "Failed" })
                  return Effect.failCause(cause)
                },
                onSuccess: (result) => {
                  leave(round, verdict(result))
                  return Effect.succeedSome(result)
                }
              })
            })
            const now = clock.unsafeCurrentTimeMillis()
            if (now < until && lane.enter(now, turn)) return inside
            return restore(enter(lane, turn, until)).pipe(
              Effect.onInterrupt(() => Effect.sync(() => turn.entered && leave(lane.round, { _tag: "Failed" }))),
              Effect.flatMap(() => turn.entered ? inside : Effect.succeedNone)
            )
          })
        )
    }
  })

/**
 * One gate for every client that is built with this layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (most?: number): Layer.Layer<Gate> => Layer.effect(Gate, make(most))
