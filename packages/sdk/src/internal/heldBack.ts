import type { Rules } from "@qurl/idempotency"
import type { KeyedOperation } from "../Configuration.js"
import type { Checked } from "./checked.js"
import type { Descriptor } from "./descriptor.js"

/**
 * The operations that take a key, by name. The contract could be asked, but then a program with one service would load
 * the endpoints of all.
 */
const keyed: Readonly<Record<KeyedOperation, true>> = {
  create: true,
  batchCreate: true,
  update: true,
  mintLink: true,
  resolve: true,
  createResource: true,
  updateResource: true,
  createQurlForResource: true,
  updateResourceQurl: true,
  bootstrapAgent: true,
  registerDomain: true,
  verifyDomain: true,
  regenerateDomainToken: true,
  createBillingCheckout: true,
  createBillingPortal: true,
  updateCustomer: true,
  createWebhook: true,
  updateWebhook: true,
  regenerateWebhookSecret: true,
  createApiKey: true,
  updateApiKey: true,
  redeemAccessCode: true,
  createAccessCode: true
}

/** Whether the API has such an operation, and it takes a key. */
export const isKeyedOperation = (name: string): boolean => Object.hasOwn(keyed, name)

/**
 * The rules of an operation under this configuration. Where the key is held back, nothing may be repeated: the server
 * could not tell the repetition from another call.
 */
export const rulesUnder = <Success>(config: Checked, descriptor: Descriptor<Success>): Rules => {
  const { documentsKey, endpoint, rules } = descriptor
  const held = config.heldBack.includes(endpoint) || (config.keys === "documented" && !documentsKey)
  return rules.idempotency === "keyed" && held ? { ...rules, idempotency: "none" } : rules
}
