import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import type * as Sdk from "@qurl/sdk"
import type { BatchAllError, BatchRow, CallOptions as SdkCallOptions, QurlError } from "@qurl/sdk"
import type * as Effect from "effect/Effect"
import { hasProperty, isRecord } from "effect/Predicate"
import * as Stream from "effect/Stream"
import type { BatchAllOptions } from "../BatchAll.js"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import { refuse } from "./options.js"
import type { Plain } from "./plain.js"
import type { Runner } from "./run.js"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false

/** The rows of a bulk job. Whatever they may fail with, the inference of arguments makes it unknown. */
type SdkRows = Iterable<Sdk.CreateInput> | Stream.Stream<Sdk.CreateInput, unknown, unknown>

type Rows = Iterable<Plain<Sdk.CreateInput>> | AsyncIterable<Plain<Sdk.CreateInput>>

type PlainArgument<T> = Same<T, SdkCallOptions | undefined> extends true ? CallOptions | undefined
  : Same<T, Sdk.ReadOptions | undefined> extends true ? ReadOptions | undefined
  : Same<T, Sdk.BatchAllOptions | undefined> extends true ? BatchAllOptions | undefined
  : Same<T, SdkRows> extends true ? Rows
  : Plain<T>

type PlainArguments<Arguments extends ReadonlyArray<unknown>> = { [K in keyof Arguments]: PlainArgument<Arguments[K]> }

/** A service with promises for effects and async iterables for streams. */
export type Promised<Service> = {
  readonly [K in keyof Service]: Service[K] extends
    (...args: infer Arguments) => Effect.Effect<infer A, infer _E, infer _R>
    ? (...args: PlainArguments<Arguments>) => Promise<Plain<A>>
    : Service[K] extends (...args: infer Arguments) => Stream.Stream<infer A, infer _E, infer _R>
      ? (...args: PlainArguments<Arguments>) => AsyncIterable<Plain<A>>
    : never
}

/** How many arguments stand before the options of a call; `undefined` where it takes none. */
type Position<Arguments extends ReadonlyArray<unknown>> = Required<Arguments> extends
  readonly [...infer Before, infer Last] ? Same<Last, SdkCallOptions> extends true ? Before["length"]
  : Same<Last, Sdk.ReadOptions> extends true ? Before["length"]
  : undefined
  : undefined

/** Properties of each method that a face needs. */
export type Methods<Service> = {
  readonly [K in keyof Service]: Service[K] extends
    (...args: infer Arguments) => Effect.Effect<infer _A, infer _E, infer _R>
    ? { readonly kind: "call"; readonly position: Position<Arguments> }
    : Service[K] extends (...args: infer Arguments) => Stream.Stream<infer _A, infer _E, infer _R>
      ? Same<Arguments[0], SdkRows> extends true ? typeof bulk
      : { readonly kind: "items"; readonly position: Position<Arguments> }
    : never
}

/** A method that answers once; its options stand at `position`. */
export const call = <const P extends number | undefined>(position: P) => ({ kind: "call", position }) as const

/** A method that gives items; its options stand at `position`. */
export const items = <const P extends number | undefined>(position: P) => ({ kind: "items", position }) as const

/** The method that takes rows and gives items; its options stand at 1, and some of them are its own. */
export const bulk = { kind: "bulk", position: 1 } as const

type AnyMethod = { readonly kind: "call" | "items" | "bulk"; readonly position: number | undefined }
type AnyEffect = Effect.Effect<unknown, QurlError>
type AnyStream = Stream.Stream<unknown, QurlError>

type Bulk = (
  rows: Iterable<Sdk.CreateInput> | Stream.Stream<Sdk.CreateInput>,
  options: Sdk.BatchAllOptions
) => Stream.Stream<BatchRow, BatchAllError>

/** Rows that cannot be read are refused by the core. */
const isAsync = (rows: Rows): rows is AsyncIterable<Plain<Sdk.CreateInput>> => {
  try {
    return hasProperty(rows, Symbol.asyncIterator)
  } catch {
    return false
  }
}

/** Errors of the caller's own iterable are rethrown as they are. */
const rowsOf = (rows: Rows): Iterable<Sdk.CreateInput> | Stream.Stream<Sdk.CreateInput> =>
  isAsync(rows)
    ? Stream.orDieWith(Stream.fromAsyncIterable(rows, (error) => error), (error) => error)
    : rows

/** A job without a name has no journal, and cannot fail for its sake. */
const bulkItems = (method: Bulk, runner: Runner, operation: string) => (rows: Rows, options: BatchAllOptions = {}) => {
  const unread = OptionCheck.findUnreadable(options)
  if (unread !== undefined) return runner.items(operation, {}, () => refuse(unread))
  const { chunkSize, concurrency, ...rest } = options ?? {}
  // Anything but an object is refused as by every other call.
  const others = isRecord(options) ? rest : options
  return runner.items(
    operation,
    others,
    (options) =>
      method(rowsOf(rows), { ...options, chunkSize, concurrency }).pipe(
        Stream.catchTags({
          JobError: (error) => Stream.die(error),
          JournalError: (error) => Stream.die(error)
        })
      )
  )
}

/** The face of a service. `prefix` stands before the names of its methods where an error needs one. */
export const face = <Service extends object>(
  service: Service,
  methods: Methods<Service>,
  runner: Runner,
  prefix: string
): Promised<Service> => {
  const entries = Object.entries<AnyMethod>(methods).map(([name, { kind, position }]) => {
    const operation = prefix + name
    // `Methods` proves that there is such a function, what it returns, and where its options stand.
    const method = service[name as keyof Service] as (...args: ReadonlyArray<unknown>) => unknown
    const options = (args: ReadonlyArray<unknown>) =>
      position === undefined ? undefined : args[position] as CallOptions | undefined
    const called = (args: ReadonlyArray<unknown>) => (options: SdkCallOptions): unknown =>
      position === undefined
        ? method(...args)
        : method(...Array.from({ length: position }, (_, index) => args[index]), options)
    // `Methods` proves that only the bulk method has this kind.
    if (kind === "bulk") return [name, bulkItems(method as Bulk, runner, operation)] as const
    return [
      name,
      kind === "call"
        ? (...args: ReadonlyArray<unknown>) =>
          runner.call(operation, options(args), (options) => called(args)(options) as AnyEffect)
        : (...args: ReadonlyArray<unknown>) =>
          runner.items(operation, options(args), (options) => called(args)(options) as AnyStream)
    ] as const
  })
  // Every method of `Service` has its entry.
  return Object.fromEntries(entries) as Promised<Service>
}
