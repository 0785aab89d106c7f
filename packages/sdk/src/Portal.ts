/**
 * The service for portals: the API's operations in the words of its users.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import type { CreateQurlResult } from "@qurl/contract"
import * as Qurls from "@qurl/contract/groups/Qurls"
import * as Resources from "@qurl/contract/groups/Resources"
import * as InvalidFields from "@qurl/contract/InvalidFields"
import * as Tracing from "@qurl/idempotency/Tracing"
import type * as Config from "effect/Config"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import { type ConfigurationError, fromConfig, type Options } from "./Configuration.js"
import type { CallOptions } from "./Input.js"
import { writeMeta } from "./internal/answer.js"
import * as Caller from "./internal/caller.js"
import * as Compiled from "./internal/compiled.js"
import { invalid } from "./internal/failure.js"
import { segment } from "./internal/id.js"
import { inCallersWords, type Problems, tables, tokenOf, toWire, urlProblem } from "./internal/portal.js"
import type {
  OpenPortal,
  PortalOptions,
  PortalService,
  ProtectOptions,
  ResourceHandle,
  ResourcePortalOptions
} from "./PortalService.js"
import type { ValidationError } from "./QurlError.js"
import type { WriteMeta } from "./Result.js"

const operations = {
  protectUrl: Compiled.renamed(Compiled.make(Resources.create), "protectUrl"),
  createPortal: Compiled.renamed(Compiled.make(Resources.createQurl), "createPortal"),
  createPortalForUrl: Compiled.renamed(Compiled.make(Qurls.create), "createPortalForUrl"),
  enterPortal: Compiled.renamed(Compiled.make(Qurls.resolve), "enterPortal")
}

type Verb = keyof typeof tables

const refuse = (operation: string, problems: Problems): ValidationError =>
  invalid({ operation, method: operation === "resourceById" ? "GET" : "POST", secrets: [] }, problems)

/** The body of a call, or everything that is wrong with it in the names its caller uses. */
const bodyOf = (
  verb: Verb,
  options: unknown,
  rest: object,
  known: Problems
): Effect.Effect<object, ValidationError> => {
  const table = tables[verb]
  const { problems, wire } = toWire(table, options)
  const body = { ...wire, ...rest }
  const check = Option.map(operations[verb].payload, (payload) => payload(body))
  const found = Option.isSome(check) && Either.isLeft(check.value)
    ? inCallersWords(table, InvalidFields.fromIssue(check.value.left.issue))
    : {}
  // The words of the verb come before those of the operation behind it.
  const all = { ...found, ...problems, ...known }
  return Object.keys(all).length === 0 ? Effect.succeed(body) : Effect.fail(refuse(verb, all))
}

const urlProblems = (url: unknown): Problems => {
  const url_ = urlProblem(url)
  return url_ === undefined ? {} : { url: url_ }
}

const portalOf = (link: CreateQurlResult & { readonly meta: WriteMeta }): OpenPortal => ({
  resourceId: link.resource_id,
  link: link.qurl_link,
  site: link.qurl_site,
  expiresAt: link.expires_at === undefined ? undefined : new Date(link.expires_at),
  qurlId: link.qurl_id,
  label: link.label,
  meta: link.meta
})

