/**
 * Which resources to list. Filters combine with AND.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Instant } from "../../Fields.js"
import { Cursor, limit } from "../../PageQuery.js"
import { openEnum } from "../../Wire.js"

/**
 * The query of a list. `status` is `active` unless said otherwise; changing `sort` or a filter invalidates cursors.
 *
 * @since 0.1.0
 * @category models
 */
export const ListQurlsQuery = Schema.Struct({
  /** Items per page, 1 to 100. @default 20 */
  limit: Schema.optional(limit(20)),
  /** Position of the page: `next_cursor` of the page before. Valid for the same filters only. */
  cursor: Schema.optional(Cursor),
  /** Status to list: `active`, `revoked` or `active,revoked`. @default "active" */
  status: Schema.optional(
    openEnum("active", "revoked", "active,revoked").annotations({ description: "active, revoked or active,revoked" })
  ),
  /** Text to search for, at most 200 characters. */
  q: Schema.optional(
    Schema.String.pipe(Schema.maxLength(200)).annotations({ description: "text of at most 200 characters" })
  ),
  /** Order: `created_at` or `expires_at`, with `:asc` or `:desc` behind it. */
  sort: Schema.optional(
    Schema.String.pipe(Schema.pattern(/^(created_at|expires_at)(:(asc|desc))?$/)).annotations({
      description: "created_at or expires_at, with :asc or :desc behind it"
    })
  ),
  /** Lower bound of `created_at`, in RFC 3339. */
  created_after: Schema.optional(Instant),
  /** Upper bound of `created_at`, in RFC 3339. */
  created_before: Schema.optional(Instant),
  /** Upper bound of `expires_at`, in RFC 3339. */
  expires_before: Schema.optional(Instant),
  /** Lower bound of `expires_at`, in RFC 3339. */
  expires_after: Schema.optional(Instant)
}).annotations({ parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type ListQurlsQuery = typeof ListQurlsQuery.Type
