import { createHash } from "node:crypto"

/** SHA-256 in hexadecimal, in one synchronous step. */
export const digest = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex")
