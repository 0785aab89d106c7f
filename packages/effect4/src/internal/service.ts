// A service of the SDK as one of Effect 4. Names, types and docstrings come from the SDK's interface.
import type * as Sdk from "@qurl/sdk"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as HttpClient from "effect/http/HttpClient"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Context3 from "effect3/Context"
import * as Effect3 from "effect3/Effect"
import type * as Layer3 from "effect3/Layer"
import type * as Stream3 from "effect3/Stream"
import { fromConfig, type Options } from "../Configuration.js"
import type { ConfigurationError } from "../errors/ConfigurationError.js"
import { type Error3, toError } from "./failures.js"
import { fromEngine } from "./fromEngine.js"
import type { Methods } from "./native.js"
import { Foreign, fromStream3, toStream3 } from "./stream.js"
import * as Transport from "./transport.js"
import { asGiven, toValue3 } from "./values.js"

type AnyFunction = (...args: ReadonlyArray<unknown>) => unknown

type Http3 = Layer3.Layer.Success<ReturnType<typeof Transport.layer>>

/** The class of a service in the SDK. */
interface Engine<Shape> {
  readonly make: (options: Sdk.Options) => Effect3.Effect<Shape, Sdk.ConfigurationError, Http3>
}

/** The statics that build the service. */
interface Constructors<Self, Shape> {
  /** Makes the service on the `HttpClient` of the environment. */
  readonly make: (options: Options) => Effect.Effect<Methods<Shape>, ConfigurationError, HttpClient.HttpClient>

  /** A layer that makes the service. A `KeyGenerator` or `RetryPolicy` given to it serves calls without one around them. */
  readonly layer: (options: Options) => Layer.Layer<Self, ConfigurationError, HttpClient.HttpClient>

  /** The same layer, its options read from configuration. */
  readonly layerConfig: (
    config: Config.Wrap<Options>
  ) => Layer.Layer<Self, ConfigurationError, HttpClient.HttpClient>
}

/** The class of a service: a tag with statics. */
export type Service<Self, Name extends string, Shape> =
  & Context.ServiceClass<Self, `@qurl/effect4/${Name}`, Methods<Shape>>
  & Methods<Shape, Self>
  & Constructors<Self, Shape>

const isLazy = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && Symbol.iterator in value

const toArgument = (value: unknown, context: Context.Context<unknown>): unknown => {
  if (Stream.isStream(value)) return toStream3(Stream.map(value, (item) => toValue3(item)), context)
  if (!isLazy(value)) return toValue3(value)
  return {
    *[Symbol.iterator]() {
      for (const item of value) yield toValue3(item)
    }
  }
}

const failed = (error: Error3 | Foreign) => error instanceof Foreign ? error.error : toError(error)

/** A row of a bulk job shows its input as it was given. */
const toItem = (item: unknown): unknown =>
  typeof item === "object" && item !== null && "input" in item && typeof item.input === "object" && item.input !== null
    ? { ...item, input: asGiven(item.input) }
    : item

/** Converts the result of an engine method to Effect 4. */
const fromReturned = (returned: unknown) =>
  Effect3.isEffect(returned)
    // The methods of services return effects and streams with errors of the SDK, or those of `toArgument`.
    ? fromEngine(returned as Effect3.Effect<unknown, Error3>, failed)
    : Stream.map(fromStream3(returned as Stream3.Stream<unknown, Error3 | Foreign>, failed), toItem)

/** Context of arguments that are not streams: they need no services. */
const nothing: Context.Context<unknown> = Context.makeUnsafe(new Map())

const method = (engine: AnyFunction) => (...args: ReadonlyArray<unknown>) =>
  args.some((arg) => Stream.isStream(arg))
    ? Stream.unwrap(Effect.map(Effect.context<unknown>(), (context) => {
      const returned = fromReturned(engine(...args.map((arg) => toArgument(arg, context))))
      return Stream.isStream(returned) ? returned : Stream.fromEffect(returned)
    }))
    : fromReturned(engine(...args.map((arg) => toArgument(arg, nothing))))

/** The methods of a service for Effect 4. */
export const face = <Shape extends object>(service: Shape): Methods<Shape> =>
  // The interface of a service has functions only.
  Object.fromEntries(
    Object.entries<AnyFunction>(service as Readonly<Record<string, AnyFunction>>)
      .map(([name, engine]) => [name, method(engine)])
  ) as Methods<Shape>

const isFunction = (value: unknown): value is AnyFunction => typeof value === "function"

const wrongKind = (name: string) => new TypeError(`the service has no method ${name} of the kind that the SDK has`)

const plain: object = Context3.Tag("@qurl/effect4/plain")<unknown, unknown>()
const constructors: ReadonlyArray<string> = ["make", "layer", "layerConfig"]

/** The static methods of a class of the SDK: those that neither build the service nor belong to every tag. */
const staticsOf = (engine: object): ReadonlyArray<readonly [string, AnyFunction]> => {
  const found: Array<readonly [string, AnyFunction]> = []
  for (const name in engine) {
    const value: unknown = Reflect.get(engine, name)
    if (isFunction(value) && !(name in plain) && !constructors.includes(name)) found.push([name, value])
  }
  return found
}

/** The HTTP client of the environment, for the engine. */
export const transport = Effect.gen(function*() {
  const client = yield* HttpClient.HttpClient
  const init = yield* Effect.serviceOption(FetchHttpClient.RequestInit)
  return Transport.layer(client, Option.getOrUndefined(init))
})

/** The tag of a service with its statics. */
export const tag =
  <Self>() =>
  <const Name extends string, Shape extends object>(name: Name, engine: Engine<Shape>): Service<Self, Name, Shape> => {
    const Tag = Context.Service<Self, Methods<Shape>>()(`@qurl/effect4/${name}` as const)
    /** Calls a method of a service and returns its result. */
    const call = (service: object, name: string, args: ReadonlyArray<unknown>): unknown => {
      const method: unknown = Reflect.get(service, name)
      return isFunction(method) ? method(...args) : undefined
    }

    const accessors = staticsOf(engine).map(([name, sdk]) => [
      name,
      (...args: ReadonlyArray<unknown>) =>
        // A method of the SDK returns at once, and says by that what it is.
        Effect3.isEffect(sdk(...args))
          ? Effect.flatMap(Tag, (service) => {
            const returned = call(service, name, args)
            return Effect.isEffect(returned) ? returned : Effect.die(wrongKind(name))
          })
          : Stream.unwrap(Effect.map(Tag, (service): Stream.Stream<unknown, unknown, unknown> => {
            const returned = call(service, name, args)
            return Stream.isStream(returned) ? returned : Stream.die(wrongKind(name))
          }))
    ])
    // The statics of the SDK's class have the names and kinds of the interface's methods.
    const methods = Object.fromEntries(accessors) as Methods<Shape, Self>

    const make: Constructors<Self, Shape>["make"] = (options) =>
      Effect.flatMap(
        transport,
        (http) => Effect.map(fromEngine(Effect3.provide(engine.make(toValue3(options)), http), toError), face)
      )

    const statics: Constructors<Self, Shape> = {
      make,
      layer: (options) => Layer.effect(Tag, make(options)),
      layerConfig: (config) => Layer.effect(Tag, Effect.flatMap(fromConfig(config), make))
    }
    return Object.assign(Tag, methods, statics)
  }
