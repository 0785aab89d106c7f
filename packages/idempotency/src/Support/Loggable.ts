/**
 * Errors that keep what a log needs, wherever they are printed, and show idempotency keys shortened.
 *
 * @since 0.1.0
 */
import { NodeInspectSymbol } from "effect/Inspectable"
import { shorten } from "../internal/keys/shorten.js"

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !(value instanceof Error)

/** Within its retention a full key lets others read the answer, so it is shortened. */
const shortened = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...fields,
  ...(typeof fields.idempotencyKey === "string" ? { idempotencyKey: shorten(fields.idempotencyKey) } : {})
})

/** The fields of an error for logs. A cause is a foreign error, which can show anything; it stays behind. */
const fieldsOf = (error: Error): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shortened(Object.fromEntries(Object.entries(error)))).flatMap(([name, value]) =>
      name === "cause"
        ? []
        : [[name, (name === "report" || name === "end") && isRecord(value) ? shortened(value) : value]]
    )
  )

type Inspect = (value: unknown, options: object) => string

/**
 * Makes the errors of a class keep what a log needs: `JSON.stringify`, `Effect.log` and printed exits call `toJSON`, and
 * `console.log` calls the symbol of Node. `structuredClone` copies the message alone, if it is a field of the error itself.
 *
 * @since 0.1.0
 * @category combinators
 */
export const loggable = (constructor: { readonly prototype: Error }): void => {
  Object.defineProperties(constructor.prototype, {
    toJSON: {
      configurable: true,
      writable: true,
      value(this: Error): object {
        const { _tag, message: _, ...rest } = fieldsOf(this)
        return { _tag, message: this.message, ...rest }
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
