/**
 * Which resources to list, or which one to look up.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Alias, Slug } from "../../Fields.js"
import { PageQuery } from "../../PageQuery.js"
import { openEnum } from "../../Wire.js"

/**
 * The query of a list. `alias` and `slug` look one resource up: they exclude each other and every filter, and the
 * server ignores `limit` and `cursor` beside them. A cursor is good for the filters it came from. Transit resources are
 * never listed.
 *
 * @since 0.1.0
 * @category models
 */
export const ListResourcesQuery = Schema.Struct({
  ...PageQuery.fields,
  /** Looks up one resource by its alias. Excludes `slug` and every filter. */
  alias: Schema.optional(Alias),
  /** Looks up one connector by its slug. Excludes `alias` and every filter. */
  slug: Schema.optional(Slug),
  /**
   * Statuses to list: `active`, `revoked`, or both with a comma. Without it active and revoked resources are listed.
   */
  status: Schema.optional(
    Schema.String.pipe(Schema.pattern(/^(active|revoked)(,(active|revoked))*$/)).annotations({
      description: "active, revoked or active,revoked"
    })
  ),
  /** Kind to list: `url` or `tunnel`. */
  type: Schema.optional(openEnum("url", "tunnel").annotations({ description: "url or tunnel" }))
}).pipe(
  Schema.filter(({ alias, slug, status, type }) => {
    const lookUp = alias !== undefined ? "alias" : "slug"
    if (alias === undefined && slug === undefined) return undefined
    return Object.entries({ slug: alias === undefined ? undefined : slug, status, type }).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [{ path: [name], message: `cannot be sent together with ${lookUp}, which looks up a single resource` }]
    )
  })
).annotations({ parseOptions: { onExcessProperty: "error" } })

/**
 * @since 0.1.0
 * @category models
 */
export type ListResourcesQuery = typeof ListResourcesQuery.Type
