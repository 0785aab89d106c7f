export * as Contract from "@qurl/contract"
export * as Idempotency from "@qurl/idempotency"
export * as Sdk from "@qurl/sdk"
