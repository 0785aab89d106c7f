import type { Emulator } from "@qurl/emulator"
import { Effect } from "effect"
import type { QurlClient } from "../../src/index.js"

/** What stands before a call: a client for what it needs, and the hand on its emulator. */
interface Surroundings {
  readonly client: QurlClient
  readonly control: (typeof Emulator)["Service"]["control"]
}

/** How to call one operation, the same way on each face. */
export interface Row {
  /** `create`, or `resources.create`. */
  readonly method: string
  /** What tells this row from another one of the same method. */
  readonly of?: string
  /** The API's operation behind it; none where nothing is sent. */
  readonly sends: string | undefined
  readonly credential?: "person"
  /** Makes what the call needs, and gives its arguments before the options. */
  readonly arrange: (surroundings: Surroundings) => Promise<ReadonlyArray<unknown>>
  /** Arguments that are refused before anything is sent. Where there are none to refuse, a key for a read is. */
  readonly bad: ReadonlyArray<unknown> | "a key"
  /** How often it asks when nothing goes wrong. Default: once. */
  readonly requests?: number
  /** What it does to the server. */
  readonly effects?: ReadonlyArray<string>
  /** A lost answer is not repeated. */
  readonly onlyAfter429?: true
}

const nothing = () => Promise.resolve([])
const takes = (...args: ReadonlyArray<unknown>) => () => Promise.resolve(args)

const target = { target_url: "https://example.com/docs" }
const other = { target_url: "https://example.com/other" }
const hook = { url: "https://hooks.example.com/qurl", events: ["qurl.accessed"] }
const host = "shop.example.org"
const publicKey = Buffer.alloc(32, 7).toString("base64")

const tokenOf = (link: string) => link.slice(link.indexOf("#") + 1)

const link = async ({ client }: Surroundings) => client.create(target)
const resource = async (surroundings: Surroundings) => (await link(surroundings)).resource_id

/** A resource that somebody is using. */
const used = async (surroundings: Surroundings) => {
  const { qurl_link, resource_id } = await link(surroundings)
  await surroundings.client.resolve({ access_token: tokenOf(qurl_link) })
  return resource_id
}

const webhook = async ({ client }: Surroundings) => (await client.webhooks.create(hook)).webhook_id
const apiKey = async ({ client }: Surroundings) =>
  (await client.apiKeys.create({ name: "one", scopes: ["qurl:read"] })).key_id
const accessCode = async (surroundings: Surroundings) =>
  surroundings.client.accessCodes.create({ resource_id: await resource(surroundings) })
const domain = async ({ client }: Surroundings) => {
  await client.domains.register({ domain: host })
  return host
}
const invoices = async ({ control }: Surroundings) => {
  for (const amount_cents of [100, 200]) await Effect.runPromise(control.issueInvoice({ amount_cents }))
}
const installations = async ({ control }: Surroundings) => {
  for (const label of ["one", "two"]) {
    await Effect.runPromise(control.install({ label, subject_display_name: "Example" }))
  }
}
const twoResources = async ({ client }: Surroundings) => {
  await client.create(target)
  await client.create(other)
}

/** What follows `made` in the arguments. */
const after =
  (made: (surroundings: Surroundings) => Promise<unknown>, ...rest: ReadonlyArray<unknown>): Row["arrange"] =>
  async (surroundings) => [await made(surroundings), ...rest]

/** The arguments alone, once `made` exists. */
const given =
  (made: (surroundings: Surroundings) => Promise<unknown>, ...args: ReadonlyArray<unknown>): Row["arrange"] =>
  async (surroundings) => {
    await made(surroundings)
    return args
  }

const qurls: ReadonlyArray<Row> = [
  {
    method: "create",
    sends: "create",
    arrange: takes(target),
    bad: [{ target: "https://example.com" }],
    effects: ["resource.created", "token.created"]
  },
  {
    method: "batchCreate",
    sends: "batchCreate",
    arrange: takes([target, other]),
    bad: [[]],
    effects: ["resource.created", "token.created", "resource.created", "token.created"]
  },
  { method: "get", sends: "get", arrange: after(resource), bad: ["at_secret"] },
  { method: "list", sends: "list", arrange: given(twoResources, { limit: 1 }), bad: [{ limit: 0 }] },
  {
    method: "listAll",
    sends: "list",
    arrange: given(twoResources, { limit: 1 }),
    bad: [{ limit: 0 }],
    requests: 2
  },
  {
    method: "update",
    sends: "update",
    arrange: after(resource, { description: "docs" }),
    bad: ["r_1", {}],
    effects: ["resource.updated"]
  },
  {
    method: "extend",
    sends: "update",
    arrange: after(resource, { extend_by: "1h" }),
    bad: ["r_1", {}],
    effects: ["resource.updated"]
  },
  { method: "delete", sends: "delete", arrange: after(resource), bad: ["q_1"], effects: ["resource.revoked"] },
  {
    method: "mintLink",
    sends: "mintLink",
    arrange: after(resource, { label: "Ada" }),
    bad: ["r_1", { label: 1 }],
    effects: ["token.created"]
  },
  {
    method: "resolve",
    sends: "resolve",
    arrange: async (surroundings) => [{ access_token: tokenOf((await link(surroundings)).qurl_link) }],
    bad: [{ access_token: "" }],
    effects: ["token.resolved"]
  },
  { method: "getQuota", sends: "getQuota", arrange: nothing, bad: "a key" }
]

