/**
 * CRIDs: identifiers of resources that are derived from the resource's public key, so that a client can verify them.
 *
 * A CRID is the locator of a resource in paths. It has 60 characters, or 47 in its short form, and ends in a checksum.
 *
 * @since 0.1.0
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { utf8ToBytes } from "@noble/hashes/utils.js"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import * as Internal from "./internal/cridText.js"

/**
 * A parsed CRID.
 *
 * @since 0.1.0
 * @category models
 */
export interface Crid {
  readonly text: string
  /** Version byte: 1 and 2 in production, 129 and 130 in test; others belong to newer servers. */
  readonly version: number
  /** Environment that the version names. */
  readonly environment: "production" | "test" | "unknown"
  /** First 24 or 32 bytes of the hash of the resource's public key. */
  readonly digest: Uint8Array
}

/**
 * A text that is not a CRID.
 *
 * Next: copy the CRID again, as an answer shows it. Nothing was sent.
 *
 * @since 0.1.0
 * @category errors
 */
export class CridError extends Schema.TaggedError<CridError>()("CridError", {
  /** First rule that the text breaks. */
  reason: Schema.Literal("charset", "checksum", "length", "non-canonical", "version")
}) {
  override get message(): string {
    return `not a CRID (${this.reason}): copy it again, as an answer shows it`
  }
}

const environments: Readonly<Record<number, Crid["environment"]>> = {
  0x01: "production",
  0x02: "production",
  0x81: "test",
  0x82: "test"
}

/**
 * Parses a CRID: length, alphabet, canonical form, version and checksum, in this order.
 *
 * @since 0.1.0
 * @category constructors
 */
export const parse = (text: string): Either.Either<Crid, CridError> =>
  Either.mapBoth(Internal.parse(text), {
    onLeft: (reason) => new CridError({ reason }),
    onRight: ({ digest, version }) => ({ text, version, digest, environment: environments[version] ?? "unknown" })
  })

/**
 * Tells whether a CRID belongs to a public key, given as the DER bytes of its SubjectPublicKeyInfo. Every byte of the
 * digest is compared, in constant time. A text that is not a CRID belongs to no key.
 *
 * @since 0.1.0
 * @category combinators
 */
export const matches = (crid: string, publicKey: Uint8Array): boolean =>
  Either.match(Internal.parse(crid), {
    onLeft: () => false,
    onRight: ({ digest }) => {
      const hash = sha256.create().update(utf8ToBytes("NHP-QURL-CRID-V1\0")).update(publicKey).digest()
      return digest.reduce((difference, byte, index) => difference | (byte ^ (hash[index] ?? 0)), 0) === 0
    }
  })
