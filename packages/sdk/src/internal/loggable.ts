import { shorten } from "@qurl/idempotency/IdempotencyKey"
import { NodeInspectSymbol } from "effect/Inspectable"

/** The fields of an error for logs. Within its retention a full key lets others read the answer, so it is shortened. */
const fieldsOf = (error: Error): Record<string, unknown> => {
  const fields: Record<string, unknown> = Object.fromEntries(Object.entries(error))
  if (typeof fields.idempotencyKey === "string") fields.idempotencyKey = shorten(fields.idempotencyKey)
  return fields
}

type Inspect = (value: unknown, options: object) => string

/**
 * Makes errors of a class keep what a log needs, wherever they are printed: `JSON.stringify`, `Effect.log` and printed
 * exits call `toJSON`, `console.log` calls the symbol of Node, and `structuredClone` copies the message alone if it is a
 * property of the error itself, which is why the classes declare theirs as a field.
 */
export const loggable = (constructor: { readonly prototype: Error }): void => {
  Object.defineProperties(constructor.prototype, {
    toJSON: {
      configurable: true,
      writable: true,
      value(this: Error): object {
        const { _tag, message, ...rest } = fieldsOf(this)
        return { _tag, message, ...rest }
      }
    },
    [NodeInspectSymbol]: {
      configurable: true,
      writable: true,
      value(this: Error, _depth: number, options: object, inspect?: Inspect): unknown {
        const { _tag: _, message: __, ...rest } = fieldsOf(this)
        const stack = this.stack ?? String(this)
        return inspect === undefined ? stack : `${stack} ${inspect(rest, options)}`
      }
    }
  })
}
