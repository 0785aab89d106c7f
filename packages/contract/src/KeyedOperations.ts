// Generated from the operations by `npm run contract`. Do not edit.
/**
 * Names of the operations that take an idempotency key, apart from the operations: a client with one service that
 * checks a name would otherwise load those of all services.
 *
 * @since 0.1.0
 */

/**
 * Names of the operations that take an idempotency key.
 *
 * @since 0.1.0
 * @category models
 */
export const keyedOperations = [
  "approveAccessRequest",
  "batchCreate",
  "bootstrapAgent",
  "create",
  "createAccessCode",
  "createApiKey",
  "createBillingCheckout",
  "createBillingPortal",
  "createDelegatedQurlBatch",
  "createQurlForResource",
  "createResource",
  "createWebhook",
  "mintLink",
  "redeemAccessCode",
  "regenerateDomainToken",
  "regenerateWebhookSecret",
  "registerDomain",
  "resolve",
  "restartResourceSharing",
  "setPublisher",
  "setResourceSharing",
  "shareResource",
  "update",
  "updateApiKey",
  "updateCustomer",
  "updateResource",
  "updateResourceQurl",
  "updateWebhook",
  "verifyDomain"
] as const

/**
 * Name of an operation that takes an idempotency key.
 *
 * @since 0.1.0
 * @category models
 */
export type KeyedOperation = (typeof keyedOperations)[number]
