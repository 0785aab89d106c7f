import { QurlApi } from "@qurl/contract"
import type { Rules } from "@qurl/idempotency"
import { Operation } from "@qurl/idempotency"
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import type { Checked } from "./checked.js"
import type { Descriptor } from "./descriptor.js"

const isKeyed = (endpoint: { readonly annotations: Context.Context<never> }): boolean =>
  Option.exists(Context.getOption(endpoint.annotations, Operation), ({ idempotency }) => idempotency === "keyed")

/** Whether the API has such an operation, and it takes a key. */
export const isKeyedOperation = (name: string): boolean =>
  Object.values(QurlApi.groups).some((group) => {
    const endpoint = Object.hasOwn(group.endpoints, name) ? group.endpoints[name] : undefined
    return endpoint !== undefined && isKeyed(endpoint)
  })

/**
 * The rules of an operation under this configuration. Where the key is held back, nothing may be repeated: the server
 * could not tell the repetition from another call.
 */
export const rulesUnder = <Success>(config: Checked, descriptor: Descriptor<Success>): Rules => {
  const { documentsKey, endpoint, rules } = descriptor
  const held = config.heldBack.includes(endpoint) || (config.keys === "documented" && !documentsKey)
  return rules.idempotency === "keyed" && held ? { ...rules, idempotency: "none" } : rules
}
