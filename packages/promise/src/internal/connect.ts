// Generated from @qurl/sdk by `npm run promise`. Do not edit.
import * as Sdk from "@qurl/sdk"
import * as Context from "effect/Context"
import type { Qurls } from "../services/Qurls.js"
import type { Services } from "../services/Services.js"
import { bulk, call, face, items, type Methods } from "./face.js"
import type { Runner } from "./run.js"

const qurls: Methods<typeof Sdk.Qurl["Service"]> = {
  create: call(1),
  batchCreate: call(1),
  batchCreateAll: bulk,
  get: call(1),
  list: call(1),
  listAll: items(1),
  update: call(2),
  extend: call(2),
  delete: call(1),
  mintLink: call(2),
  resolve: call(1),
  getQuota: call(0)
}

const resources: Methods<typeof Sdk.Resources["Service"]> = {
  list: call(1),
  listAll: items(1),
  create: call(1),
  get: call(1),
  update: call(2),
  delete: call(1),
  listQurls: call(2),
  listAllQurls: items(2),
  createQurl: call(2),
  updateQurl: call(3),
  share: call(2),
  revokeQurl: call(2)
}

const sessions: Methods<typeof Sdk.Sessions["Service"]> = {
  list: call(1),
  terminateAll: call(1),
  terminate: call(2)
}

const connectors: Methods<typeof Sdk.Connectors["Service"]> = {
  list: call(1),
  listAll: items(1),
  resource: call(1),
  ensure: call(2),
  get: call(1),
  delete: call(1),
  sharing: call(1),
  setSharing: call(2),
  restartSharing: call(1)
}

const delegated: Methods<typeof Sdk.Delegated["Service"]> = {
  createBatch: call(2),
  getBatch: call(1),
  getBatchIfChanged: call(2),
  waitForBatch: call(1),
  get: call(1),
  revoke: call(1)
}

const accessRequests: Methods<typeof Sdk.AccessRequests["Service"]> = {
  list: call(0),
  listOfResource: call(1),
  approve: call(2),
  deny: call(2),
  removePerson: call(2)
}

const portal: Methods<typeof Sdk.Portal["Service"]> = {
  protectUrl: call(2),
  createPortal: call(2),
  createPortalForUrl: call(2),
  resourceById: call(undefined),
  enterPortal: call(1)
}

const webhooks: Methods<typeof Sdk.Webhooks["Service"]> = {
  create: call(1),
  list: call(1),
  listAll: items(1),
  eventTypes: call(0),
  get: call(1),
  update: call(2),
  delete: call(1),
  regenerateSecret: call(1),
  deliveries: call(2),
  allDeliveries: items(2)
}

const apiKeys: Methods<typeof Sdk.ApiKeys["Service"]> = {
  create: call(1),
  list: call(1),
  listAll: items(1),
  update: call(2),
  revoke: call(1)
}

const accessCodes: Methods<typeof Sdk.AccessCodes["Service"]> = {
  redeem: call(1),
  create: call(1),
  list: call(0),
  revoke: call(1)
}

const domains: Methods<typeof Sdk.Domains["Service"]> = {
  register: call(1),
  list: call(1),
  listAll: items(1),
  get: call(1),
  delete: call(1),
  verify: call(1),
  regenerateToken: call(1)
}

const billing: Methods<typeof Sdk.Billing["Service"]> = {
  checkout: call(1),
  portal: call(0),
  listInvoices: call(1),
  listAllInvoices: items(1)
}

const customer: Methods<typeof Sdk.Customer["Service"]> = {
  get: call(0),
  update: call(1),
  usage: call(0),
  dailyUsage: call(0),
  me: call(0),
  publisher: call(0),
  setPublisher: call(1)
}

/** All services of a client. */
export const connect = (services: Context.Context<Sdk.QurlServices>, run: Runner): Qurls & Services => ({
  ...face(Context.get(services, Sdk.Qurl), qurls, run, ""),
  resources: face(Context.get(services, Sdk.Resources), resources, run, "resources."),
  sessions: face(Context.get(services, Sdk.Sessions), sessions, run, "sessions."),
  connectors: face(Context.get(services, Sdk.Connectors), connectors, run, "connectors."),
  delegated: face(Context.get(services, Sdk.Delegated), delegated, run, "delegated."),
  accessRequests: face(Context.get(services, Sdk.AccessRequests), accessRequests, run, "accessRequests."),
  portal: face(Context.get(services, Sdk.Portal), portal, run, "portal."),
  webhooks: face(Context.get(services, Sdk.Webhooks), webhooks, run, "webhooks."),
  apiKeys: face(Context.get(services, Sdk.ApiKeys), apiKeys, run, "apiKeys."),
  accessCodes: face(Context.get(services, Sdk.AccessCodes), accessCodes, run, "accessCodes."),
  domains: face(Context.get(services, Sdk.Domains), domains, run, "domains."),
  billing: face(Context.get(services, Sdk.Billing), billing, run, "billing."),
  customer: face(Context.get(services, Sdk.Customer), customer, run, "customer.")
})
