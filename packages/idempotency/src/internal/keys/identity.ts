import { isReadonlyRecord } from "effect/Predicate"
import { digestOfParts } from "./parts.js"

/** Claims of a JWT that differ between two tokens of one principal (RFC 7519, OpenID Connect). */
const ofOneToken = new Set(["exp", "nbf", "iat", "jti", "auth_time", "nonce", "sid", "at_hash", "c_hash"])

/** The claims that tokens of one principal share; none if the credential is not a JWT. */
const principalOf = (credential: string): string | undefined => {
  const [, payload] = /^(?:\S+ )?[\w-]+\.([\w-]+)\.[\w-]*$/.exec(credential) ?? []
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")))
    if (!isReadonlyRecord(claims) || typeof claims.sub !== "string") return undefined
    const lasting = Object.entries(claims).filter(([name]) => !ofOneToken.has(name))
    return JSON.stringify(lasting.sort(([a], [b]) => a < b ? -1 : 1))
  } catch {
    return undefined
  }
}

/** Host of a call, and its tenant: the tenant's name, or else the stable identity of its credential. */
export interface Caller {
  readonly origin: string
  readonly tenant: string | undefined
  readonly credential: string | undefined
}

/** Digest of host and tenant. No credential can be read from it. */
const digest = ({ credential, origin, tenant }: Caller): string =>
  (tenant === undefined
    ? digestOfParts([origin, "credential", credential === undefined ? "" : principalOf(credential) ?? credential])
    : digestOfParts([origin, "tenant", tenant])).slice(0, 32)

/** Computes scopes, and remembers the last: most clients have a single one. */
export const makeScopeOf = (): (caller: Caller) => string => {
  let last: (Caller & { readonly scope: string }) | undefined
  return (caller) => {
    if (
      last?.origin !== caller.origin || last.tenant !== caller.tenant || last.credential !== caller.credential
    ) {
      last = { ...caller, scope: digest(caller) }
    }
    return last.scope
  }
}
