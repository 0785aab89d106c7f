import * as Data from "effect/Data"
import * as Inspectable3 from "effect3/Inspectable"
import type * as Schema3 from "effect3/Schema"

/** The class of an error in the engine. */
interface Class3 {
  readonly _tag: string
  readonly fields: Schema3.Struct.Fields
  readonly prototype: Error
}

type Fields<Class extends Class3> = Omit<Schema3.Struct.Type<Class["fields"]>, "_tag">

/** A class of errors of Effect 4. */
export type ErrorClass<Tag extends string, Fields extends object> = new(
  fields: { readonly [K in keyof Fields]: Fields[K] }
) =>
  & InstanceType<ReturnType<typeof Data.TaggedError<Tag>>>
  & { readonly [K in keyof Fields]: Fields[K] }

/** The methods that shorten the idempotency key where an error is printed. */
const printed = ["toJSON", Inspectable3.NodeInspectSymbol] as const

const make = (tag: string, Engine: { readonly prototype: Error }): unknown => {
  // Its parameter is that of `ErrorClass`, or an error of the engine.
  const construct = Engine as new(fields: object) => Error
  const Native = class extends Data.TaggedError(tag)<Record<string, unknown>> {
    constructor(fields: object) {
      const error = fields instanceof construct ? fields : new construct(fields)
      super({ ...Object.fromEntries(Object.entries(error)), message: error.message })
    }
  }
  for (const name of printed) {
    const method = Object.getOwnPropertyDescriptor(Engine.prototype, name)
    if (method !== undefined) Object.defineProperty(Native.prototype, name, method)
  }
  return Native
}

/** An error of Effect 4 with the fields, the message and the printed form of an error of the engine. */
export const errorOf = <Class extends Class3>(Engine: Class): ErrorClass<Class["_tag"], Fields<Class>> =>
  make(Engine._tag, Engine) as ErrorClass<Class["_tag"], Fields<Class>>

/** The same for errors of the core, which have no schemas. */
export const plainErrorOf =
  <Props extends object>() =>
  <const Tag extends string>(tag: Tag, Engine: { readonly prototype: Error }): ErrorClass<Tag, Props> =>
    make(tag, Engine) as ErrorClass<Tag, Props>
