/**
 * SHA-256, synchronously: `crypto.subtle` answers on a later turn, outside the reach of a virtual clock.
 *
 * @since 0.1.0
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import { hasProperty } from "effect/Predicate"

type Hash = (algorithm: string, data: string | Uint8Array, encoding: "hex") => string

/** The hash function of Node, Bun or Deno, without an import that browsers and edges could not resolve. */
const native = (): Hash | undefined => {
  const process: unknown = Reflect.get(globalThis, "process")
  if (!hasProperty(process, "getBuiltinModule") || typeof process.getBuiltinModule !== "function") return undefined
  const crypto: unknown = process.getBuiltinModule("node:crypto")
  // A module of this name has the function as Node documents it, if at all.
  return hasProperty(crypto, "hash") && typeof crypto.hash === "function" ? crypto.hash as Hash : undefined
}

const portable: Hash = (_, data) => bytesToHex(sha256(typeof data === "string" ? utf8ToBytes(data) : data))

let hash: Hash | undefined

/**
 * The digest, in hexadecimal, of bytes or of a text in UTF-8.
 *
 * @since 0.1.0
 * @category combinators
 */
export const hex = (data: string | Uint8Array): string => (hash ??= native() ?? portable)("sha256", data, "hex")
