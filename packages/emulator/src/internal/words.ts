import type { AccessPolicy } from "@qurl/contract"
import * as Either from "effect/Either"
import { isIP } from "node:net"
import type { Said } from "./problem.js"

/** Clients tolerate words that they do not know. The service, which gives them their meaning, takes these. */
const resourceTypes = ["url", "tunnel", "transit"]
const eventTypes = [
  "qurl.created",
  "qurl.expired",
  "qurl.revoked",
  "qurl.updated",
  "resource.closed",
  "qurl.accessed",
  "qurl.access_denied",
  "qurl.token_exhausted",
  "quota.warning",
  "quota.exceeded",
  "token.minted",
  "token.expired",
  "domain.verified",
  "domain.failed",
  "domain.deleted"
]
const agents = [
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
]

const wrong = (field: string, message: string): Either.Either<never, Said> =>
  Either.left({ code: "validation_error", detail: `${field} ${message}`, invalid_fields: { [field]: message } })

type Check = Either.Either<void, Said>

/** One of those words, where anything is said. */
export const oneOf = (words: ReadonlyArray<string>, field: string, word: string | undefined): Check =>
  word === undefined || words.includes(word) ? Either.void : wrong(field, `must be one of ${words.join(", ")}`)

const someOf = (words: ReadonlyArray<string>, field: string, given: ReadonlyArray<string> | undefined): Check =>
  given?.every((word) => words.includes(word)) ?? true ? Either.void : wrong(field, `must be of ${words.join(", ")}`)

export const resourceType = (type: string | undefined): Check => oneOf(resourceTypes, "type", type)

export const events = (given: ReadonlyArray<string> | undefined): Check => someOf(eventTypes, "events", given)

const isNetwork = (text: string): boolean => {
  const [address = "", bits, ...more] = text.split("/")
  const most = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && more.length === 0 && (bits === undefined || /^\d+$/.test(bits) && Number(bits) <= most)
}

const isExpression = (text: string): boolean => {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

const every = (
  holds: (text: string) => boolean,
  field: string,
  given: ReadonlyArray<string> | undefined,
  message: string
): Check => (given ?? []).every(holds) ? Either.void : wrong(`access_policy.${field}`, message)

const listOf = (text: string | undefined) => text === undefined ? undefined : [text]

/** A policy that can be followed: addresses, countries, expressions and agents as they are written. */
export const accessPolicy = (policy: AccessPolicy | undefined): Check =>
  Either.gen(function*() {
    if (policy === undefined) return
    for (const field of ["ip_allowlist", "ip_denylist"] as const) {
      yield* every(isNetwork, field, policy[field], "must be of IP addresses and CIDR blocks")
    }
    for (const field of ["geo_allowlist", "geo_denylist"] as const) {
      yield* every((text) => /^[A-Z]{2}$/.test(text), field, policy[field], "must be of country codes such as DE")
    }
    for (const field of ["user_agent_allow_regex", "user_agent_deny_regex"] as const) {
      yield* every(isExpression, field, listOf(policy[field]), "must be a regular expression")
    }
    const { allow_categories, deny_categories } = policy.ai_agent_policy ?? {}
    yield* someOf(agents, "access_policy.ai_agent_policy.allow_categories", allow_categories)
    yield* someOf(agents, "access_policy.ai_agent_policy.deny_categories", deny_categories)
  })
