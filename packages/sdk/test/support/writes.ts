import { HttpClient, HttpClientRequest } from "@effect/platform"
import type { ApiOperation } from "@qurl/contract"
import { Emulator, TestKey } from "@qurl/emulator"
import { Effect, Option, SchemaAST } from "effect"
import { isReadonlyRecord } from "effect/Predicate"
import { operations } from "../../../contract/test/operations.js"
import * as Compiled from "../../src/internal/call/compiled.js"

/** Every operation of the contract that changes something. */
export const writes = operations.filter(({ method }) => method !== "GET")

/** Credential that the operation takes. */
export const credentialOf = ({ credentials }: ApiOperation.ApiOperation): string =>
  credentials === undefined || credentials.includes("jwt") ? TestKey.jwt : TestKey.full

interface Call {
  readonly ids: Readonly<Record<string, string>>
  readonly examples: Readonly<Record<string, unknown>>
}

const post = (path: string, body: unknown, credential: string = TestKey.full) =>
  Effect.gen(function*() {
    const { url } = yield* Emulator
    const client = yield* HttpClient.HttpClient
    const response = yield* client.execute(
      HttpClientRequest.post(`${url}${path}`).pipe(
        HttpClientRequest.bearerToken(credential),
        HttpClientRequest.setHeader("idempotency-key", crypto.randomUUID()),
        HttpClientRequest.bodyUnsafeJson(body)
      )
    )
    const json: unknown = yield* response.json
    const data = isReadonlyRecord(json) ? json["data"] : undefined
    if (!isReadonlyRecord(data)) return yield* Effect.dieMessage(`${path}: ${JSON.stringify(json)}`)
    return data
  }).pipe(Effect.orDie)

const propertiesOf = (ast: SchemaAST.AST): ReadonlyArray<SchemaAST.PropertySignature> =>
  SchemaAST.isRefinement(ast) || SchemaAST.isTransformation(ast)
    ? propertiesOf(ast.from)
    : SchemaAST.isSuspend(ast)
    ? propertiesOf(ast.f())
    : SchemaAST.isTypeLiteral(ast)
    ? ast.propertySignatures
    : []

const idIn = (found: Option.Option<Readonly<Record<string, unknown>>>, name: string): string =>
  Option.match(found, { onNone: () => "", onSome: (data) => String(data[name]) })

const webhookOf = (round: number) => ({ url: `http://localhost:9/${round}`, events: ["qurl.accessed"] })

/** A private resource with two people who have asked for access, one of whom has been approved. */
const furnishAccess = (round: number) =>
  Effect.gen(function*() {
    const { control } = yield* Emulator
    const target_url = `https://example.com/${round}/shared`
    const { resource_id } = yield* post("/v1/resources", { type: "url", target_url, access_requests: true })
    const asked = yield* control.requestAccess({ resource_id: String(resource_id) })
    const allowed = yield* control.requestAccess({ resource_id: String(resource_id) })
    yield* post(`/v1/resources/${String(resource_id)}/access-requests/${allowed.code}/approve`, {})
    return { id: String(resource_id), code: asked.code, device_id: allowed.device_id }
  })

/** A link that a delegated batch has created. */
const furnishDelegated = (input: object) =>
  Effect.gen(function*() {
    yield* post("/v1/delegated-qurl-batches", input)
    const { tokens } = yield* (yield* Emulator).control.inventory
    return { qurl_id: tokens.at(-1)?.id ?? "" }
  })

const furnishSession = (id: string) =>
  Effect.gen(function*() {
    const visited = yield* post(`/v1/resources/${id}/qurls`, {})
    yield* post("/v1/resolve", { access_token: String(visited["qurl_link"]).split("#")[1] })
    const { sessions } = yield* (yield* Emulator).control.inventory
    return { session_id: sessions.at(-1)?.id ?? "" }
  })

