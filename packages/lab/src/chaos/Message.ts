/**
 * Orders to a client process and its reports, one JSON line each.
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
  /** Labels of the links. Each belongs to one intent. */
  labels: Schema.Array(Schema.String),
  /** The key that every process sends for this intent. Rows have the keys of the journal. */
  key: Schema.String
})

/**
 * @since 0.1.0
 * @category models
 */
export type Intent = typeof Intent.Type

/**
 * Orders to a client process.
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
 * Report of a client: the start of an intent, its outcome, or the reason why its job stopped.
 *
 * @since 0.1.0
 * @category models
 */
export const Message = Schema.Union(
  Schema.Struct({ began: Schema.String }),
  Schema.Struct({
    told: Schema.String,
    outcome: Schema.Literal("applied", "not sent", "rejected", "unknown", "in flight", "applied but unreadable"),
    /** The link that was made, if known. */
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
