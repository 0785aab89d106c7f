/**
 * The credentials the emulator knows. They open nothing but an emulator, so they may be printed.
 *
 * @since 0.1.0
 */

/**
 * Right of a key.
 *
 * @since 0.1.0
 * @category models
 */
export type Scope = "qurl:read" | "qurl:write" | "qurl:resolve" | "qurl:agent"

/**
 * Owner and rights of a key.
 *
 * @since 0.1.0
 * @category models
 */
export interface Account {
  readonly owner: string
  readonly plan: "free" | "enterprise"
  readonly scopes: ReadonlyArray<Scope>
  /** A JWT is what people hold who manage the account; some operations take nothing else. */
  readonly credential: "apiKey" | "jwt"
  /** Domains that are registered and active from the start. */
  readonly domains: ReadonlyArray<string>
  /** Access codes are for accounts of the vendor's system tier. */
  readonly system: boolean
  /** Identifier and first characters of a key that was made here. */
  readonly keyId?: string
  readonly keyPrefix?: string
  /** An expired key is refused as such. */
  readonly expired: boolean
  /** Set for a key that brings up one connector and does nothing else. */
  readonly restricted?: { readonly keyId: string; readonly slug: string; readonly consumed: boolean }
}

/**
 * Everything, without limits.
 *
 * @since 0.1.0
 * @category constructors
 */
export const full = "lv_test_full_00000000000000000000000000000000000000"

/**
 * Everything, for another owner: nothing of one owner is visible to the other, keys included.
 *
 * @since 0.1.0
 * @category constructors
 */
export const other = "lv_test_other_0000000000000000000000000000000000000"

/**
 * Everything, on the free plan: 50 active resources and 10 000 links in a month.
 *
 * @since 0.1.0
 * @category constructors
 */
export const free = "lv_test_free_00000000000000000000000000000000000000"

/**
 * Reads only, for the owner of `full`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const readOnly = "lv_test_readonly_0000000000000000000000000000000000"

/**
 * A key whose time is over.
 *
 * @since 0.1.0
 * @category constructors
 */
export const expired = "lv_test_expired_00000000000000000000000000000000000"

/**
 * The person behind `full`: what a JWT alone may do, such as billing, and all that the key may.
 *
 * @since 0.1.0
 * @category constructors
 */
export const jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvd25lcl9mdWxsIn0.full"

/**
 * The person behind `free`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const jwtFree = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvd25lcl9mcmVlIn0.free"

const account: Account = {
  owner: "owner_full",
  credential: "apiKey",
  plan: "enterprise",
  scopes: ["qurl:read", "qurl:write", "qurl:resolve", "qurl:agent"],
  domains: ["links.example.com"],
  system: true,
  expired: false
}

const freeAccount: Account = { ...account, owner: "owner_free", plan: "free", domains: [], system: false }

/**
 * Account of callers of public operations.
 *
 * @since 0.1.0
 * @category models
 */
export const anonymous: Account = { ...freeAccount, owner: "anonymous", scopes: [] }

/**
 * The accounts behind the keys.
 *
 * @since 0.1.0
 * @category models
 */
export const accounts: ReadonlyMap<string, Account> = new Map([
  [full, account],
  [jwt, { ...account, credential: "jwt" }],
  [other, { ...account, owner: "owner_other", domains: [] }],
  [free, freeAccount],
  [jwtFree, { ...freeAccount, credential: "jwt" }],
  [readOnly, { ...account, scopes: ["qurl:read"] }],
  [expired, { ...account, expired: true }]
])