/** Things that a call of the operation can name, and examples of properties of inputs. `round` keeps rounds apart. */
export const furnish = (
  { path, payload }: ApiOperation.ApiOperation,
  round: number
): Effect.Effect<Call, never, Emulator | HttpClient.HttpClient> =>
  Effect.gen(function*() {
    const at = (name: string) => `https://example.com/${round}/${name}`
    const names = payload === undefined ? [] : propertiesOf(payload.ast).map(({ name }) => String(name))
    const link = yield* post("/v1/qurls", { target_url: at("link") })
    const id = String(link["resource_id"])
    const [, access_token] = String(link["qurl_link"]).split("#")
    const delegated = { mint_capability: `mc_${id}`, grants: [{ label: "Ada" }] }
    const access = yield* Effect.when(furnishAccess(round), () => /access-requests|allowed-passkeys/.test(path))
    const grant = yield* Effect.when(furnishDelegated(delegated), () => path.startsWith("/v1/delegated-qurls/"))
    const session = yield* Effect.when(furnishSession(id), () => path.includes("sessions"))
    const tunnel = yield* Effect.when(
      post("/v1/resources", { type: "tunnel", slug: `box-${round}`, find_or_create: true }),
      () => path.includes("/sharing")
    )
    const webhook = yield* Effect.when(post("/v1/webhooks", webhookOf(round)), () => path.startsWith("/v1/webhooks/"))
    const key = yield* Effect.when(
      post("/v1/api-keys", { name: "x", kind: "api_key", scopes: ["qurl:read"] }, TestKey.jwt),
      () => path.includes(":key_id")
    )
    const code = yield* Effect.when(post("/v1/access-codes", { resource_id: id }), () =>
      path.startsWith("/v1/access-codes/") || names.includes("code"))
    const domain = yield* Effect.when(post("/v1/domains", { domain: `links${round}.example.com` }, TestKey.jwt), () =>
      path.includes(":domain"))
    return {
      ids: {
        id: idIn(tunnel, "resource_id") || idIn(webhook, "webhook_id") || idIn(code, "access_code_id") || id,
        qurl_id: String(link["qurl_id"]),
        domain: idIn(domain, "domain"),
        key_id: idIn(key, "key_id"),
        ...Option.getOrElse(grant, () => ({})),
        ...Option.getOrElse(session, () => ({})),
        ...Option.getOrElse(access, () => ({}))
      },
      examples: {
        ...delegated,
        ...webhookOf(round + 1000),
        access_token,
        code: idIn(code, "code"),
        description: "Plans",
        desired_state: "on",
        domain: `go${round}.example.com`,
        extend_by: "1h",
        items: [{ target_url: at("item") }],
        kind: "api_key",
        label: "Ada",
        name: `Ada ${round}`,
        plan: "growth",
        public_key: `${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[round] ?? "a"}${"A".repeat(42)}=`,
        resource_id: id,
        scopes: ["qurl:read"],
        spending_cap_cents: 100 + round,
        target_url: at("target"),
        type: "url"
      }
    }
  })

/**
 * Smallest input that the contract accepts, made of the examples: what is required, and optional properties one after the
 * other until the rules between properties hold.
 */
export const inputOf = (operation: ApiOperation.ApiOperation, { examples }: Call): object | undefined => {
  const { payload } = Compiled.make(operation)
  if (Option.isNone(payload) || operation.payload === undefined) return undefined
  const names = propertiesOf(operation.payload.ast).map(({ isOptional, name }) => ({ isOptional, name: String(name) }))
  const known = (name: string) => examples[name] === undefined ? {} : { [name]: examples[name] }
  const required = Object.assign({}, ...names.filter(({ isOptional }) => !isOptional).map(({ name }) => known(name)))
  const optional = names.filter(({ isOptional }) => isOptional).map(({ name }) => known(name))
  const candidates = [
    required,
    ...optional.map((_, index) => Object.assign({}, required, ...optional.slice(0, index + 1))),
    ...optional.map((one) => ({ ...required, ...one }))
  ]
  return candidates.find((candidate) => payload.value(candidate)._tag === "Right")
}
