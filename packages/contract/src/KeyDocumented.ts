/**
 * Operations whose description by the vendor names the idempotency header.
 *
 * @since 0.1.0
 */
import * as Context from "effect/Context"

/**
 * Annotates an endpoint with true if its own description names the header. A general rule of the API covers every POST,
 * PUT and PATCH; a client that trusts the single descriptions only goes by this.
 *
 * @since 0.1.0
 * @category tags
 */
export class KeyDocumented extends Context.Reference<KeyDocumented>()("@qurl/contract/KeyDocumented", {
  defaultValue: (): boolean => false
}) {}
