/**
 * What a client process is told to do, and what it says while it does it, a line of JSON each.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"

/**
 * Something to do once, whatever happens: a link, a batch of links, or a row of a job.
 *
 * @since 0.1.0
 * @category models
 */
export const Intent = Schema.Struct({
  name: Schema.String,
  /** Of each link that it wants. No two intents share one. */
  labels: Schema.Array(Schema.String),
  /** The key that every process sends which goes on with it. Rows have those of the journal. */
  key: Schema.String
})

/**
 * @since 0.1.0
 * @category models
 */
export type Intent = typeof Intent.Type

/**
 * What to do.
 *
 * @since 0.1.0
 * @category models
 */
export const Orders = Schema.Struct({
  baseUrl: Schema.String,
  intents: Schema.Array(Intent),
  /** The file of the journal, where the intents are the rows of one job. */
  journal: Schema.NullOr(Schema.String),
  /** Leaves out keys and repeats nevertheless: a client that must be found out. */
  broken: Schema.Boolean
})

/**
 * @since 0.1.0
 * @category models
 */
export type Orders = typeof Orders.Type

/**
 * What a client says: that it begins with an intent, what it was told of it, or why its job stopped.
 *
 * @since 0.1.0
 * @category models
 */
export const Message = Schema.Union(
  Schema.Struct({ began: Schema.String }),
  Schema.Struct({
    told: Schema.String,
    outcome: Schema.Literal("applied", "not sent", "rejected", "unknown", "in flight", "applied but unreadable"),
    /** Where it is known, the link that was made. */
    link: Schema.optional(Schema.String),
    resources: Schema.Array(Schema.String),
    /** Tag and code of the error. */
    error: Schema.optional(Schema.String)
  }),
  Schema.Struct({ stopped: Schema.String })
)

/**
 * @since 0.1.0
 * @category models
 */
export type Message = typeof Message.Type
