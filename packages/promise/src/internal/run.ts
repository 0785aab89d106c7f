import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import type { CallEnd } from "@qurl/idempotency"
import { CallObserver } from "@qurl/idempotency/Observability/CallObserver"
import type * as Sdk from "@qurl/sdk"
import * as Chunk from "effect/Chunk"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as FiberId from "effect/FiberId"
import * as Option from "effect/Option"
import * as Runtime from "effect/Runtime"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { CallOptions } from "../CallOptions.js"
import { AbortError } from "../QurlError.js"
import { onAbort } from "./onAbort.js"
import { toCallOptions } from "./options.js"
import { rejection } from "./rejection.js"

type Failure = Sdk.QurlError | Sdk.BatchStoppedError

/** Runs the calls of one client. */
export interface Runner {
  readonly call: <A>(
    operation: string,
    options: CallOptions | undefined,
    make: (options: Sdk.CallOptions) => Effect.Effect<A, Sdk.QurlError>
  ) => Promise<A>
  readonly items: <A>(
    operation: string,
    options: CallOptions | undefined,
    make: (options: Sdk.CallOptions) => Stream.Stream<A, Failure>
  ) => AsyncIterable<A>
  /** Ends the calls that run, and refuses others. */
  readonly close: () => Promise<void>
}

/** A call as its promise sees it, and its end once the observer has received it. */
interface Watched {
  readonly operation: string
  readonly options: CallOptions
  end: CallEnd | undefined
}

/** A loop over a list. */
interface Iteration {
  readonly operation: string
  readonly options: CallOptions
  /** Aborted when the consumer leaves the loop. */
  readonly stopped: AbortSignal
}

/** The error of an aborted call. Nothing was sent of a call that never became ready. */
const aborted = ({ end, operation, options }: Watched, reason: AbortError["reason"]): AbortError => {
  if (end === undefined) {
    return new AbortError({
      operation,
      reason,
      outcome: "not sent",
      attempts: 0,
      idempotencyKey: options.idempotencyKey
    })
  }
  const { durationMillis: _duration, gateMillis: _gate, ...told } = end
  return new AbortError({ ...told, endedBy: "interrupted", reason })
}

export const openScope = (): Scope.CloseableScope => Effect.runSync(Scope.make())

const closeScope = (scope: Scope.CloseableScope): Promise<void> => Effect.runPromise(Scope.close(scope, Exit.void))

/** A runner. `scope` is closed with it. */
export const make = (
  runtime: Runtime.Runtime<never>,
  scope: Scope.CloseableScope,
  fetch: typeof globalThis.fetch | undefined
): Runner => {
  const { fiberRefs, runtimeFlags } = runtime
  const context = fetch === undefined ? runtime.context : Context.add(runtime.context, FetchHttpClient.Fetch, fetch)
  const running = new Set<Fiber.RuntimeFiber<unknown, unknown>>()
  let closed = false

  /** The runtime of a call, which observes how it ends. */
  const observing = (watched: Watched): Runtime.Runtime<never> => {
    const observer = {
      ended: (end: CallEnd) => {
        watched.end = end
        return Effect.void
      }
    }
    return Runtime.make({ context: Context.add(context, CallObserver, observer), fiberRefs, runtimeFlags })
  }

  /** Refuses what must not begin. */
  const check = (watched: Watched): void => {
    if (closed) throw aborted(watched, "closed")
    if (watched.options.signal?.aborted === true) throw aborted(watched, "signal")
  }

  /** An async function, so that the stack of what it throws leads to the caller. */
  const run = async <A>(
    watched: Watched,
    effect: Effect.Effect<A, Failure>,
    stopped?: AbortSignal
  ): Promise<A> => {
    check(watched)
    const { signal } = watched.options
    let value: Option.Option<A> = Option.none()
    // The fiber ends without the value. V8 keeps ended fibers until its next full collection if an old object points to them,
    // such as an outgrown table of Effect's set of running fibers, and would move their values into the old generation.
    const fiber = Runtime.runFork(
      observing(watched),
      Effect.flatMap(effect, (result) => {
        value = Option.some(result)
        return Effect.void
      })
    )
    running.add(fiber)
    const interrupt = () => fiber.unsafeInterruptAsFork(FiberId.none)
    const forget = [signal, stopped].flatMap((signal) => signal === undefined ? [] : [onAbort(signal, interrupt)])
    const exit = await new Promise<Exit.Exit<void, Failure>>((resolve) => fiber.addObserver(resolve))
    for (const stop of forget) stop()
    running.delete(fiber)
    const arrived = value
    value = Option.none()
    // An answer that arrived is returned, even if its signal was aborted at the same moment.
    if (Option.isSome(arrived)) return arrived.value
    throw Option.getOrElse(
      Exit.isFailure(exit) ? rejection(exit.cause) : Option.none(),
      () => aborted(watched, signal?.aborted === true ? "signal" : "closed")
    )
  }

  async function* pages<A>(
    { operation, options, stopped }: Iteration,
    make: (options: Sdk.CallOptions) => Stream.Stream<A, Failure>
  ): AsyncGenerator<A, void> {
    const scope = openScope()
    const watch = (): Watched => ({ operation, options, end: undefined })
    try {
      const pull = await run(watch(), Scope.extend(Stream.toPull(make(toCallOptions(options))), scope), stopped)
      const next = Effect.matchEffect(pull, {
        onFailure: Option.match({
          onNone: () => Effect.succeedNone,
          onSome: (error: Failure) => Effect.fail(error)
        }),
        onSuccess: Effect.succeedSome
      })
      for (;;) {
        const chunk = await run(watch(), next, stopped)
        if (Option.isNone(chunk)) return
        for (const item of Chunk.toReadonlyArray(chunk.value)) {
          check(watch())
          yield item
        }
      }
    } catch (error) {
      // The consumer has left: nothing waits for this error.
      if (!stopped.aborted) throw error
    } finally {
      await closeScope(scope)
    }
  }

  /** An iterator whose `return` ends a request that runs, where that of a generator would wait for it. */
  const items = <A>(
    operation: string,
    options: CallOptions,
    make: (options: Sdk.CallOptions) => Stream.Stream<A, Failure>
  ): AsyncIterator<A, void> => {
    const stop = new AbortController()
    const iterator = pages({ operation, options, stopped: stop.signal }, make)
    return {
      next: () => iterator.next(),
      return: () => {
        stop.abort()
        return iterator.return()
      }
    }
  }

  return {
    call: async (operation, options = {}, make) =>
      run({ operation, options, end: undefined }, make(toCallOptions(options))),
    items: (operation, options = {}, make) => ({
      [Symbol.asyncIterator]: () => items(operation, options, make)
    }),
    close: async () => {
      closed = true
      const ended = [...running].map((fiber) =>
        new Promise((resolve) => {
          fiber.addObserver(resolve)
          fiber.unsafeInterruptAsFork(FiberId.none)
        })
      )
      await Promise.all(ended)
      await closeScope(scope)
    }
  }
}
