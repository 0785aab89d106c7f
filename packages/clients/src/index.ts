export type { Answered, CallOptions } from "./Answered.js"
export * as ApiError from "./ApiError.js"
export type { Json, JsonObject } from "./Json.js"
export { Skadi } from "./Skadi.js"