/** @internal */
export const service: Effect.Effect<PortalService, never, Caller.Caller> = Effect.map(Caller.Caller, (caller) => {
  const { call, write } = caller

  /** The handles of this service: another one may belong to another account. */
  const own = new WeakSet<ResourceHandle>()
  const handle = <Handle extends ResourceHandle>(made: Handle): Handle => {
    own.add(made)
    return Object.freeze(made)
  }

  /** The id in a path, or what is wrong with the resource that is named. */
  const idOf = (resource: unknown): Either.Either<string, string> => {
    if (typeof resource === "string") return Either.map(segment(resource), () => resource)
    if (typeof resource !== "object" || resource === null) {
      return Either.left("must be a handle of this service or a resource_id")
    }
    // Membership proves the type: only handles are put in.
    return own.has(resource as ResourceHandle)
      ? Either.right((resource as ResourceHandle).id)
      : Either.left("is a handle of another service: give a handle that this one made, or the resource_id")
  }

  return {
    protectUrl: Tracing.fn("Portal.protectUrl")(
      Effect.fnUntraced(function*(url: string, options?: ProtectOptions, call?: CallOptions) {
        const rest = { type: "url", target_url: url }
        const payload = yield* bodyOf("protectUrl", options, rest, urlProblems(url))
        const { meta, ...details } = yield* write(operations.protectUrl, { payload, options: call })
        return handle({ id: details.resource_id, targetUrl: details.target_url ?? url, details, meta })
      })
    ),

    createPortal: Tracing.fn("Portal.createPortal")(
      Effect.fnUntraced(
        function*(resource: ResourceHandle | string, options?: ResourcePortalOptions, call?: CallOptions) {
          const id = idOf(resource)
          const payload = yield* bodyOf("createPortal", options, {}, Either.isLeft(id) ? { resource: id.left } : {})
          const args = { id: Either.getOrElse(id, () => ""), payload, options: call }
          return portalOf(yield* write(operations.createPortal, args))
        }
      )
    ),

    createPortalForUrl: Tracing.fn("Portal.createPortalForUrl")(
      Effect.fnUntraced(function*(url: string, options?: PortalOptions, call?: CallOptions) {
        const payload = yield* bodyOf("createPortalForUrl", options, { target_url: url }, urlProblems(url))
        const portal = portalOf(yield* write(operations.createPortalForUrl, { payload, options: call }))
        return { portal, resource: handle({ id: portal.resourceId, targetUrl: url }) }
      })
    ),

    resourceById: Tracing.fn("Portal.resourceById")((id: string) =>
      Either.match(segment(id), {
        onLeft: (problem) => Effect.fail(refuse("resourceById", { id: problem })),
        onRight: () => Effect.succeed<ResourceHandle>(handle({ id }))
      })
    ),

    enterPortal: Tracing.fn("Portal.enterPortal")(
      Effect.fnUntraced(function*(linkOrToken: string | Redacted.Redacted, options?: CallOptions) {
        const token = tokenOf(linkOrToken)
        if (Either.isLeft(token)) return yield* refuse("enterPortal", { linkOrToken: token.left })
        const { report, value: { data } } = yield* call(operations.enterPortal, {
          payload: { access_token: token.right },
          options,
          // What is not known to be open counts as closed.
          breach: ({ data }) =>
            data.target_url === undefined ? Option.some("data.target_url is missing") : Option.none()
        })
        return {
          resourceUrl: data.target_url ?? "",
          openSeconds: data.access_grant?.expires_in ?? 0,
          resourceId: data.resource_id,
          meta: writeMeta(report)
        }
      })
    )
  }
})

/**
 * The portal verbs.
 *
 * @example
 * import { Portal, QurlLive } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const docs = yield* Portal.protectUrl("https://example.com/docs", { tags: ["docs"] })
 *   const { link } = yield* Portal.createPortal(docs, { validFor: 86_400_000, label: "for Ada", oneTimeUse: true })
 *   return link
 * }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Portal extends Context.Tag("@qurl/sdk/Portal")<Portal, PortalService>() {
  /** Protects a URL. A retry sends the same key; `call.idempotencyKey` replaces the generated key. */
  static readonly protectUrl = (url: string, options?: ProtectOptions, call?: CallOptions) =>
    Effect.flatMap(Portal, (portal) => portal.protectUrl(url, options, call))

  /**
   * Opens a portal to a resource. A retry sends the same key and yields the same portal; `call.idempotencyKey` replaces
   * the generated key.
   */
  static readonly createPortal = (
    resource: ResourceHandle | string,
    options?: ResourcePortalOptions,
    call?: CallOptions
  ) => Effect.flatMap(Portal, (portal) => portal.createPortal(resource, options, call))

  /**
   * Protects a URL and opens a portal to it. A retry sends the same key and yields the same portal;
   * `call.idempotencyKey` replaces the generated key.
   */
  static readonly createPortalForUrl = (url: string, options?: PortalOptions, call?: CallOptions) =>
    Effect.flatMap(Portal, (portal) => portal.createPortalForUrl(url, options, call))

  /** A handle of a resource whose id is known. */
  static readonly resourceById = (id: string) => Effect.flatMap(Portal, (portal) => portal.resourceById(id))

  /**
   * Walks through a portal. A retry sends the same key, and no status but 429 is retried; `call.idempotencyKey` replaces
   * the generated key.
   */
  static readonly enterPortal = (linkOrToken: string | Redacted.Redacted, call?: CallOptions) =>
    Effect.flatMap(Portal, (portal) => portal.enterPortal(linkOrToken, call))

  /** The service on the `HttpClient` of the environment. */
  static readonly make = (
    options: Options
  ): Effect.Effect<PortalService, ConfigurationError, HttpClient.HttpClient> => Caller.provide(service, options)

  /** A layer that makes the service. */
  static readonly layer = (options: Options): Layer.Layer<Portal, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Portal, Portal.make(options))

  /** The same layer, its options read from configuration. */
  static readonly layerConfig = (
    config: Config.Config.Wrap<Options>
  ): Layer.Layer<Portal, ConfigurationError, HttpClient.HttpClient> =>
    Layer.effect(Portal, Effect.flatMap(fromConfig(config), Portal.make))
}
