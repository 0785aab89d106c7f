// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * Inputs, results and services of the SDK, with the durations, secrets, effects and streams of Effect 4.
 *
 * @since 0.1.0
 */
export type * from "./AccessCodes.js"
export type * from "./AccessRequests.js"
export type * from "./ApiKeys.js"
export type * from "./BatchAll.js"
export type * from "./Billing.js"
export type * from "./Configuration.js"
export type * from "./Connectors.js"
export type * from "./Customer.js"
export type * from "./Delegated.js"
export type * from "./Domains.js"
export type * from "./Input.js"
export type * from "./Portal.js"
export type * from "./Qurls.js"
export type * from "./Resources.js"
export type * from "./Result.js"
export type * from "./RowResult.js"
export type * from "./Sessions.js"
export type * from "./Webhooks.js"
