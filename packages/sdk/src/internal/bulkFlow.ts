import * as Cause from "effect/Cause"
import * as Chunks from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { CreateInput } from "../Input.js"

/** Reads the next rows of an input, at most `size`, or undefined once it has ended. */
export type Read<E, R> = Effect.Effect<ReadonlyArray<CreateInput> | undefined, E, R>

const readIterable = (rows: Iterable<CreateInput>, size: number): Read<never, never> => {
  let left: Iterator<CreateInput> | undefined
  let hasEnded = false
  return Effect.sync(() => {
    left ??= rows[Symbol.iterator]()
    const taken: Array<CreateInput> = []
    while (!hasEnded && taken.length < size) {
      const next = left.next()
      if (next.done === true) hasEnded = true
      else taken.push(next.value)
    }
    return taken.length === 0 ? undefined : taken
  })
}

/**
 * Reads an input in parts of one size. A failing input fails in place of the part that it interrupts: the rows before it
 * would otherwise pass for a whole chunk, and would be a different one when the input is read again.
 */
const readStream = <E, R>(
  rows: Stream.Stream<CreateInput, E, R>,
  size: number
): Effect.Effect<Read<E, R>, never, R | Scope.Scope> =>
  Effect.map(Stream.toPull(rows), (pull) => {
    let left: Array<CreateInput> = []
    let hasEnded = false
    const end = Effect.sync(() => {
      hasEnded = true
    })
    const fill: Effect.Effect<void, E, R> = Effect.suspend(() =>
      hasEnded || left.length >= size
        ? Effect.void
        : Effect.matchCauseEffect(pull, {
          onFailure: (cause) =>
            Option.match(Cause.flipCauseOption(cause), { onNone: () => end, onSome: Effect.failCause }),
          onSuccess: (more) => {
            left = left.concat(Chunks.toReadonlyArray(more))
            return fill
          }
        })
    )
    return Effect.map(fill, () => {
      const taken = left.slice(0, size)
      left = left.slice(size)
      return taken.length === 0 ? undefined : taken
    })
  })

/** A reader of rows, in parts of one size. */
export const reader = <E, R>(
  rows: Iterable<CreateInput> | Stream.Stream<CreateInput, E, R>,
  size: number
): Effect.Effect<Read<E, R>, never, R | Scope.Scope> =>
  Stream.StreamTypeId in rows ? readStream(rows, size) : Effect.sync(() => readIterable(rows, size))

/** Finished chunks that wait for the consumer to take their rows. */
const ahead = 16

/** Counts down to the chunks that may be under way at once. Only one fiber takes. */
class Permits {
  private waiter: (() => void) | undefined

  constructor(private left: number) {}

  readonly take = Effect.suspend(() => {
    if (this.left === 0) {
      return Effect.async<void>((resume) => {
        this.waiter = () => resume(Effect.void)
      })
    }
    this.left -= 1
    return Effect.void
  })

  release(): void {
    const { waiter } = this
    this.waiter = undefined
    if (waiter === undefined) this.left += 1
    else waiter()
  }
}

interface Flow<A, B, E, E2, E3, R> {
  /** The next chunk, undefined after the last. One at a time. */
  readonly next: Effect.Effect<A | undefined, E, R>
  /** Rows of a chunk. `concurrency` chunks at once, not counting those that have no more to send: `sent` says so. */
  readonly settle: (chunk: A, sent: () => void) => Effect.Effect<ReadonlyArray<B>, E2>
  /** Runs after the rows of the last chunk were taken. */
  readonly finish: Effect.Effect<void, E3>
  readonly concurrency: number
}

/**
 * The rows of all chunks, in the order of the chunks. A failure comes after the rows of the chunks before it.
 *
 * `Stream.mapEffect` does the same with a queue, a latch and a dozen steps for each of its elements.
 */
export const flow = <A, B, E, E2, E3, R>(
  { concurrency, finish, next, settle }: Flow<A, B, E, E2, E3, R>
): Stream.Stream<B, E | E2 | E3, R> =>
  Stream.unwrapScoped(Effect.gen(function*() {
    const parts = yield* Queue.bounded<Effect.Effect<Chunks.Chunk<B>, Option.Option<E | E2 | E3>>>(ahead)
    const permits = new Permits(concurrency)
    let hasFailed = false

    const begin = Effect.fnUntraced(function*(chunk: A) {
      let isHeld = true
      const sent = () => {
        if (isHeld) permits.release()
        isHeld = false
      }
      const fiber = yield* Effect.fork(settle(chunk, sent))
      fiber.addObserver((exit) => {
        hasFailed ||= Exit.isFailure(exit)
        sent()
      })
      yield* Queue.offer(
        parts,
        Effect.flatMap(fiber.await, (exit) =>
          Exit.isSuccess(exit)
            ? Effect.succeed(Chunks.unsafeFromArray(exit.value))
            : Effect.failCause(Cause.map(exit.cause, Option.some)))
      )
    })

    // A chunk is not made ready, which may write it down as sent, before it can be settled.
    const drive = Effect.gen(function*() {
      while (!hasFailed) {
        yield* permits.take
        const chunk = yield* next
        if (chunk === undefined) break
        yield* begin(chunk)
      }
      yield* Queue.offer(
        parts,
        Effect.zipRight(Effect.mapError(finish, Option.some), Effect.fail(Option.none()))
      )
    })

    yield* drive.pipe(
      Effect.catchAllCause((cause) => Queue.offer(parts, Effect.failCause(Cause.map(cause, Option.some)))),
      // The chunks under way are children of this fiber.
      Effect.zipRight(Effect.never),
      Effect.forkScoped
    )
    return Stream.repeatEffectChunkOption(Effect.flatten(Queue.take(parts)))
  }))
