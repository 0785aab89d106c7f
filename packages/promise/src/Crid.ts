/**
 * CRIDs: identifiers of resources that are derived from the resource's public key, so that a client can verify them.
 *
 * @since 0.1.0
 */
import { Crid } from "@qurl/sdk"
import * as Either from "effect/Either"

/**
 * Tells whether a text is a CRID: its length, alphabet, canonical form, version and checksum are right.
 *
 * @since 0.1.0
 * @category guards
 */
export const isCrid = (text: string): boolean => Either.isRight(Crid.parse(text))

/**
 * Tells whether a CRID belongs to a public key, given as the DER bytes of its SubjectPublicKeyInfo.
 *
 * @since 0.1.0
 * @category combinators
 */
export const matches = (crid: string, publicKey: Uint8Array): boolean => Crid.matches(crid, publicKey)
