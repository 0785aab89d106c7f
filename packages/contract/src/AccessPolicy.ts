/**
 * Access policies of links.
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
  /** Addresses or CIDR blocks that may visit, at most 100. */
  ip_allowlist: list(Schema.String, 100, "IP addresses or CIDR blocks"),
  /** Addresses or CIDR blocks that may not visit, at most 100. */
  ip_denylist: list(Schema.String, 100, "IP addresses or CIDR blocks"),
  /** ISO 3166-1 alpha-2 codes of countries that may visit, at most 50. */
  geo_allowlist: list(Schema.String, 50, "ISO 3166-1 alpha-2 country codes"),
  /** ISO 3166-1 alpha-2 codes of countries that may not visit, at most 50. */
  geo_denylist: list(Schema.String, 50, "ISO 3166-1 alpha-2 country codes"),
  /** Regular expression of user agents that may visit, at most 256 characters. */
  user_agent_allow_regex: regex,
  /** Regular expression of user agents that may not visit, at most 256 characters. */
  user_agent_deny_regex: regex,
  /** Rules for AI agents, which are recognised by their user agents. */
  ai_agent_policy: Schema.optional(
    Schema.Struct({
      /** True if every AI agent is refused. */
      block_all: flag,
      /** Agent families to refuse, at most 20. */
      deny_categories: list(AIAgentCategory, 20, "agent families"),
      /** Agent families to admit, at most 20. */
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
  /** Addresses or CIDR blocks that may visit. */
  ip_allowlist: strings,
  /** Addresses or CIDR blocks that may not visit. */
  ip_denylist: strings,
  /** ISO 3166-1 alpha-2 codes of countries that may visit. */
  geo_allowlist: strings,
  /** ISO 3166-1 alpha-2 codes of countries that may not visit. */
  geo_denylist: strings,
  /** Regular expression of user agents that may visit. */
  user_agent_allow_regex: absent(Schema.String),
  /** Regular expression of user agents that may not visit. */
  user_agent_deny_regex: absent(Schema.String),
  /** Rules for AI agents, which are recognised by their user agents. */
  ai_agent_policy: absent(
    Schema.Struct({
      /** True if every AI agent is refused. */
      block_all: absent(Schema.Boolean),
      /** Agent families that are refused. */
      deny_categories: absent(Schema.Array(AIAgentCategory)),
      /** Agent families that are admitted. */
      allow_categories: absent(Schema.Array(AIAgentCategory))
    }).annotations({ identifier: "AIAgentPolicyView" })
  )
}).annotations({ identifier: "AccessPolicyView" })
