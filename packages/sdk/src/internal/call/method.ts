import type { ApiOperation } from "@qurl/contract/ApiOperation"
import type * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type { CallOptions, ReadOptions } from "../../Input.js"
import type { QurlError } from "../../QurlError.js"
import type { Page, ReadMeta, WriteMeta } from "../../Result.js"
import type { ErrorOf } from "../errors/errorOf.js"
import { lazily } from "../lazily.js"
import type { Caller } from "./call.js"
import { type Compiled, type CompiledOf, hasItems, isBodiless } from "./compiled.js"
import { paginate } from "./paginate.js"
import type { Input } from "./request.js"
import { singlePage } from "./singlePage.js"

/** Makes calls for one service. `built` is what the service was built with. */
export interface Parts extends Caller {
  readonly built: Context.Context<never>
}

type AnyMethod = (...args: never) => unknown

/** How many arguments stand before the options of a call; undefined for a method without options. */
type Position<F> = F extends (...args: infer Args) => unknown
  ? Required<Args> extends readonly [...infer Before, infer Last]
    ? "deadline" extends keyof NonNullable<Last> ? Before["length"] : undefined
  : undefined
  : undefined

/** A method before the caller of its service is known. */
export interface Method<F> {
  readonly kind: "effect" | "stream"
  readonly position: Position<F>
  readonly make: (parts: Parts) => F
}

/** Every method of an interface. */
export type Methods<Shape> = { readonly [K in keyof Shape]: Method<Shape[K]> }

/** A method that is one effect, whose options stand after `position` arguments. */
export const effect = <F extends (...args: never) => Effect.Effect<unknown, unknown, unknown>>(
  position: Position<F>,
  make: (parts: Parts) => F
): Method<F> => ({ kind: "effect", position, make })

/** A method that is a stream, whose options stand after `position` arguments. */
export const stream = <F extends (...args: never) => Stream.Stream<unknown, unknown, unknown>>(
  position: Position<F>,
  make: (parts: Parts) => F
): Method<F> => ({ kind: "stream", position, make })

type Ids<Path extends string> = Path extends `${string}/:${string}/${infer Rest}` ? [id: string, ...Ids<`/${Rest}`>]
  : Path extends `${string}/:${string}` ? [id: string]
  : []

type Arguments<Op extends ApiOperation> = [
  ...Ids<Op["path"]>,
  ...(Op extends { readonly payload: unknown } | { readonly query: unknown } ? [input?: unknown] : [])
]

type ItemOf<Op extends ApiOperation> = Op["success"] extends
  Schema.Schema<{ readonly data: ReadonlyArray<infer A> }, infer _I> ? A : never

type ResultOf<Op extends ApiOperation> = Op extends { readonly success: Schema.Schema<infer A, infer _I> }
  ? A extends { readonly data: infer Data }
    ? Op["method"] extends "GET"
      ? Data extends ReadonlyArray<infer Item> ? Page<Item> : Data & { readonly meta: ReadMeta }
    : Data & { readonly meta: WriteMeta }
  : never
  : { readonly meta: WriteMeta }

type MethodOf<Op extends ApiOperation> = (
  ...args: [...Arguments<Op>, options?: CallOptions]
) => Effect.Effect<ResultOf<Op>, ErrorOf<Op>>

/** The methods that follow from the operations of a group. `delete` is a reserved word in the contract. */
export type Derived<Operations> = {
  readonly [K in keyof Operations as K extends "remove" ? "delete" : K]: Operations[K] extends
    { readonly operation: infer Op extends ApiOperation } ? MethodOf<Op>
    : never
}

type ErrorsOf<F> = F extends (...args: never) => Effect.Effect<infer _A, infer E, infer _R> ? E : never

/** Both ways for errors: an interface names all that an operation can fail with, and no more. */
type Fits<Derived, Wanted> = [Derived, Position<Derived>, ErrorsOf<Wanted>] extends
  [Wanted, Position<Wanted>, ErrorsOf<Derived>] ? true : false

