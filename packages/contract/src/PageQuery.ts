/**
 * Beginning and length of a page of a list.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * How many items a page has at most. The server takes `byDefault` when nothing is said.
 *
 * @since 0.1.0
 * @category constructors
 */
export const limit = (byDefault: number) =>
  Schema.NumberFromString.pipe(Schema.int(), Schema.between(1, 100)).annotations({
    description: "a whole number from 1 to 100",
    jsonSchema: { type: "integer", minimum: 1, maximum: 100, default: byDefault }
  })

/**
 * The place where a page begins.
 *
 * @since 0.1.0
 * @category models
 */
export const Cursor = Schema.String.annotations({ description: "the next_cursor of the page before" })

/**
 * The query of a list without filters, 20 items a page unless said otherwise.
 *
 * @since 0.1.0
 * @category models
 */
export const PageQuery = Schema.Struct({
  /** Items per page, 1 to 100. @default 20 */
  limit: Schema.optional(limit(20)),
  /** Position of the page: `next_cursor` of the page before. Valid for the same filters only. */
  cursor: Schema.optional(Cursor)
}).annotations({ parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type PageQuery = typeof PageQuery.Type
