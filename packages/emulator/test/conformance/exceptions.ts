import type { Operation } from "./description/description.js"

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
    status: 400,
    reason: "The pattern of the key is declared on operations that declare no 400.",
    codes: ["validation_error"],
    applies: isKeyed
  },
  {
    status: 400,
    reason: "Limits and cursors are declared on lists that declare no 400.",
    codes: ["validation_error", "invalid_request"],
    applies: ({ parameters }) => parameters.some(({ name }) => name === "limit")
  },
  {
    status: 403,
    reason: "Scopes are declared, or used by official tools, on operations that declare no 403.",
    codes: ["insufficient_scope"],
    applies: () => true
  },
  {
    status: 429,
    reason: "The limit is for all requests of an owner, also on operations that declare no 429.",
    codes: ["rate_limit_exceeded"],
    applies: () => true
  }
]

/** Codes of declared statuses that the description does not list, as it says of its lists that they are open. */
export const furtherCodes: { readonly [answer: string]: string } = {
  "resolve 410 revoked": "410 is also for what was revoked, for which no code is listed.",
  "createApiKey 409 idempotency_key_reused": "The answer to another body has a status and no code.",
  "bootstrapAgent 409 conflict": "The answer has a status and no code.",
  "registerDomain 409 domain_exists": "The answer has a status and no code.",
  "regenerateDomainToken 409 domain_verified": "The answer has a status and no code.",
  "redeemAccessCode 400 invalid_code": "What becomes of a code that does not work is not described.",
  "verifyDomain 422 verification_token_expired": "The answer has a status and no code."
}

const opaque = "An id is opaque: one that does not fit is unknown."
const closed = "The target of a closed resource gets a new one."

/** Declared and never answered. */
export const unreachable: { readonly [answer: string]: string } = {
  "get 400": opaque,
  "getWebhook 400": opaque,
  "deleteWebhook 400": opaque,
  "revokeAccessCode 400": opaque,
  "createResource 410": closed
}
