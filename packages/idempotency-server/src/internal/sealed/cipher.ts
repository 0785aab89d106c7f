import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto"
import type { Response } from "../../Store.js"

const algorithm = "aes-256-gcm"
const nonceBytes = 12
const tagBytes = 16
const version = 1

const hmac = (key: Uint8Array, ...parts: ReadonlyArray<string>): Buffer =>
  createHmac("sha256", key).update(JSON.stringify(parts)).digest()

/** 32 bytes of their own for each purpose. */
const derive = (material: Uint8Array, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", material, new Uint8Array(), `@qurl/idempotency-server ${purpose}`, 32))

const encrypt = (key: Buffer, nonce: Buffer, bound: string, text: Uint8Array): Buffer => {
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(bound))
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

/** None if the key or the bytes are wrong, or the bytes are bound to something else. */
const decrypt = Option.liftThrowable((key: Buffer, bound: string, sealed: Buffer): Buffer => {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(bound))
    .setAuthTag(sealed.subarray(sealed.length - tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes)), decipher.final()])
})

const Head = Schema.parseJson(Schema.Struct({
  status: Schema.Int,
  headers: Schema.Record({ key: Schema.String, value: Schema.String })
}))
const encodeHead = Schema.encodeSync(Head)
const decodeHead = Schema.decodeOption(Head)

/** Status, headers and body as one text, so that nothing of an answer stays legible. */
const pack = ({ body, headers, status }: Response): Buffer => {
  const head = Buffer.from(encodeHead({ status, headers }))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return Buffer.concat([length, head, body])
}

const unpack = (text: Buffer): Option.Option<Response> => {
  if (text.length < 4) return Option.none()
  const end = 4 + text.readUInt32BE(0)
  return Option.map(decodeHead(text.subarray(4, end).toString()), (head) => ({
    ...head,
    body: new Uint8Array(text.subarray(end))
  }))
}

/** Hides the names of records. The secret never changes, or every key would be as new. */
export const makeLookup = (secret: Redacted.Redacted) => {
  const material = Buffer.from(Redacted.value(secret))
  const hashing = derive(material, "lookup")
  const binding = derive(material, "fingerprint")
  return {
    /** Keyed hash of a text, so that guesses cannot be tested against it. */
    hash: (...parts: ReadonlyArray<string>): string => hmac(hashing, ...parts).toString("hex"),
    /** The same fingerprint gives the same text under the same record, so that a store can compare them. */
    bind: (id: string, key: string, fingerprint: string): string => {
      const nonce = hmac(binding, "nonce", id, key, fingerprint).subarray(0, nonceBytes)
      return encrypt(hmac(binding, "key", id, key), nonce, id, Buffer.from(fingerprint)).toString("base64url")
    },
    unbind: (id: string, key: string, bound: string): Option.Option<string> =>
      Option.map(decrypt(hmac(binding, "key", id, key), id, Buffer.from(bound, "base64url")), String)
  }
}

/** Second byte of what is sealed: how it is bound, and under which secrets. */
const flags = { genUnknown: 1, withoutKey: 2 } as const

/**
 * Seals answers under the first of the keys together with the client's idempotency key. Without the client's key, what an
 * operator writes or reads is sealed under the first of the keys alone. The name of the key stands before the sealed
 * bytes.
 */
export const makeSeal = (keys: ReadonlyArray<{ readonly id: string; readonly secret: Redacted.Redacted }>) => {
  const derived = (secret: Redacted.Redacted, key: string | undefined): Buffer => {
    const sealing = hmac(Buffer.from(Redacted.value(secret)), "sealing")
    return key === undefined
      ? derive(sealing, "operator")
      : derive(Buffer.concat([sealing, hmac(Buffer.from(key), "key")]), "answer")
  }

  const sealBytes = (
    bound: ReadonlyArray<unknown>,
    key: string | undefined,
    flag: number,
    text: Uint8Array
  ): Buffer => {
    const [first] = keys
    if (first === undefined) throw new Error("there is no key to seal with")
    const name = Buffer.from(first.id)
    const head = Buffer.concat([Buffer.from([version, flag, name.length]), name])
    const all = JSON.stringify([...bound, head.toString("hex")])
    return Buffer.concat([head, encrypt(derived(first.secret, key), randomBytes(nonceBytes), all, text)])
  }

  const openBytes = (
    boundBy: (flag: number) => ReadonlyArray<unknown>,
    key: string | undefined,
    bytes: Buffer
  ): Option.Option<Buffer> => {
    const flag = bytes[1] ?? 0
    const end = 3 + (bytes[2] ?? 0)
    const used = keys.find((key) => key.id === bytes.subarray(3, end).toString())
    if (bytes[0] !== version || used === undefined || bytes.length < end + nonceBytes + tagBytes) return Option.none()
    const bound = JSON.stringify([...boundBy(flag), bytes.subarray(0, end).toString("hex")])
    return decrypt(derived(used.secret, (flag & flags.withoutKey) === 0 ? key : undefined), bound, bytes.subarray(end))
  }

  return {
    /** Without a key the answer is one of an operator, who has the digests of the record only. */
    seal: (id: string, key: string | undefined, gen: number, response: Response): Response => {
      const flag = key === undefined ? flags.withoutKey : 0
      return { status: 200, headers: {}, body: sealBytes([id, gen], key, flag, pack(response)) }
    },
    open: (id: string, key: string, gen: number, { body }: Response): Option.Option<Response> =>
      Option.flatMap(
        openBytes((flag) => [id, (flag & flags.genUnknown) === 0 ? gen : null], key, Buffer.from(body)),
        unpack
      ),
    /** Seals a text for operators, bound to the record and to its name in it. */
    sealText: (id: string, name: string, text: string): string =>
      sealBytes([id, name], undefined, flags.withoutKey, Buffer.from(text)).toString("base64url"),
    openText: (id: string, name: string, sealed: string): Option.Option<string> =>
      Option.map(openBytes(() => [id, name], undefined, Buffer.from(sealed, "base64url")), String)
  }
}