/** The methods that an interface has and the operations do not, and any that do more than their operation. */
export type Own<Shape, Derived> =
  & {
    readonly [K in keyof Shape as K extends keyof Derived ? Fits<Derived[K], Shape[K]> extends true ? never : K : K]:
      Method<Shape[K]>
  }
  & { readonly [K in keyof Shape]?: Method<Shape[K]> }

/** Names of the ids in a path, and whether an input follows them in the arguments. */
const shapeOf = ({ operation: { path, payload, query } }: Compiled<unknown>) => ({
  names: [...path.matchAll(/:([a-z_]+)/g)].map(([, name = ""]) => name),
  input: payload !== undefined ? "payload" : query !== undefined ? "query" : undefined
})

/** Arguments of a method as those of a call. */
const argumentsOf = (compiled: Compiled<unknown>) => {
  const { input, names } = shapeOf(compiled)
  const position = names.length + (input === undefined ? 0 : 1)
  return {
    position,
    read: (args: ReadonlyArray<unknown>): Call => ({
      id: names.length === 0 ? undefined : args[0],
      ids: names.length === 0 ? undefined : Object.fromEntries(names.map((name, at) => [name, args[at]])),
      query: input === "query" ? args[names.length] : undefined,
      payload: input === "payload" ? args[names.length] : undefined,
      // Options are checked, name by name and value by value, before anything is sent.
      options: args[position] as CallOptions | undefined
    })
  }
}

interface Call extends Input {
  readonly options: CallOptions | undefined
}

const performOf = (
  compiled: Compiled<unknown>
): (parts: Parts) => (call: Call) => Effect.Effect<unknown, QurlError> => {
  // The contract's schemas say which of the forms a success has.
  const { method, name, query } = compiled.operation
  if (isBodiless(compiled)) return ({ remove }) => (call) => remove(compiled as Compiled<void>, call)
  const enveloped = compiled as Compiled<{ readonly data: object }>
  if (method !== "GET") return ({ write }) => (call) => write(enveloped, call)
  if (!hasItems(compiled)) return ({ read }) => (call) => read(enveloped, call)
  const listed = compiled as Compiled<{ readonly data: ReadonlyArray<unknown> }>
  return query === undefined
    ? ({ list }) => (call) => singlePage(name, list(listed, call))
    : ({ list }) => (call) => list(listed, call)
}

/** The method of an operation: its ids in the order of the path, its input if it has one, and options. */
export const ofOperation = (compiled: Compiled<unknown>): Method<AnyMethod> => {
  const { position, read } = argumentsOf(compiled)
  return {
    kind: "effect",
    // The type of the interface's method has the same position, or `Own` asks for another implementation.
    position: position as never,
    make: (parts) => {
      const call = lazily(() => performOf(compiled)(parts))
      return (...args: ReadonlyArray<unknown>) => call(read(args))
    }
  }
}

const queryOf = ({ query }: Call): object => typeof query === "object" && query !== null ? query : {}

/** All pages of a list, from the cursor of the query on. */
export const pages = <Op extends ApiOperation>(
  compiled: CompiledOf<Op>
): Method<
  (
    ...args: [...Ids<Op["path"]>, query?: unknown, options?: ReadOptions]
  ) => Stream.Stream<ItemOf<Op>, ErrorOf<Op>>
> => {
  const { position, read } = argumentsOf(compiled)
  const listed = compiled as Compiled<{ readonly data: ReadonlyArray<ItemOf<Op>> }> & { readonly operation: Op }
  return {
    kind: "stream",
    position: position as never,
    make: ({ list }) => (...args) => {
      const call = read(args)
      return paginate(
        compiled.operation.name,
        (cursor) =>
          list<ItemOf<Op>, Op>(listed, cursor === undefined ? call : { ...call, query: { ...queryOf(call), cursor } })
      )
    }
  }
}
