/**
 * Creating a resource without a link, or finding the one that is there.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Tombstone } from "../../Envelope.js"
import {
  Alias,
  CustomDomain,
  Description,
  DeviceKeys,
  Flag,
  ResourceKind,
  Slug,
  Tags,
  TargetUrl
} from "../../Fields.js"
import { absent, absentWhenEmpty, strict } from "../../Wire.js"

/**
 * A resource to create or to find: those of type `url` and `transit` are found by their target URL, those of type
 * `tunnel` by their slug when `find_or_create` is set. What is found stays as it is; a `private` or
 * `allowed_device_keys` that differs from it is refused.
 *
 * Send `type`: an official tool treats it as mandatory on current servers.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateResourceRequest = Schema.Struct({
  /** Kind of resource. `url` needs `target_url`. @default "url" */
  type: Schema.optional(ResourceKind),
  /** Target of the link: an http or https URL of at most 2048 characters. */
  target_url: Schema.optional(TargetUrl),
  /** Note about the resource, at most 500 characters. An empty string clears it. */
  description: Schema.optional(Description),
  /** Tags of the resource, at most 10 of 1 to 50 characters each. Replaces all of them; an empty array clears them. */
  tags: Schema.optional(Tags),
  /** Host name of the link, 1 to 253 characters: one of the account's active domains. */
  custom_domain: Schema.optional(CustomDomain),
  /** Handle of the resource, 3 to 64 lower-case letters, digits and hyphens, unique in the account. */
  alias: Schema.optional(Alias),
  /**
   * Handle of a connector, 3 to 64 lower-case letters, digits and hyphens, unique in the account. For resources of
   * type `tunnel` only.
   */
  slug: Schema.optional(Slug),
  /** Returns the resource with this slug if there is one. For resources of type `tunnel`, which need it. */
  find_or_create: Schema.optional(Flag),
  /**
   * True if only the owner and allowed devices and people may ask for links. It cannot be changed later. Current
   * servers take true if it is absent, older ones false, so state it.
   */
  private: Schema.optional(Flag),
  /** X25519 public keys of the devices that may ask for links of a private resource, at most 256. */
  allowed_device_keys: Schema.optional(DeviceKeys),
  /** True if others may ask for access. Only a private resource allows it. */
  access_requests: Schema.optional(Flag)
}).pipe(
  Schema.filter(({ access_requests, find_or_create, private: isPrivate, slug, target_url, type }) => [
    ...(access_requests === true && isPrivate === false
      ? [{ path: ["access_requests"], message: "is for private resources only: leave it out, or set private" }]
      : []),
    ...(target_url === undefined && (type === undefined || type === "url")
      ? [{ path: ["target_url"], message: "is missing: give the http or https URL the resource leads to" }]
      : []),
    ...(type === "tunnel" && slug === undefined
      ? [{ path: ["slug"], message: "is missing: a resource of type tunnel is named by one" }]
      : []),
    ...(type !== "tunnel" && slug !== undefined
      ? [{ path: ["slug"], message: "is for resources of type tunnel only: use alias" }]
      : []),
    ...(type !== "tunnel" && find_or_create === true
      ? [{ path: ["find_or_create"], message: "is for resources of type tunnel only: others are always found" }]
      : [])
  ])
).annotations(strict("CreateResourceRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type CreateResourceRequest = typeof CreateResourceRequest.Type

/**
 * Metadata of the answer to a creation. `found_existing` distinguishes found from created, on newer servers:
 * the status is 201 in both cases.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateResourceMeta = Schema.Struct({
  /** Server's identifier of the request. */
  request_id: absentWhenEmpty,
  /** Closure of the resource. */
  tombstone: absent(Tombstone),
  /** True if the resource existed before. Absent on older servers. */
  found_existing: absent(Schema.Boolean)
}).annotations({ identifier: "CreateResourceMeta" })
