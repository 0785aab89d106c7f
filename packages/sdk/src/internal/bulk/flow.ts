import * as Cause from "effect/Cause"
import * as Chunks from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { CreateInput } from "../../Input.js"

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
    let left = Chunks.empty<CreateInput>()
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
            left = Chunks.appendAll(left, more)
            return fill
          }
        })
    )
    return Effect.map(fill, () => {
      const taken = Chunks.toReadonlyArray(Chunks.take(left, size))
      left = Chunks.drop(left, size)
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

interface Flow<A, B, E, E2, E3, R> {
  /** The next chunk, undefined after the last. One at a time. */
  readonly next: Effect.Effect<A | undefined, E, R>
  /** Rows of a chunk. `concurrency` chunks at once, not counting those that have run `sent`, with no more to send. */
  readonly settle: (chunk: A, sent: Effect.Effect<void>) => Effect.Effect<ReadonlyArray<B>, E2>
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
    const permits = Effect.unsafeMakeSemaphore(concurrency)
    let hasFailed = false

    const begin = Effect.fnUntraced(function*(chunk: A) {
      let isHeld = true
      const sent = Effect.suspend(() => {
        if (!isHeld) return Effect.void
        isHeld = false
        return permits.release(1)
      })
      const settled = Effect.onExit(settle(chunk, sent), (exit) => {
        hasFailed ||= Exit.isFailure(exit)
        return sent
      })
      const fiber = yield* Effect.fork(settled)
      yield* Queue.offer(
        parts,
        Effect.mapBoth(Effect.flatten(fiber.await), { onFailure: Option.some, onSuccess: Chunks.unsafeFromArray })
      )
    })

    // A chunk is not made ready, which may write it down as sent, before it can be settled.
    const drive = Effect.gen(function*() {
      while (true) {
        yield* permits.take(1)
        // Chunks that are not begun yet stay unsent once a chunk has failed.
        if (hasFailed) break
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
