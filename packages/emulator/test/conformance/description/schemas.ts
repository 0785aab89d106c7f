import formats from "ajv-formats"
import { Ajv2020 } from "ajv/dist/2020.js"
import { component, isObject, type Json, object, published, strings, text } from "./document.js"

/** Properties that the prose promises besides those in `required`. */
const promised: { readonly [schema: string]: ReadonlyArray<string> } = {
  Meta: ["request_id"],
  ListMeta: ["request_id"],
  Problem: ["type", "title", "status", "code", "detail", "instance"],
  ErrorEnvelope: ["error", "meta"],
  BatchItemSuccess: ["expires_at"],
  Webhook: ["webhook_id", "owner_id", "url", "events", "status", "created_at", "updated_at", "failure_count"],
  WebhookWithSecret: ["secret"],
  WebhookDelivery: ["delivery_id", "webhook_id", "event_type", "status", "retry_count", "created_at"],
  WebhookEventTypeInfo: ["type", "category", "description"],
  WebhookPayload: ["id", "type", "owner_id", "timestamp", "api_version", "data"],
  ApiKey: ["key_id", "key_prefix", "name", "scopes", "status", "created_at"],
  CreatedApiKey: ["api_key"],
  AccessCode: ["access_code_id", "resource_id", "status", "max_uses", "use_count", "created_at"],
  CreatedAccessCode: ["code"],
  RedeemAccessCodeResult: ["redirect_url"],
  Domain: ["domain", "status", "verification_token", "created_at", "ready_for_qurls", "dns_records"],
  DomainVerifyResult: ["domain", "status", "checks"],
  DnsRecord: ["type", "name", "value", "verified"],
  Session: ["session_id", "qurl_id", "src_ip", "created_at", "last_seen_at"],
  SessionTermination: ["terminated"],
  ResourceDetail: ["resource", "qurls"],
  Resource: ["type", "status", "created_at"],
  ResolveResult: ["access_grant"],
  Quota: ["rate_limits", "usage"]
}

/** Promised by the types of the official client and taken back by the prose: other kinds of resources have no target. */
const notPromised: ReadonlySet<string> = new Set(["Qurl target_url", "ResolveResult target_url"])

/** Values of open enumerations that the file does not list. It leaves the code of a skipped item open. */
const further: { readonly [schema: string]: ReadonlyArray<string> } = {
  "BatchItemError/properties/code": ["skipped"]
}

/** Schemas have names; what is inside of one is named by its place. */
const inside = (name: string, key: string): string => /^[A-Z]/.test(key) ? key : `${name}/${key}`

/**
 * The description that answers are held to: nothing undeclared, everything that the prose or the types of the official
 * client promise, and of open enumerations the values that are known.
 */
const strict = (json: Json, name = ""): Json => {
  if (Array.isArray(json)) return json.map((item) => strict(item, name))
  if (!isObject(json)) return json
  if (Array.isArray(json["allOf"])) {
    const parts = json["allOf"].map((part) => {
      const ref = text(object(part)["$ref"]).split("/").at(-1) ?? ""
      return { ref, schema: ref === "" ? object(part) : component("schemas", ref) }
    })
    const properties = Object.assign({}, ...parts.map(({ schema }) => schema["properties"]))
    const required = parts.flatMap(({ ref }) => promised[ref] ?? [])
    return strict({ type: "object", properties, required }, name)
  }
  const known = Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, strict(value, inside(name, key))])
  )
  if (Array.isArray(json["enum"])) {
    return { ...known, enum: [...json["enum"], ...strings(json["x-documented-extra"]), ...(further[name] ?? [])] }
  }
  if (!isObject(json["properties"]) || json["type"] !== "object") return known
  const required = [
    ...strings(json["required"]),
    ...strings(json["x-sdk-required"]).filter((field) => !notPromised.has(`${name} ${field}`)),
    ...strings(json["x-server-required"]),
    ...(promised[name] ?? [])
  ]
  return { additionalProperties: false, ...known, required: [...new Set(required)] }
}

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true, logger: false })
formats.default(ajv)
ajv.addSchema(published, "asked")
ajv.addSchema(object(strict(published)), "answered")

export type Side = "asked" | "answered"

/** Problems of a value with the schema at a place of the description. */
export const complaints = (side: Side, pointer: string, value: unknown): ReadonlyArray<string> => {
  const validate = ajv.getSchema(`${side}#${pointer}`) ?? ajv.compile({ $ref: `${side}#${pointer}` })
  if (validate(value) === true) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message ?? ""} ${JSON.stringify(params)}`
  )
}

/** Place of the named schema. */
export const schema = (name: string): string => `/components/schemas/${name}`