const resources: ReadonlyArray<Row> = [
  { method: "resources.list", sends: "listResources", arrange: given(twoResources, { limit: 1 }), bad: [{ limit: 0 }] },
  {
    method: "resources.listAll",
    sends: "listResources",
    arrange: given(twoResources, { limit: 1 }),
    bad: [{ limit: 0 }],
    requests: 2
  },
  {
    method: "resources.create",
    sends: "createResource",
    arrange: takes({ type: "url", ...target }),
    bad: [{ type: "url" }],
    effects: ["resource.created"]
  },
  { method: "resources.get", sends: "getResource", arrange: after(resource), bad: [""] },
  {
    method: "resources.update",
    sends: "updateResource",
    arrange: after(resource, { description: "docs" }),
    bad: ["r_1", {}],
    effects: ["resource.updated"]
  },
  {
    method: "resources.delete",
    sends: "deleteResource",
    arrange: after(resource),
    bad: [""],
    effects: ["resource.revoked"]
  },
  {
    method: "resources.createQurl",
    sends: "createQurlForResource",
    arrange: after(resource, { label: "Ada" }),
    bad: ["r_1", { label: 1 }],
    effects: ["token.created"]
  },
  {
    method: "resources.updateQurl",
    sends: "updateResourceQurl",
    arrange: async (surroundings) => {
      const { qurl_id, resource_id } = await link(surroundings)
      return [resource_id, qurl_id, { label: "Ada" }]
    },
    bad: ["r_1", "q_1", {}],
    effects: ["token.updated"]
  },
  {
    method: "resources.updateQurl",
    of: "that adds time",
    sends: "updateResourceQurl",
    arrange: async (surroundings) => {
      const { qurl_id, resource_id } = await link(surroundings)
      return [resource_id, qurl_id, { extend_by: "1h" }]
    },
    bad: ["r_1", "q_1", { extend_by: 1 }],
    effects: ["token.updated"],
    onlyAfter429: true
  },
  {
    method: "resources.revokeQurl",
    sends: "revokeResourceQurl",
    arrange: async (surroundings) => {
      const { qurl_id, resource_id } = await link(surroundings)
      return [resource_id, qurl_id]
    },
    bad: ["r_1", ""],
    effects: ["token.revoked"]
  }
]

const sessions: ReadonlyArray<Row> = [
  { method: "sessions.list", sends: "listResourceSessions", arrange: after(used), bad: [""] },
  {
    method: "sessions.terminateAll",
    sends: "terminateAllResourceSessions",
    arrange: after(used),
    bad: [""],
    effects: ["session.terminated"]
  },
  {
    method: "sessions.terminate",
    sends: "terminateResourceSession",
    arrange: async (surroundings) => {
      const id = await used(surroundings)
      return [id, (await surroundings.client.sessions.list(id)).items[0]?.session_id]
    },
    bad: ["r_1", ""],
    effects: ["session.terminated"]
  }
]

const connectors: ReadonlyArray<Row> = [
  {
    method: "connectors.list",
    sends: "listConnectorInstallations",
    arrange: given(installations, { limit: 1 }),
    bad: [{ limit: 101 }]
  },
  {
    method: "connectors.listAll",
    sends: "listConnectorInstallations",
    arrange: given(installations, { limit: 1 }),
    bad: [{ limit: 101 }],
    requests: 2
  },
  {
    method: "connectors.resource",
    sends: "listResources",
    arrange: given(({ client }) => client.connectors.ensure("printer"), "printer"),
    bad: ["no spaces please"]
  },
  {
    method: "connectors.ensure",
    sends: "createResource",
    arrange: takes("printer", { description: "on the second floor" }),
    bad: ["no spaces please"],
    effects: ["resource.created"]
  },
  {
    method: "agent.bootstrap",
    sends: "bootstrapAgent",
    arrange: takes({ public_key: publicKey }),
    bad: [{ public_key: "short" }],
    effects: ["agent.registered"]
  }
]

const portal: ReadonlyArray<Row> = [
  {
    method: "portal.protectUrl",
    sends: "createResource",
    arrange: takes(target.target_url, { tags: ["docs"] }),
    bad: ["no url"],
    effects: ["resource.created"]
  },
  {
    method: "portal.createPortal",
    sends: "createQurlForResource",
    arrange: after(resource, { validFor: 86_400_000, sessionDuration: "90s" }),
    bad: ["r_1", { validFor: 1 }],
    effects: ["token.created"]
  },
  {
    method: "portal.createPortalForUrl",
    sends: "create",
    arrange: takes(target.target_url, { label: "Ada" }),
    bad: [target.target_url, { lable: "Ada" }],
    effects: ["resource.created", "token.created"]
  },
  { method: "portal.resourceById", sends: undefined, arrange: takes("r_1"), bad: [""] },
  {
    method: "portal.enterPortal",
    sends: "resolve",
    arrange: async (surroundings) => [(await link(surroundings)).qurl_link],
    bad: ["https://example.com"],
    effects: ["token.resolved"]
  }
]

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
  { method: "customer.dailyUsage", sends: "getUsageDaily", credential: "person", arrange: nothing, bad: "a key" }
]

export const rows: ReadonlyArray<Row> = [
  ...qurls,
  ...resources,
  ...sessions,
  ...connectors,
  ...portal,
  ...receivers,
  ...credentials,
  ...account
]
