/**
 * Creating a resource without a link, or finding the one that is there.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { Tombstone } from "../../Envelope.js"
import { Alias, CustomDomain, Description, Flag, ResourceType, Slug, Tags, TargetUrl } from "../../Fields.js"
import { absent, absentWhenEmpty, strict } from "../../Wire.js"

/**
 * A resource to create or to find: those of type `url` and `transit` are found by their target URL, those of type
 * `tunnel` by their slug when `find_or_create` is set. What is found stays as it is.
 *
 * Send `type`: an official tool treats it as mandatory on current servers.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateResourceRequest = Schema.Struct({
  type: Schema.optional(ResourceType),
  target_url: Schema.optional(TargetUrl),
  description: Schema.optional(Description),
  tags: Schema.optional(Tags),
  custom_domain: Schema.optional(CustomDomain),
  alias: Schema.optional(Alias),
  slug: Schema.optional(Slug),
  find_or_create: Schema.optional(Flag)
}).pipe(
  Schema.filter(({ find_or_create, slug, target_url, type }) => [
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
 * What the answer to a creation says beside the resource. `found_existing` tells found from created, on newer servers:
 * the status is 201 in both cases.
 *
 * @since 0.1.0
 * @category models
 */
export const CreateResourceMeta = Schema.Struct({
  request_id: absentWhenEmpty,
  tombstone: absent(Tombstone),
  found_existing: absent(Schema.Boolean)
}).annotations({ identifier: "CreateResourceMeta" })
