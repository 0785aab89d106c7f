/**
 * Who may use a link.
 *
 * @since 0.1.0
 */
import * as Schema from "effect/Schema"
import { absent, openEnum } from "./Wire.js"

/**
 * A family of AI agents, recognised by its user agent.
 *
 * @since 0.1.0
 * @category models
 */
export const AIAgentCategory = openEnum(
  "chatgpt",
  "gptbot",
  "claude",
  "gemini",
  "perplexity",
  "cohere",
  "meta",
  "bytedance",
  "amazon",
  "apple",
  "commoncrawl",
  "mistral",
  "generic_ai"
)

const list = <A, I>(item: Schema.Schema<A, I>, limit: number, what: string) =>
  Schema.optional(
    Schema.Array(item).pipe(Schema.maxItems(limit)).annotations({ description: `an array of at most ${limit} ${what}` })
  )
const flag = Schema.optional(Schema.Boolean.annotations({ description: "true or false" }))
const regex = Schema.optional(
  Schema.String.pipe(Schema.maxLength(256)).annotations({
    description: "a regular expression of at most 256 characters"
  })
)

/**
 * The policy as it is sent. Addresses, country codes and regular expressions are judged by the server.
 *
 * @since 0.1.0
 * @category models
 */
export const AccessPolicy = Schema.Struct({
  ip_allowlist: list(Schema.String, 100, "IP addresses or CIDR blocks"),
  ip_denylist: list(Schema.String, 100, "IP addresses or CIDR blocks"),
  geo_allowlist: list(Schema.String, 50, "ISO 3166-1 alpha-2 country codes"),
  geo_denylist: list(Schema.String, 50, "ISO 3166-1 alpha-2 country codes"),
  user_agent_allow_regex: regex,
  user_agent_deny_regex: regex,
  ai_agent_policy: Schema.optional(
    Schema.Struct({
      block_all: flag,
      deny_categories: list(AIAgentCategory, 20, "agent families"),
      allow_categories: list(AIAgentCategory, 20, "agent families")
    }).annotations({ identifier: "AIAgentPolicy" })
  )
}).annotations({ identifier: "AccessPolicy" })

/**
 * @since 0.1.0
 * @category models
 */
export type AccessPolicy = typeof AccessPolicy.Type

const strings = absent(Schema.Array(Schema.String))

/**
 * The policy as it is read back: the same fields, without the limits of an input.
 *
 * @since 0.1.0
 * @category models
 */
export const AccessPolicyView = Schema.Struct({
  ip_allowlist: strings,
  ip_denylist: strings,
  geo_allowlist: strings,
  geo_denylist: strings,
  user_agent_allow_regex: absent(Schema.String),
  user_agent_deny_regex: absent(Schema.String),
  ai_agent_policy: absent(
    Schema.Struct({
      block_all: absent(Schema.Boolean),
      deny_categories: absent(Schema.Array(AIAgentCategory)),
      allow_categories: absent(Schema.Array(AIAgentCategory))
    }).annotations({ identifier: "AIAgentPolicyView" })
  )
}).annotations({ identifier: "AccessPolicyView" })
