import { createECDH, createHash } from "node:crypto"
import type { Source } from "./entropy.js"

/** DER of a SubjectPublicKeyInfo for P-256, up to the uncompressed point. */
const prefix = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex")

/** Version byte of a full CRID in a test environment. */
const testVersion = 0x81

const sha256 = (...parts: ReadonlyArray<string | Uint8Array>): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest()

const publicKeyOf = (secret: Uint8Array): Buffer => {
  const pair = createECDH("prime256v1")
  pair.setPrivateKey(sha256(secret))
  return Buffer.concat([prefix, pair.getPublicKey()])
}

/** Makes the public key of a new resource, which is its `resource_id`: unpadded base64url of the DER bytes. */
export const newResourceId = (source: Source): string => publicKeyOf(source.bytes(32)).toString("base64url")

const crc32c = (bytes: Uint8Array): number => {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

const base32 = (bytes: Uint8Array): string => {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("")
  return (bits.match(/.{1,5}/g) ?? []).map((five) =>
    "abcdefghijklmnopqrstuvwxyz234567".charAt(Number.parseInt(five.padEnd(5, "0"), 2))
  ).join("")
}

/** Derives the CRID of a resource from its id. Databases of older emulators hold ids that are not public keys. */
export const cridOf = (id: string): string => {
  const publicKey = id.startsWith("r_") ? publicKeyOf(Buffer.from(id)) : Buffer.from(id, "base64url")
  const payload = Buffer.concat([Buffer.from([testVersion]), sha256("NHP-QURL-CRID-V1\0", publicKey)])
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32c(payload))
  return base32(Buffer.concat([payload, checksum]))
}

/** Routing label of a connector's resource. */
export const routingLabelOf = (id: string): string => `c-${base32(sha256("routing\0", id))}`

/** Admission target of a connector's resource. */
export const knockIdOf = (id: string): string => `knock_${sha256("knock\0", id).toString("hex").slice(0, 24)}`
