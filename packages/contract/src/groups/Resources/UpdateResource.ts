/**
 * Changing what is known of a resource.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Alias, Description, DeviceKeys, Flag, Tags } from "../../Fields.js"
import { strict } from "../../Wire.js"

/** The rule between properties also sees inputs whose properties are wrong by themselves. */
const listed = (value: unknown): ReadonlyArray<unknown> => Array.isArray(value) ? value : []

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
  alias: Schema.optional(Schema.NullOr(Alias)),
  /** Devices that may ask for links of a private resource, at most 256. Replaces all of them. */
  allowed_device_keys: Schema.optional(DeviceKeys),
  /** Devices to allow besides those that are allowed. Excludes `allowed_device_keys`. */
  allowed_device_keys_add: Schema.optional(DeviceKeys),
  /** Devices to allow no longer. Their links stay. Excludes `allowed_device_keys`. */
  allowed_device_keys_remove: Schema.optional(DeviceKeys),
  /** True if others may ask for access. Only a private resource allows it. */
  access_requests: Schema.optional(Flag)
}).pipe(
  Schema.filter((change) => {
    const { alias, allowed_device_keys, allowed_device_keys_add, allowed_device_keys_remove, custom_domain } = change
    if (alias !== undefined && custom_domain !== undefined) {
      return { path: ["alias"], message: "cannot be sent together with custom_domain: change one after the other" }
    }
    if (
      allowed_device_keys !== undefined
      && (allowed_device_keys_add !== undefined || allowed_device_keys_remove !== undefined)
    ) {
      return {
        path: ["allowed_device_keys"],
        message: "replaces all keys and cannot be sent together with keys to add or to remove"
      }
    }
    const removed: ReadonlyArray<unknown> = listed(allowed_device_keys_remove)
    if (listed(allowed_device_keys_add).some((key) => removed.includes(key))) {
      return { path: ["allowed_device_keys_add"], message: "has a key that is also to be removed" }
    }
    return Object.values(change).every((value) => value === undefined)
      ? "has nothing to change: give at least one of description, tags, custom_domain, preserve_host, alias, access_requests and the device keys"
      : undefined
  })
).annotations(strict("UpdateResourceRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type UpdateResourceRequest = typeof UpdateResourceRequest.Type
