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
  limit: Schema.optional(limit(20)),
  cursor: Schema.optional(Cursor),
  status: Schema.optional(
    openEnum("active", "revoked", "active,revoked").annotations({ description: "active, revoked or active,revoked" })
  ),
  q: Schema.optional(
    Schema.String.pipe(Schema.maxLength(200)).annotations({ description: "text of at most 200 characters" })
  ),
  sort: Schema.optional(
    Schema.String.pipe(Schema.pattern(/^(created_at|expires_at)(:(asc|desc))?$/)).annotations({
      description: "created_at or expires_at, with :asc or :desc behind it"
    })
  ),
  created_after: Schema.optional(Instant),
  created_before: Schema.optional(Instant),
  expires_before: Schema.optional(Instant),
  expires_after: Schema.optional(Instant)
}).annotations({ parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type ListQurlsQuery = typeof ListQurlsQuery.Type
