import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, concatBytes, utf8ToBytes } from "@noble/hashes/utils.js"
import { write } from "../Endpoint.js"

/** The operations of the API on the wire. */
export const endpoints = {
  createSubmission: write("createSubmission", "/create-submission"),
  processTransaction: write("processTransaction", "/process-transaction"),
  bind: write("bind", "/:resource/:id/bind")
}

/** Kinds of things that a quote can be bound to. */
export const resources = [
  "endorsements",
  "cancellations",
  "extensions",
  "renewals",
  "rewrites",
  "audits",
  "oos-rebases"
] as const

/** See `Skadi.Options`: the timestamp, a full stop, the body's bytes. */
export const signature = (secret: string, timestamp: string, body: Uint8Array): string =>
  `sha256=${bytesToHex(hmac(sha256, utf8ToBytes(secret), concatBytes(utf8ToBytes(`${timestamp}.`), body)))}`
