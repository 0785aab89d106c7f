import * as Schema from "effect/Schema"

/** Fields of every error of a call. */
export const story = {
  /** The method that was called, such as `batchCreate`. */
  operation: Schema.String,
  /** Its HTTP method. */
  method: Schema.String,
  /** Knowledge about the call's effect on the server. */
  outcome: Schema.Literal("applied", "not sent", "rejected", "unknown", "in flight", "applied but unreadable"),
  /** Reason why the attempts ended. */
  endedBy: Schema.Literal("answer", "not retryable", "attempts", "budget", "deadline", "retry-after past the deadline"),
  /** The key that every attempt carried. Calling again with it and the same input is the same logical call. */
  idempotencyKey: Schema.optional(Schema.String),
  /** The server's name for the last answered request. */
  requestId: Schema.optional(Schema.String),
  /** Requests that may have reached the server. */
  attempts: Schema.Number,
  /** When the server asked to be called again, in milliseconds since 1970. */
  retryAt: Schema.optional(Schema.Number),
  /** The host that was called, as in `api.layerv.ai`; none if nothing was going to be sent. */
  host: Schema.optional(Schema.String)
}

/** Fields that a final answer adds. */
export const answered = {
  ...story,
  status: Schema.Number,
  /** The server's code: what to branch on. */
  code: Schema.optional(Schema.String),
  /** The server's text, cleaned of links, tokens and control characters. It may change at any time. */
  detail: Schema.optional(Schema.String),
  /**
   * The origin of the answer. `unknown`: it is not in the API's form and may come from a gateway, a proxy or a sign-in
   * page, so that it proves nothing.
   */
  answeredBy: Schema.optional(Schema.Literal("api", "unknown"))
}
