import * as Cause from "effect/Cause"
import * as Chunks from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
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

/** Place of a chunk in the order of the input, with its rows or its failure once they are known. */
interface Part<B, E> {
  rows: Effect.Effect<ReadonlyArray<B>, Option.Option<E>> | undefined
}

/**
 * The rows of all chunks, in the order of the chunks. A failure comes after the rows of the chunks before it.
 *
 * A few workers take chunk after chunk. One of them at a time is the leader, which waits for a permit and takes the next
 * chunk; then it makes an idle worker, or a new one, the leader. `Stream.mapEffect` has a fiber and a queue entry for each
 * chunk instead. Through these, V8 keeps the results of all chunks until its next full collection.
 */
export const flow = <A, B, E, E2, E3, R>(
  { concurrency, finish, next, settle }: Flow<A, B, E, E2, E3, R>
): Stream.Stream<B, E | E2 | E3, R> =>
  Stream.unwrapScoped(Effect.gen(function*() {
    type Failure = E | E2 | E3
    const scope = yield* Effect.scope
    const parts: Array<Part<B, Failure>> = []
    const permitted = Effect.unsafeMakeLatch()
    const arrived = Effect.unsafeMakeLatch()
    const idle: Array<() => void> = []
    let permits = concurrency
    let hasLeader = false
    let hasEnded = false

    const arrive = (part: Part<B, Failure>, rows: Part<B, Failure>["rows"]): void => {
      part.rows = rows
      arrived.unsafeOpen()
    }

    const rest = Effect.async<void>((resume) => {
      idle.push(() => resume(Effect.void))
    })

    /** Takes the next chunk. It is not made ready, which may write it down as sent, before it can be settled. */
    const take = Effect.gen(function*() {
      while (!hasEnded && (permits === 0 || parts.length >= concurrency + ahead)) {
        permitted.unsafeClose()
        yield* permitted.await
      }
      // Chunks that are not begun yet stay unsent once a chunk has failed.
      if (hasEnded) return undefined
      permits -= 1
      const chunk = yield* Effect.exit(next)
      const part: Part<B, Failure> = { rows: undefined }
      parts.push(part)
      if (Exit.isSuccess(chunk) && chunk.value !== undefined) return { chunk: chunk.value, part }
      hasEnded = true
      arrive(
        part,
        Exit.isFailure(chunk)
          ? Effect.failCause(Cause.map(chunk.cause, Option.some))
          : Effect.zipRight(Effect.mapError(finish, Option.some), Effect.fail(Option.none()))
      )
      return undefined
    })

    const work: Effect.Effect<void, never, R> = Effect.gen(function*() {
      while (true) {
        while (hasLeader) yield* rest
        hasLeader = true
        const taken = yield* take
        if (taken === undefined) return
        hasLeader = false
        const follower = idle.pop()
        if (follower === undefined) yield* Effect.forkIn(work, scope)
        else follower()
        const { chunk, part } = taken
        let isHeld = true
        const sent = Effect.sync(() => {
          if (!isHeld) return
          isHeld = false
          permits += 1
          permitted.unsafeOpen()
        })
        const settled = yield* Effect.exit(settle(chunk, sent))
        hasEnded ||= Exit.isFailure(settled)
        yield* sent
        arrive(part, Exit.mapError(settled, Option.some))
      }
    })

    const pull: Effect.Effect<Chunks.Chunk<B>, Option.Option<Failure>> = Effect.suspend(() => {
      const rows = parts[0]?.rows
      if (rows === undefined) {
        arrived.unsafeClose()
        return Effect.zipRight(arrived.await, pull)
      }
      parts.shift()
      permitted.unsafeOpen()
      return Effect.map(rows, Chunks.unsafeFromArray)
    })

    yield* Effect.forkIn(work, scope)
    return Stream.repeatEffectChunkOption(pull)
  }))
