import { createECDH, createHash } from "node:crypto"

/** Public key of a resource, and the CRID that is derived from it. */
export interface Identity {
  readonly publicKey: Buffer
  readonly crid: string
}

/** DER of a SubjectPublicKeyInfo for P-256, up to the uncompressed point. */
const prefix = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex")

/** Version byte of a full CRID in a test environment. */
const testVersion = 0x81

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

const known = new Map<string, Identity>()

/** Derives the identity of a resource from its private id, so that it needs no place in the database. */
export const identityOf = (id: string): Identity => {
  const found = known.get(id)
  if (found !== undefined) return found
  const pair = createECDH("prime256v1")
  pair.setPrivateKey(createHash("sha256").update(id).digest())
  const publicKey = Buffer.concat([prefix, pair.getPublicKey()])
  const digest = createHash("sha256").update("NHP-QURL-CRID-V1\0").update(publicKey).digest()
  const payload = Buffer.concat([Buffer.from([testVersion]), digest])
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32c(payload))
  const identity = { publicKey, crid: base32(Buffer.concat([payload, checksum])) }
  known.set(id, identity)
  return identity
}
