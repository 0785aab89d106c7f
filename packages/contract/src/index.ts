/** The API as one value, and its groups. */
export {
  AccessCodes,
  AccessRequests,
  Agent,
  ApiKeys,
  Billing,
  Connectors,
  Customer,
  Delegated,
  Domains,
  QurlApi,
  Qurls,
  Resources,
  Sessions,
  Webhooks
} from "./HttpApi.js"

/** Operations as data. */
export * as ApiOperation from "./ApiOperation.js"
export { settingQurl } from "./groups/Resources.js"
export { type KeyedOperation, keyedOperations } from "./KeyedOperations.js"

/** Inputs and answers. */
export { AccessPolicy, AccessPolicyView, AIAgentCategory } from "./AccessPolicy.js"
export * as AccessCode from "./groups/AccessCodes.js"
export { AccessApproval, AccessRequest, ApproveAccessRequest, ResourceAccessRequest } from "./groups/AccessRequests.js"
export { AgentBootstrapRequest, AgentBootstrapResult } from "./groups/Agent.js"
export * as ApiKey from "./groups/ApiKeys.js"
export { CreateBillingCheckoutRequest, Invoice, ListInvoicesQuery, RedirectSession } from "./groups/Billing.js"
export { ConnectorInstallation, SetSharingRequest, SharingState } from "./groups/Connectors.js"
export { CustomerProfile, Me, SetPublisherRequest, UpdateCustomerRequest } from "./groups/Customer.js"
export { UsageCurrentPeriod, UsageDaily } from "./groups/Customer.js"
export { DelegatedQurl } from "./groups/Delegated.js"
export {
  CreateDelegatedBatchRequest,
  DelegatedBatch,
  DelegatedGrant,
  DelegatedResult
} from "./groups/Delegated/DelegatedBatch.js"
export { Domain, DomainCheck, DomainVerifyResult, RegisterDomainRequest } from "./groups/Domains.js"
export * as BatchCreate from "./groups/Qurls/BatchCreate.js"
export { CreateQurlRequest, CreateQurlResult } from "./groups/Qurls/CreateQurl.js"
export { ListQurlsQuery } from "./groups/Qurls/ListQurls.js"
export { MintLinkRequest, MintLinkResult } from "./groups/Qurls/MintLink.js"
export { Quota } from "./groups/Qurls/Quota.js"
export { Qurl, QurlSummary } from "./groups/Qurls/Qurl.js"
export { ResolveRequest, ResolveResult } from "./groups/Qurls/Resolve.js"
export { ExtendQurlRequest, UpdateQurlRequest } from "./groups/Qurls/UpdateQurl.js"
export { CreateQurlForResourceRequest } from "./groups/Resources/CreateQurlForResource.js"
export { CreateResourceMeta, CreateResourceRequest } from "./groups/Resources/CreateResource.js"
export { ListResourcesQuery } from "./groups/Resources/ListResources.js"
export { AllowedPasskey, Publisher, Resource, ResourceDetail } from "./groups/Resources/Resource.js"
export { ShareRequest, ShareResult } from "./groups/Resources/Share.js"
export { UpdateResourceRequest } from "./groups/Resources/UpdateResource.js"
export { UpdateResourceQurlRequest } from "./groups/Resources/UpdateResourceQurl.js"
export { Session, SessionTermination } from "./groups/Sessions.js"
export * as Webhook from "./groups/Webhooks/Webhook.js"
export * as WebhookPayload from "./groups/Webhooks/WebhookPayload.js"
export { PageQuery } from "./PageQuery.js"

/** Properties of an operation besides its shape. */
export { Credentials } from "./Credentials.js"
export { KeyDocumented } from "./KeyDocumented.js"
export { qurlDialect } from "./QurlDialect.js"

/** Envelopes, failures, and what is wrong with an input. */
export * as Envelope from "./Envelope.js"
export * as InvalidFields from "./InvalidFields.js"
export * as Problem from "./Problem.js"
