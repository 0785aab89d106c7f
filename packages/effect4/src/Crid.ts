/**
 * CRIDs: identifiers of resources that are derived from the resource's public key, so that a client can verify them.
 *
 * A CRID is the locator of a resource in paths. It has 60 characters, or 47 in its short form, and ends in a checksum.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/Crid"
import * as Result from "effect/Result"
import * as Either3 from "effect3/Either"
import { CridError } from "./errors/CridError.js"
import type { Native } from "./internal/native.js"

export { CridError }

/**
 * A parsed CRID.
 *
 * @since 0.1.0
 * @category models
 */
export type Crid = Native<Sdk.Crid>

/**
 * Parses a CRID: length, alphabet, canonical form, version and checksum, in this order.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string): Result.Result<Crid, CridError> =>
  Either3.match(Sdk.parse(text), {
    onLeft: (error) => Result.fail(new CridError(error)),
    onRight: (crid) => Result.succeed(crid)
  })

/**
 * Tells whether a CRID belongs to a public key, given as the DER bytes of its SubjectPublicKeyInfo. Every byte of the
 * digest is compared, in constant time. A text that is not a CRID belongs to no key.
 *
 * @since 0.1.0
 * @category combinators
 */
export const matches: (crid: string, publicKey: Uint8Array) => boolean = Sdk.matches
