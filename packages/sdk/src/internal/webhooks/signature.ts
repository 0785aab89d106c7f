import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { hexToBytes } from "@noble/hashes/utils.js"

const encoder = new TextEncoder()

/** Every byte is looked at, whatever the ones before it said. */
const isEqual = (a: Uint8Array, b: Uint8Array): boolean => {
  let difference = a.length ^ b.length
  for (let index = 0; index < a.length; index++) difference |= (a[index] ?? 0) ^ (b[index] ?? 0)
  return difference === 0
}

/** True if one of the secrets, used as given, makes this signature. All of them are tried. */
export const isSignedBy = (body: Uint8Array, signature: string, secrets: ReadonlyArray<string>): boolean => {
  const given = hexToBytes(signature)
  return secrets
    .map((secret) => isEqual(hmac(sha256, encoder.encode(secret), body), given))
    .includes(true)
}
