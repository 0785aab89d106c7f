/**
 * Who may open a link.
 *
 * @since 0.1.0
 */

/**
 * Families of AI agents. More can come at any time.
 *
 * @since 0.1.0
 * @category models
 */
export type AIAgentCategory =
  | "chatgpt"
  | "gptbot"
  | "claude"
  | "gemini"
  | "perplexity"
  | "cohere"
  | "meta"
  | "bytedance"
  | "amazon"
  | "apple"
  | "commoncrawl"
  | "mistral"
  | "generic_ai"
  | (string & {})

/**
 * Who may open a link. Addresses, country codes and regular expressions are judged by the server.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessPolicy {
  readonly ip_allowlist?: ReadonlyArray<string> | undefined
  readonly ip_denylist?: ReadonlyArray<string> | undefined
  readonly geo_allowlist?: ReadonlyArray<string> | undefined
  readonly geo_denylist?: ReadonlyArray<string> | undefined
  readonly user_agent_allow_regex?: string | undefined
  readonly user_agent_deny_regex?: string | undefined
  readonly ai_agent_policy?: {
    readonly block_all?: boolean | undefined
    readonly deny_categories?: ReadonlyArray<AIAgentCategory> | undefined
    readonly allow_categories?: ReadonlyArray<AIAgentCategory> | undefined
  } | undefined
}
