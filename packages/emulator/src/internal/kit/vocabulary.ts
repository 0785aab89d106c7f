import { type AccessPolicy, AIAgentCategory, Webhook } from "@qurl/contract"
import { ResourceType } from "@qurl/contract/Fields"
import * as Either from "effect/Either"
import { isIP } from "node:net"
import type { Said } from "./problem.js"

const wrong = (field: string, message: string): Either.Either<never, Said> =>
  Either.left({ code: "validation_error", detail: `${field} ${message}`, invalid_fields: { [field]: message } })

type Check = Either.Either<void, Said>

/**
 * Checks for a word that the service knows. Clients tolerate other words in answers, and the service refuses them in
 * requests.
 */
export const oneOf = (words: ReadonlyArray<string>, field: string, word: string | undefined): Check =>
  word === undefined || words.includes(word) ? Either.void : wrong(field, `must be one of ${words.join(", ")}`)

const someOf = (words: ReadonlyArray<string>, field: string, given: ReadonlyArray<string> | undefined): Check =>
  given?.every((word) => words.includes(word)) ?? true ? Either.void : wrong(field, `must be of ${words.join(", ")}`)

export const resourceType = (type: string | undefined): Check => oneOf(ResourceType.known, "type", type)

export const events = (given: ReadonlyArray<string> | undefined): Check =>
  someOf(Webhook.WebhookEventType.known, "events", given)

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
    yield* someOf(AIAgentCategory.known, "access_policy.ai_agent_policy.allow_categories", allow_categories)
    yield* someOf(AIAgentCategory.known, "access_policy.ai_agent_policy.deny_categories", deny_categories)
  })
