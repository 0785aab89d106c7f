/** The API as one value, and its one group. */
export { QurlApi } from "./Api.js"
export { Qurls } from "./Qurls.js"

/** Inputs and answers. */
export { AccessPolicy, AccessPolicyView, AIAgentCategory } from "./AccessPolicy.js"
export * as BatchCreate from "./BatchCreate.js"
export { CreateQurlRequest, CreateQurlResult } from "./CreateQurl.js"
export { ListQurlsQuery } from "./ListQurls.js"
export { MintLinkRequest, MintLinkResult } from "./MintLink.js"
export { PageQuery } from "./PageQuery.js"
export { Quota } from "./Quota.js"
export { Qurl, QurlSummary } from "./Qurl.js"
export { ResolveRequest, ResolveResult } from "./Resolve.js"
export { ExtendQurlRequest, UpdateQurlRequest } from "./UpdateQurl.js"

/** Envelopes, failures, and what is wrong with an input. */
export * as Envelope from "./Envelope.js"
export * as InvalidFields from "./InvalidFields.js"
export * as Problem from "./Problem.js"
