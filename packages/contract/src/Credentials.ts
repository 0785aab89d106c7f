/**
 * Which credentials an operation takes.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"

/**
 * Annotates an endpoint with the kinds of credential it takes: any of them unless said otherwise, none where it is
 * public.
 *
 * @since 0.1.0
 * @category tags
 */
export class Credentials extends Context.Reference<Credentials>()("@qurl/contract/Credentials", {
  defaultValue: (): ReadonlyArray<"apiKey" | "jwt"> => ["apiKey", "jwt"]
}) {}
