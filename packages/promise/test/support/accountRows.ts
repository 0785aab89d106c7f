import {
  accessCode,
  after,
  apiKey,
  domain,
  given,
  hook,
  host,
  invoices,
  nothing,
  resource,
  type Row,
  takes,
  webhook
} from "./arrange.js"

const receivers: ReadonlyArray<Row> = [
  {
    method: "webhooks.create",
    sends: "createWebhook",
    arrange: takes(hook),
    bad: [{ ...hook, events: [] }],
    effects: ["webhook.created"]
  },
  { method: "webhooks.list", sends: "listWebhooks", arrange: given(webhook, { limit: 1 }), bad: [{ limit: 0 }] },
  { method: "webhooks.listAll", sends: "listWebhooks", arrange: given(webhook, { limit: 1 }), bad: [{ limit: 0 }] },
  { method: "webhooks.eventTypes", sends: "listWebhookEventTypes", arrange: nothing, bad: "a key" },
  { method: "webhooks.get", sends: "getWebhook", arrange: after(webhook), bad: [""] },
  {
    method: "webhooks.update",
    sends: "updateWebhook",
    arrange: after(webhook, { description: "ours" }),
    bad: ["wh_1", {}],
    effects: ["webhook.updated"]
  },
  {
    method: "webhooks.delete",
    sends: "deleteWebhook",
    arrange: after(webhook),
    bad: [""],
    effects: ["webhook.deleted"]
  },
  {
    method: "webhooks.regenerateSecret",
    sends: "regenerateWebhookSecret",
    arrange: after(webhook),
    bad: [""],
    effects: ["webhook.secret_replaced"]
  },
  { method: "webhooks.deliveries", sends: "listWebhookDeliveries", arrange: after(webhook, {}), bad: [""] },
  { method: "webhooks.allDeliveries", sends: "listWebhookDeliveries", arrange: after(webhook, {}), bad: [""] }
]

const credentials: ReadonlyArray<Row> = [
  {
    method: "apiKeys.create",
    sends: "createApiKey",
    credential: "person",
    arrange: takes({ name: "one", scopes: ["qurl:read"] }),
    bad: [{ name: "" }],
    effects: ["api_key.created"]
  },
  {
    method: "apiKeys.list",
    sends: "listApiKeys",
    credential: "person",
    arrange: given(apiKey, { limit: 1 }),
    bad: [{ limit: 0 }]
  },
  {
    method: "apiKeys.listAll",
    sends: "listApiKeys",
    credential: "person",
    arrange: given(apiKey, { limit: 1 }),
    bad: [{ limit: 0 }]
  },
  {
    method: "apiKeys.update",
    sends: "updateApiKey",
    credential: "person",
    arrange: after(apiKey, { name: "two" }),
    bad: ["key_1", {}],
    effects: ["api_key.updated"]
  },
  {
    method: "apiKeys.revoke",
    sends: "revokeApiKey",
    credential: "person",
    arrange: after(apiKey),
    bad: [""],
    effects: ["api_key.revoked"]
  },
  {
    method: "accessCodes.redeem",
    sends: "redeemAccessCode",
    arrange: async (surroundings) => [{ code: (await accessCode(surroundings)).code, elapsed_ms: 5000 }],
    bad: [{ code: "" }],
    effects: ["token.created", "access_code.redeemed"],
    onlyAfter429: true
  },
  {
    method: "accessCodes.create",
    sends: "createAccessCode",
    arrange: async (surroundings) => [{ resource_id: await resource(surroundings) }],
    bad: [{}],
    effects: ["access_code.created"]
  },
  { method: "accessCodes.list", sends: "listAccessCodes", arrange: given(accessCode), bad: "a key" },
  {
    method: "accessCodes.revoke",
    sends: "revokeAccessCode",
    arrange: async (surroundings) => [(await accessCode(surroundings)).access_code_id],
    bad: [""],
    effects: ["access_code.revoked"]
  }
]

const account: ReadonlyArray<Row> = [
  {
    method: "domains.register",
    sends: "registerDomain",
    arrange: takes({ domain: host }),
    bad: [{ domain: "" }],
    effects: ["domain.registered"]
  },
  { method: "domains.list", sends: "listDomains", arrange: given(domain, { limit: 1 }), bad: [{ limit: 0 }] },
  // The account has a domain from the start.
  {
    method: "domains.listAll",
    sends: "listDomains",
    arrange: given(domain, { limit: 1 }),
    bad: [{ limit: 0 }],
    requests: 2
  },
  { method: "domains.get", sends: "getDomain", arrange: after(domain), bad: [""] },
  { method: "domains.delete", sends: "deleteDomain", arrange: after(domain), bad: [""], effects: ["domain.removed"] },
  {
    method: "domains.verify",
    sends: "verifyDomain",
    arrange: after(domain),
    bad: [""],
    effects: ["domain.verified"]
  },
  {
    method: "domains.regenerateToken",
    sends: "regenerateDomainToken",
    arrange: after(domain),
    bad: [""],
    effects: ["domain.token_regenerated"]
  },
  {
    method: "billing.checkout",
    sends: "createBillingCheckout",
    credential: "person",
    arrange: takes({ plan: "growth" }),
    bad: [{}],
    effects: ["checkout.started"]
  },
  {
    method: "billing.portal",
    sends: "createBillingPortal",
    credential: "person",
    arrange: nothing,
    bad: "a key",
    effects: ["portal.started"]
  },
  {
    method: "billing.listInvoices",
    sends: "listBillingInvoices",
    credential: "person",
    arrange: given(invoices, { limit: 1 }),
    bad: [{ limit: 0 }]
  },
  {
    method: "billing.listAllInvoices",
    sends: "listBillingInvoices",
    credential: "person",
    arrange: given(invoices, { limit: 1 }),
    bad: [{ limit: 0 }],
    requests: 2
  },
  { method: "customer.get", sends: "getCustomer", credential: "person", arrange: nothing, bad: "a key" },
  {
    method: "customer.update",
    sends: "updateCustomer",
    credential: "person",
    arrange: takes({ spending_cap_cents: 5000 }),
    bad: [{ spending_cap_cents: "50.00" }],
    effects: ["customer.updated"]
  },
  { method: "customer.usage", sends: "getUsageCurrentPeriod", credential: "person", arrange: nothing, bad: "a key" },
  { method: "customer.dailyUsage", sends: "getUsageDaily", credential: "person", arrange: nothing, bad: "a key" },
  { method: "customer.me", sends: "getMe", arrange: nothing, bad: "a key" },
  { method: "customer.publisher", sends: "getPublisher", arrange: nothing, bad: "a key" },
  {
    method: "customer.setPublisher",
    sends: "setPublisher",
    arrange: takes({ name: "Acme" }),
    bad: [{ name: "x".repeat(65) }],
    effects: ["publisher.updated"]
  }
]

/** Webhooks, credentials, domains and billing. */
export const accountRows: ReadonlyArray<Row> = [...receivers, ...credentials, ...account]
