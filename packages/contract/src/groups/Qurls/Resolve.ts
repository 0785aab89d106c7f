/**
 * Exchanging a token for network access from the calling address.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { absent, strict } from "../../Wire.js"

/**
 * The token to exchange. It is a credential.
 *
 * @since 0.1.0
 * @category models
 */
export const ResolveRequest = Schema.Struct({
  /** Token of the link, `at_...`. A secret. */
  access_token: Schema.NonEmptyString.annotations({ description: "the at_ token of a link" })
}).annotations(strict("ResolveRequest"))

/**
 * @since 0.1.0
 * @category models
 */
export type ResolveRequest = typeof ResolveRequest.Type

/**
 * Opened resource: `target_url` is reachable from `src_ip` for `expires_in` seconds.
 *
 * @since 0.1.0
 * @category models
 */
export const ResolveResult = Schema.Struct({
  /** Address that can be reached now. */
  target_url: absent(Schema.String),
  /** Identifier of the resource. */
  resource_id: absent(Schema.String),
  /** Network access that was opened. */
  access_grant: absent(
    Schema.Struct({
      /** Time until the access closes, in seconds. */
      expires_in: absent(Schema.Number),
      /** Instant of the grant, in RFC 3339. */
      granted_at: absent(Schema.String),
      /** Address that was admitted. */
      src_ip: absent(Schema.String)
    }).annotations({ identifier: "AccessGrant" })
  )
}).annotations({ identifier: "ResolveResult" })

/**
 * @since 0.1.0
 * @category models
 */
export type ResolveResult = typeof ResolveResult.Type
