import type { Operation } from "./description.js"

interface Beyond {
  readonly status: number
  readonly reason: string
  /** Codes that such an answer may have. */
  readonly codes: ReadonlyArray<string>
  readonly applies: (operation: Operation) => boolean
}

const isKeyed = ({ parameters }: Operation): boolean =>
  parameters.some(({ name }) => name.toLowerCase() === "idempotency-key")

/** Statuses that the emulator uses where the description does not declare them. */
export const beyond: ReadonlyArray<Beyond> = [
  {
    status: 409,
    reason: "A request with the same key is still running. The rule for keys names no status for it.",
    codes: ["idempotency_in_progress"],
    applies: isKeyed
  },
  {
    status: 422,
    reason: "Strict emulators refuse a used key with another body.",
    codes: ["idempotency_key_reused"],
    applies: isKeyed
  },
  {
    status: 403,
    reason: "Scopes are declared, or used by official tools, on operations that declare no 403.",
    codes: ["insufficient_scope"],
    applies: () => true
  }
]

/** Codes of declared statuses that the description does not list, as it says of its lists that they are open. */
export const furtherCodes: { readonly [answer: string]: string } = {
  "resolve 410 revoked": "410 is also for what was revoked, for which no code is listed"
}

const opaque = "An id is opaque: one that does not fit is unknown."
const conditional = "Conditional reads are not there yet."

/** Declared and never answered. */
export const unreachable: { readonly [answer: string]: string } = {
  "get 400": opaque,
  "get 304": conditional,
  "list 304": conditional,
  "getQuota 304": conditional
}

const noLocation = "Optional, and no client reads it."

/** Declared and never sent. */
export const silentHeaders: { readonly [header: string]: string } = {
  "get 200 etag": conditional,
  "list 200 etag": conditional,
  "getQuota 200 etag": conditional,
  "create 201 location": noLocation,
  "mintLink 201 location": noLocation
}
