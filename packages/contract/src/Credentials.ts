/**
 * Credentials that an operation accepts.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"

/**
 * Kind of credential in the `Authorization` header.
 *
 * @since 0.1.0
 * @category models
 */
export type CredentialKind = "apiKey" | "jwt"

/**
 * Annotates an endpoint with the kinds of credential it accepts: both by default, none for a public endpoint.
 *
 * @since 0.1.0
 * @category tags
 */
export class Credentials extends Context.Reference<Credentials>()("@qurl/contract/Credentials", {
  defaultValue: (): ReadonlyArray<CredentialKind> => ["apiKey", "jwt"]
}) {}
