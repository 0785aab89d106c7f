/**
 * Envelope of every answer of the API.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { absent, absentWhenEmpty } from "./Wire.js"

/**
 * Said of a closed resource, in `meta` of 410 answers. One official fixture says `closed_at` instead, so nothing here
 * is required.
 *
 * @since 0.1.0
 * @category models
 */
export const Tombstone = Schema.Struct({
  /** Instant at which the resource was closed for good, in RFC 3339. */
  tombstoned_at: absent(Schema.String),
  /** Older name of `tombstoned_at`. */
  closed_at: absent(Schema.String),
  /** Visits until the closure. */
  final_access_count: absent(Schema.Number)
}).annotations({ identifier: "Tombstone" })

/**
 * @since 0.1.0
 * @category models
 */
export type Tombstone = typeof Tombstone.Type

/**
 * Envelope metadata. The server promises `request_id`; proxies in between do not.
 *
 * @since 0.1.0
 * @category models
 */
export const Meta = Schema.Struct({
  /** Server's identifier of the request. */
  request_id: absentWhenEmpty,
  /** Closure of the resource. */
  tombstone: absent(Tombstone)
}).annotations({ identifier: "Meta" })

/**
 * @since 0.1.0
 * @category models
 */
export type Meta = typeof Meta.Type

/**
 * Envelope metadata of a page.
 *
 * @since 0.1.0
 * @category models
 */
export const ListMeta = Schema.Struct({
  /** Server's identifier of the request. */
  request_id: absentWhenEmpty,
  /** Items per page. */
  page_size: absent(Schema.Number),
  /** True if more pages follow. */
  has_more: absent(Schema.Boolean),
  /** Cursor of the next page. Absent on the last one. */
  next_cursor: absentWhenEmpty
}).annotations({ identifier: "ListMeta" })

/**
 * @since 0.1.0
 * @category models
 */
export type ListMeta = typeof ListMeta.Type

/**
 * An answer with one payload.
 *
 * @since 0.1.0
 * @category constructors
 */
export const envelope = <A, I>(data: Schema.Schema<A, I>) => Schema.Struct({ data, meta: absent(Meta) })

/**
 * A page of a list. A missing `data` is an empty page.
 *
 * @since 0.1.0
 * @category constructors
 */
export const page = <A, I>(item: Schema.Schema<A, I>) =>
  Schema.Struct({
    data: Schema.optionalWith(Schema.Array(item), { default: () => [], nullable: true, exact: true }),
    meta: absent(ListMeta)
  })
