/** The API as one value, and its one group. */
export { AccessCodes } from "./AccessCodes.js"
export { QurlApi } from "./Api.js"
export { ApiKeys } from "./ApiKeys.js"
export { Qurls } from "./Qurls.js"
export { Webhooks } from "./Webhooks.js"

/** Inputs and answers. */
export * as AccessCode from "./AccessCode.js"
export { AccessPolicy, AccessPolicyView, AIAgentCategory } from "./AccessPolicy.js"
export * as ApiKey from "./ApiKey.js"
export * as BatchCreate from "./BatchCreate.js"
export { CreateQurlRequest, CreateQurlResult } from "./CreateQurl.js"
export { ListQurlsQuery } from "./ListQurls.js"
export { MintLinkRequest, MintLinkResult } from "./MintLink.js"
export { PageQuery } from "./PageQuery.js"
export { Quota } from "./Quota.js"
export { Qurl, QurlSummary } from "./Qurl.js"
export { ResolveRequest, ResolveResult } from "./Resolve.js"
export { ExtendQurlRequest, UpdateQurlRequest } from "./UpdateQurl.js"
export * as Webhook from "./Webhook.js"
export * as WebhookPayload from "./WebhookPayload.js"

/** What is known of an operation besides its shape. */
export { Credentials } from "./Credentials.js"
export { KeyDocumented } from "./KeyDocumented.js"

/** Envelopes, failures, and what is wrong with an input. */
export * as Envelope from "./Envelope.js"
export * as InvalidFields from "./InvalidFields.js"
export * as Problem from "./Problem.js"
