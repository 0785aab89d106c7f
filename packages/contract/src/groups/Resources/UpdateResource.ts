/**
 * Changing what is known of a resource.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Alias, Description, Flag, Tags } from "../../Fields.js"
import { strict } from "../../Wire.js"

/**
 * A change: at least one property. An empty `description`, `tags` or `custom_domain` clears it, and so does null as
 * `alias`. `alias` and `custom_domain` cannot travel together.
 *
 * @since 0.1.0
 * @category models
 */
export const UpdateResourceRequest = Schema.Struct({
  /** Note about the resource, at most 500 characters. An empty string clears it. */
  description: Schema.optional(Description),
  /** Tags of the resource, at most 10 of 1 to 50 characters each. Replaces all of them; an empty array clears them. */
  tags: Schema.optional(Tags),
  /** Host name of the links, at most 253 characters. An empty string clears it. Excludes `alias`. */
  custom_domain: Schema.optional(
    Schema.String.pipe(Schema.maxLength(253)).annotations({
      description: "a host name of at most 253 characters, or empty to clear it"
    })
  ),
  /** True if the target receives the link's host name in `Host`. */
  preserve_host: Schema.optional(Flag),
  /**
   * Handle of the resource, 3 to 64 lower-case letters, digits and hyphens; null clears it. Excludes `custom_domain`.
   */
  alias: Schema.optional(Schema.NullOr(Alias))
}).pipe(
  Schema.filter(({ alias, custom_domain, description, preserve_host, tags }) => {
    if (alias !== undefined && custom_domain !== undefined) {
      return { path: ["alias"], message: "cannot be sent together with custom_domain: change one after the other" }
    }
    return [alias, custom_domain, description, preserve_host, tags].every((value) => value === undefined)
      ? "has nothing to change: give at least one of description, tags, custom_domain, preserve_host and alias"
      : undefined
  })
).annotations(strict("UpdateResourceRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type UpdateResourceRequest = typeof UpdateResourceRequest.Type
