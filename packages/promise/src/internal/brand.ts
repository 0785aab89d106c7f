import { shorten } from "@qurl/idempotency/IdempotencyKey"

const symbolOf = (name: string) => Symbol.for(`@qurl/promise/${name}`)

/** The fields of an error for logs. Within its retention a full key lets others read the answer, so it is shortened. */
const fieldsOf = (error: Error): Record<string, unknown> => {
  const fields: Record<string, unknown> = Object.fromEntries(Object.entries(error))
  if (typeof fields.idempotencyKey === "string") fields.idempotencyKey = shorten(fields.idempotencyKey)
  return fields
}

type Inspect = (value: unknown, options: object) => string

/**
 * Gives a class its name, and a mark that every copy of this package knows; minifiers change neither. Its errors keep what
 * a log needs in `JSON.stringify` and `console.log`.
 */
export const brand = (constructor: { readonly prototype: Error }, name: string): void => {
  const method = { configurable: true, writable: true }
  // Node prints this one above the stack of an error that nothing has caught.
  Object.defineProperty(constructor, "name", { configurable: true, value: name })
  Object.defineProperties(constructor.prototype, {
    name: { ...method, value: name },
    [symbolOf(name)]: { value: true },
    toJSON: {
      ...method,
      value(this: Error): object {
        return { name: this.name, message: this.message, ...fieldsOf(this) }
      }
    },
    [Symbol.for("nodejs.util.inspect.custom")]: {
      ...method,
      value(this: Error, _depth: number, options: object, inspect?: Inspect): unknown {
        const stack = this.stack ?? String(this)
        const fields = this.cause === undefined ? fieldsOf(this) : { ...fieldsOf(this), "[cause]": this.cause }
        return inspect === undefined ? stack : `${stack} ${inspect(fields, options)}`
      }
    }
  })
}

/** Checks whether a value carries the mark of a class. Whatever sets the mark vouches for the class. */
export const isBranded = (error: unknown, name: string): boolean =>
  typeof error === "object" && error !== null && symbolOf(name) in error
