import { hash } from "node:crypto"

/** SHA-256 in hexadecimal, in one synchronous step that leaves no object to the collector. */
export const digest = (data: string | Uint8Array): string => hash("sha256", data)
