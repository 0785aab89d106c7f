// One declaration per service: an interface with the docstrings, the operations of its group of the contract, and the
// methods that are more than one request. The class, its statics, layers and remaining methods are derived here.
import type * as HttpClient from "@effect/platform/HttpClient"
import * as Tracing from "@qurl/idempotency/Observability/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { type ConfigurationError, fromConfig, type Options } from "../../Configuration.js"
import type { Caller } from "./call.js"
import { make as makeCaller } from "./caller.js"
import type { Compiled } from "./compiled.js"
import { type Derived, type Method, type Methods, ofOperation, type Own } from "./method.js"

type AnyFunction = (...args: ReadonlyArray<unknown>) => unknown

/** The statics that call the service of the environment. Types in `Generic` replace those of generic methods. */
type Accessors<Self, Shape, Generic = {}> = {
  readonly [K in keyof Shape]: K extends keyof Generic ? Generic[K]
    : Shape[K] extends (...args: infer Args) => Effect.Effect<infer A, infer E, infer R>
      ? (...args: Args) => Effect.Effect<A, E, R | Self>
    : Shape[K] extends (...args: infer Args) => Stream.Stream<infer A, infer E, infer R>
      ? (...args: Args) => Stream.Stream<A, E, R | Self>
    : never
}

/** The statics that build the service. */
export interface Constructors<Self, Shape> {
  /** Makes the service on the `HttpClient` of the environment. */
  readonly make: (options: Options) => Effect.Effect<Shape, ConfigurationError, HttpClient.HttpClient>

  /** A layer that makes the service. A `KeyGenerator` or `RetryPolicy` given to it serves calls without one around them. */
  readonly layer: (options: Options) => Layer.Layer<Self, ConfigurationError, HttpClient.HttpClient>

  /** The same layer, its options read from configuration. */
  readonly layerConfig: (
    config: Config.Config.Wrap<Options>
  ) => Layer.Layer<Self, ConfigurationError, HttpClient.HttpClient>

  /** @internal */
  readonly [definition]: Definition<Self, Shape>
}

const definition: unique symbol = Symbol.for("@qurl/sdk/Service")

interface Definition<Self, Shape> {
  readonly methods: Methods<Shape>
  /** Adds the service, made on a caller that others share. `built` is what the services were built with. */
  readonly add: <Services>(
    services: Context.Context<Services>,
    caller: Caller,
    built: Context.Context<never>
  ) => Context.Context<Services | Self>
}

/** The class of a service: a tag with statics. */
export type Service<Self, Id extends string, Shape, Generic = {}> =
  & Context.TagClass<Self, Id, Shape>
  & Accessors<Self, Shape, Generic>
  & Constructors<Self, Shape>

/** How a service was made: its methods, and its layer on a caller that others share. */
export const definitionOf = <Self, Shape>(service: Constructors<Self, Shape>): Definition<Self, Shape> =>
  service[definition]

/** The methods of a service: one per operation, and those that are given. */
export const methods = <Shape extends object>() =>
<Operations extends Readonly<Record<string, Compiled<unknown>>>>(
  operations: Operations,
  own: Own<Shape, Derived<Operations>>
): Methods<Shape> => {
  const derived = Object.entries(operations).map(([name, compiled]) =>
    [name === "remove" ? "delete" : name, ofOperation(compiled)] as const
  )
  // `Own` has every method that the operations do not have with the type that the interface says.
  return { ...Object.fromEntries(derived), ...own } as Methods<Shape>
}

/** A method with a span around each of its calls. */
const traced = (name: string, { kind }: Pick<Method<unknown>, "kind">, method: AnyFunction): AnyFunction =>
  kind === "effect"
    // The kind of a method says what it returns.
    ? Tracing.fn(name)(method as (...args: ReadonlyArray<unknown>) => Effect.Effect<unknown>)
    : (...args) => Stream.withSpan(method(...args) as Stream.Stream<unknown>, name)

/** The tag of a service with its statics. `Generic` has the types of statics whose methods have type parameters. */
export const tag = <Self, Shape extends object, Generic = {}>() =>
<const Name extends string>(
  name: Name,
  methods: Methods<Shape>
): Service<Self, `@qurl/sdk/${Name}`, Shape, Generic> => {
  const id = `@qurl/sdk/${name}` as const
  const Tag = Context.Tag(id)<Self, Shape>()
  // The interface of a service has functions only.
  const all = Object.entries(methods as Readonly<Record<string, Method<AnyFunction>>>)

  const of = (caller: Caller, built: Context.Context<never>): Shape => {
    const parts = { ...caller, built }
    const made = all.map(([key, method]) => [key, traced(`${name}.${key}`, method, method.make(parts))])
    // `Methods` has an entry for each method of the interface.
    return Object.fromEntries(made) as Shape
  }

  const accessors = all.map(([key, { kind }]) => {
    // `Methods` has the names of the interface, whose members are functions.
    const call = (service: Shape, args: ReadonlyArray<unknown>) => (service[key as keyof Shape] as AnyFunction)(...args)
    const effect = (...args: ReadonlyArray<unknown>) =>
      Effect.flatMap(Tag, (service) => call(service, args) as Effect.Effect<unknown>)
    const stream = (...args: ReadonlyArray<unknown>) =>
      Stream.unwrap(Effect.map(Tag, (service) => call(service, args) as Stream.Stream<unknown>))
    return [key, kind === "effect" ? effect : stream]
  })

  const make = (options: Options) =>
    Effect.zipWith(makeCaller(options), Effect.context<never>(), (caller, built) => of(caller, built))
  const constructors: Constructors<Self, Shape> = {
    make,
    layer: (options) => Layer.effect(Tag, make(options)),
    layerConfig: (config) => Layer.effect(Tag, Effect.flatMap(fromConfig(config), make)),
    [definition]: { methods, add: (services, caller, built) => Context.add(services, Tag, of(caller, built)) }
  }
  // The accessors have the names and kinds of the interface's methods.
  return Object.assign(Tag, Object.fromEntries(accessors), constructors) as Service<Self, typeof id, Shape, Generic>
}
