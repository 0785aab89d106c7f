/**
 * The input properties that several operations share. Each description completes the sentence "must be ...".
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { openEnum } from "./Wire.js"

const text = (min: number, max: number, description: string) =>
  Schema.String.pipe(Schema.minLength(min), Schema.maxLength(max)).annotations({ description })

/**
 * Neither white space, nor a control, bidirectional or zero-width character, nor half of a surrogate pair: a server would
 * keep those as part of an address, in which readers do not see them.
 */
const visible =
  "[^\\s\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ud800-\\udfff]"

/** Text that is part of an address. */
const printable = (min: number, max: number, description: string) =>
  Schema.String.pipe(
    Schema.minLength(min),
    Schema.maxLength(max),
    Schema.pattern(new RegExp(`^${visible}+$`, "u"))
  ).annotations({ description })

const handle = () =>
  Schema.String.pipe(
    Schema.minLength(3),
    Schema.maxLength(64),
    Schema.pattern(/^[a-z][a-z0-9-]{1,62}[a-z0-9]$/)
  ).annotations({
    description: "3 to 64 lower case letters, digits and hyphens that begin with a letter and end without a hyphen"
  })

/**
 * A switch.
 *
 * @since 0.1.0
 * @category models
 */
export const Flag = Schema.Boolean.annotations({ description: "true or false" })

const httpUrl = Schema.String.pipe(
  Schema.maxLength(2048),
  Schema.pattern(new RegExp(`^https?://${visible}+$`, "u"))
).annotations({
  description: "an http or https URL of at most 2048 characters without spaces or control characters"
})

/**
 * An http or https URL. White space, line ends, and control, bidirectional and zero-width characters are refused.
 *
 * @since 0.1.0
 * @category models
 */
export const HttpUrl = httpUrl

/**
 * Target of a link.
 *
 * @since 0.1.0
 * @category models
 */
export const TargetUrl = httpUrl

/**
 * Text of a duration: a whole number with its unit.
 *
 * @since 0.1.0
 * @category models
 */
export type DurationText<Unit extends string> = `${number}${Unit}`

const duration = <const Units extends ReadonlyArray<string>>(units: Units, example: string) => {
  const pattern = new RegExp(`^[0-9]+[${units.join("")}]$`)
  const words = `${units.slice(0, -1).join(", ")} or ${units.at(-1)}`
  return Schema.String.pipe(
    Schema.filter((text): text is DurationText<Units[number]> => pattern.test(text), {
      description: `a whole number with the unit ${words}, such as ${example}`,
      jsonSchema: { pattern: pattern.source }
    })
  )
}

/**
 * Lifetime of a link. The server knows the limits of the plan.
 *
 * @since 0.1.0
 * @category models
 */
export const LinkLifetime = duration(["s", "m", "h", "d", "w"], "24h")

/**
 * Time to add to an expiry.
 *
 * @since 0.1.0
 * @category models
 */
export const Extension = duration(["m", "h", "d", "w"], "7d")

/**
 * Duration of access after a visitor has reached the content, from 1 second to 24 hours.
 *
 * @since 0.1.0
 * @category models
 */
export const SessionDuration = duration(["s", "m", "h", "d"], "30m")

/**
 * An RFC 3339 instant.
 *
 * @since 0.1.0
 * @category models
 */
export const Instant = Schema.NonEmptyString.annotations({
  description: "an RFC 3339 instant such as 2030-01-31T12:00:00Z"
})

/**
 * Recipient or purpose of the link.
 *
 * @since 0.1.0
 * @category models
 */
export const Label = text(1, 500, "text of 1 to 500 characters")

/**
 * Concurrent sessions per link; 0 means unlimited.
 *
 * @since 0.1.0
 * @category models
 */
export const MaxSessions = Schema.Int.pipe(Schema.between(0, 1000)).annotations({
  description: "a whole number from 0 to 1000, where 0 means unlimited"
})

/**
 * A registered and active domain of the caller.
 *
 * @since 0.1.0
 * @category models
 */
export const CustomDomain = printable(1, 253, "a host name of 1 to 253 characters without spaces or control characters")

/**
 * Note about a resource; the empty string clears it.
 *
 * @since 0.1.0
 * @category models
 */
export const Description = text(0, 500, "text of at most 500 characters")

/**
 * All tags of a resource; the empty array clears them.
 *
 * @since 0.1.0
 * @category models
 */
export const Tags = Schema.Array(
  Schema.String.pipe(Schema.minLength(1), Schema.maxLength(50), Schema.pattern(/^[a-zA-Z0-9][a-zA-Z0-9 _-]*$/))
    .annotations({
      description: "1 to 50 letters, digits, spaces, underscores or hyphens that begin with a letter or digit"
    })
).pipe(Schema.maxItems(10)).annotations({ description: "an array of at most 10 tags" })

/**
 * Kind of resource: `url` proxies a target URL, `tunnel` belongs to a connector, `transit` to an integration.
 *
 * @since 0.1.0
 * @category models
 */
export const ResourceType = openEnum("url", "tunnel", "transit")

/**
 * Kind of resource in an input. A misspelt one is refused.
 *
 * @since 0.1.0
 * @category models
 */
export const ResourceKind = Schema.Literal("url", "tunnel", "transit").annotations({
  description: "url, tunnel or transit"
})

/**
 * A handle of a resource that can be changed, unique per owner. Reserved words are known to the server.
 *
 * @since 0.1.0
 * @category models
 */
export const Alias = handle()

/**
 * A handle of a tunnel resource that stays as it is, unique per owner.
 *
 * @since 0.1.0
 * @category models
 */
export const Slug = handle()

/**
 * Path below the root of a tunnel resource, to which a link leads.
 *
 * @since 0.1.0
 * @category models
 */
export const TargetPath = printable(1, 2048, "a path of 1 to 2048 characters without spaces or control characters")

/**
 * X25519 public key of a device: 32 bytes in base64.
 *
 * @since 0.1.0
 * @category models
 */
export const DeviceKey = printable(1, 128, "an X25519 public key in base64")

/**
 * Devices that may ask for links of a private resource, at most 256.
 *
 * @since 0.1.0
 * @category models
 */
export const DeviceKeys = Schema.Array(DeviceKey).pipe(Schema.maxItems(256)).annotations({
  description: "an array of at most 256 public keys"
})
