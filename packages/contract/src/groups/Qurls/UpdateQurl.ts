/**
 * Changing a resource.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Description, Extension, Instant, Tags } from "../../Fields.js"
import { strict } from "../../Wire.js"

/**
 * A change: at least one property, and a new expiry either as a distance or as an instant.
 *
 * @since 0.1.0
 * @category models
 */
export const UpdateQurlRequest = Schema.Struct({
  /**
   * Time to add to the expiry, from 1 minute to 30 days: a whole number with the unit `m`, `h`, `d` or `w`, such as
   * `7d`. Excludes `expires_at`.
   */
  extend_by: Schema.optional(Extension),
  /** New expiry, in RFC 3339. Excludes `extend_by`. */
  expires_at: Schema.optional(Instant),
  /** Note about the resource, at most 500 characters. An empty string clears it. */
  description: Schema.optional(Description),
  /** Tags of the resource, at most 10 of 1 to 50 characters each. Replaces all of them; an empty array clears them. */
  tags: Schema.optional(Tags)
}).pipe(
  Schema.filter(({ description, expires_at, extend_by, tags }) => {
    if (extend_by !== undefined && expires_at !== undefined) {
      return { path: ["expires_at"], message: "cannot be sent together with extend_by: give one of the two" }
    }
    return [extend_by, expires_at, description, tags].every((value) => value === undefined)
      ? "has nothing to change: give at least one of extend_by, expires_at, description and tags"
      : undefined
  })
).annotations(strict("UpdateQurlRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type UpdateQurlRequest = typeof UpdateQurlRequest.Type

/**
 * The change that only moves the expiry: exactly one of the two properties.
 *
 * @since 0.1.0
 * @category models
 */
export const ExtendQurlRequest = Schema.Struct({
  /**
   * Time to add to the expiry, from 1 minute to 30 days: a whole number with the unit `m`, `h`, `d` or `w`, such as
   * `7d`. Excludes `expires_at`.
   */
  extend_by: Schema.optional(Extension),
  /** New expiry, in RFC 3339. Excludes `extend_by`. */
  expires_at: Schema.optional(Instant)
}).pipe(
  Schema.filter(({ expires_at, extend_by }) =>
    (extend_by === undefined) === (expires_at === undefined)
      ? "must have exactly one of extend_by and expires_at"
      : undefined
  )
).annotations(strict("ExtendQurlRequest"))
