/**
 * The service for portals: the API's operations in the words of its users.
 *
 * @since 0.1.0
 */
import type { CreateQurlResult, Resource } from "@qurl/contract"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import type * as Redacted from "effect/Redacted"
import type { CallOptions } from "../Input.js"
import { type Succeeded, writeMeta } from "../internal/call/answer.js"
import { effect } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import { segment } from "../internal/id.js"
import { handle, idOf } from "../internal/portal/portalHandle.js"
import { bodyOf, operations, refuse, tokenOf, urlProblems } from "../internal/portal/portalInput.js"
import type { GoneError, NotFoundError, ValidationError, WriteError } from "../QurlError.js"
import type { WriteMeta } from "../Result.js"

/**
 * A duration: a number of milliseconds, a `Duration`, or a string in the API's own grammar (`90s`, `5m`, `24h`, `7d`).
 * Numbers and `Duration` values are whole seconds.
 *
 * @since 0.1.0
 * @category models
 */
export type PortalDuration = number | string | Duration.Duration

/**
 * Properties of a URL that is protected. An existing resource stays as it is.
 *
 * @since 0.1.0
 * @category models
 */
export interface ProtectOptions {
  readonly description?: string | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly customDomain?: string | null | undefined
  readonly alias?: string | null | undefined
}

/**
 * Options of a portal.
 *
 * @since 0.1.0
 * @category models
 */
export interface PortalOptions {
  /** Lifetime of the link, at least a minute. Default: a day, set by the server. */
  readonly validFor?: PortalDuration | null | undefined
  /** Recipient or purpose: 1 to 500 characters, not all blank. */
  readonly label?: string | null | undefined
  readonly oneTimeUse?: boolean | null | undefined
  /** Concurrent sessions, 0 to 1000; 0 means unlimited. */
  readonly maxSessions?: number | null | undefined
  /** Duration of access after the link was opened, at least a second. */
  readonly sessionDuration?: PortalDuration | null | undefined
}

/**
 * The same for a resource, where a link of a tunnel can lead below its root.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourcePortalOptions extends PortalOptions {
  readonly targetPath?: string | null | undefined
}

/**
 * A resource as the service that made this handle knows it; another service refuses it. `details` is what the API
 * told of it, where it was asked.
 *
 * @since 0.1.0
 * @category models
 */
export interface ResourceHandle {
  readonly id: string
  readonly targetUrl?: string | undefined
  readonly details?: Resource | undefined
}

/**
 * A handle of a URL that was protected, now or before.
 *
 * @since 0.1.0
 * @category models
 */
export interface ProtectedUrl extends ResourceHandle {
  readonly targetUrl: string
  readonly details: Resource
  readonly meta: WriteMeta
}

/**
 * A way in. `link` is a credential that is never readable again; `qurlId` names it and may be logged.
 *
 * @since 0.1.0
 * @category models
 */
export interface OpenPortal {
  readonly resourceId: string
  readonly link: string
  readonly site?: string | undefined
  readonly expiresAt?: Date | undefined
  readonly qurlId?: string | undefined
  readonly label?: string | undefined
  readonly meta: WriteMeta
}

/**
 * A way in, and the resource behind it.
 *
 * @since 0.1.0
 * @category models
 */
export interface PortalForUrl {
  readonly portal: OpenPortal
  /** It knows its id and URL only. */
  readonly resource: ResourceHandle & { readonly targetUrl: string }
}

/**
 * Result of entering a portal: `resourceUrl` is open to this machine's address for `openSeconds`, where 0 is unknown.
 *
 * @since 0.1.0
 * @category models
 */
export interface Entered {
  readonly resourceUrl: string
  readonly openSeconds: number
  readonly resourceId: string | undefined
  readonly meta: WriteMeta
}

/**
 * Methods of `Portal`: compositions of the API's operations in the words of its users. Options are in camelCase. Every
 * run of an effect is one logical call, with one idempotency key for all of its attempts.
 *
 * @since 0.1.0
 * @category models
 */
export interface PortalService {
  /**
   * Protects a URL: makes its resource, or finds the one it has (`createResource`). A URL with a user name or password
   * in it is refused.
   *
   * A retry sends the same key. `call.idempotencyKey` replaces the generated key.
   */
  readonly protectUrl: (
    url: string,
    options?: ProtectOptions,
    call?: CallOptions
  ) => Effect.Effect<ProtectedUrl, WriteError | GoneError>

  /**
   * Opens a portal to a resource, given by a handle of this service or by its id (`createQurlForResource`).
   *
   * A retry sends the same key, so that there is one portal. `call.idempotencyKey` replaces the generated key.
   */
  readonly createPortal: (
    resource: ResourceHandle | string,
    options?: ResourcePortalOptions,
    call?: CallOptions
  ) => Effect.Effect<OpenPortal, WriteError | NotFoundError | GoneError>

  /**
   * Protects a URL and opens a portal to it in one request (`create`).
   *
   * A retry sends the same key, so that there is one portal. `call.idempotencyKey` replaces the generated key.
   */
  readonly createPortalForUrl: (
    url: string,
    options?: PortalOptions,
    call?: CallOptions
  ) => Effect.Effect<PortalForUrl, WriteError>

  /**
   * A handle of a resource whose id is known. Nothing is asked, so that nothing is known of the resource but its id.
   */
  readonly resourceById: (id: string) => Effect.Effect<ResourceHandle, ValidationError>

  /**
   * Walks through a portal: exchanges its link, or the token in it, for network access from this machine's address
   * (`resolve`). Signed links, which open natively and not over HTTP, are refused. Neither link nor token is repeated
   * in an error. The key needs the scope `qurl:resolve`.
   *
   * After a lost answer, a retry sends the same key. The only status that is retried is 429, whatever the policy says.
   * `call.idempotencyKey` replaces the generated key.
   */
  readonly enterPortal: (
    linkOrToken: string | Redacted.Redacted,
    call?: CallOptions
  ) => Effect.Effect<Entered, WriteError | NotFoundError | GoneError>
}

const portalOf = ({ report, value: { data: link } }: Succeeded<{ readonly data: CreateQurlResult }>): OpenPortal => ({
  resourceId: link.resource_id,
  link: link.qurl_link,
  site: link.qurl_site,
  expiresAt: link.expires_at === undefined ? undefined : new Date(link.expires_at),
  qurlId: link.qurl_id,
  label: link.label,
  meta: writeMeta(report)
})

const methods = Service.methods<PortalService>()({}, {
  protectUrl: effect(
    2,
    (parts) => (url, options, call) =>
      Effect.flatMap(
        bodyOf("protectUrl", options, { type: "url", target_url: url }, urlProblems(url)),
        (payload) =>
          parts.call(operations.protectUrl, { payload, options: call }, ({ report, value: { data: details } }) =>
            handle(parts, {
              id: details.resource_id,
              targetUrl: details.target_url ?? url,
              details,
              meta: writeMeta(report)
            }))
      )
  ),

  createPortal: effect(2, (parts) => (resource, options, call) =>
    Effect.suspend(() => {
      const id = idOf(parts, resource)
      return Effect.flatMap(
        bodyOf("createPortal", options, {}, Either.isLeft(id) ? { resource: id.left } : {}),
        (payload) =>
          parts.call(operations.createPortal, { id: Either.getOrElse(id, () => ""), payload, options: call }, portalOf)
      )
    })),

  createPortalForUrl: effect(
    2,
    (parts) => (url, options, call) =>
      Effect.flatMap(
        bodyOf("createPortalForUrl", options, { target_url: url }, urlProblems(url)),
        (payload) =>
          parts.call(operations.createPortalForUrl, { payload, options: call }, (succeeded) => {
            const portal = portalOf(succeeded)
            return { portal, resource: handle(parts, { id: portal.resourceId, targetUrl: url }) }
          })
      )
  ),

  resourceById: effect(undefined, (parts) => (id) =>
    Either.match(segment(id), {
      onLeft: (problem) => Effect.fail(refuse("resourceById", { id: problem })),
      onRight: () => Effect.succeed<ResourceHandle>(handle(parts, { id }))
    })),

  enterPortal: effect(
    1,
    ({ call }) => (linkOrToken, options) =>
      Effect.suspend(() => {
        const token = tokenOf(linkOrToken)
        if (Either.isLeft(token)) return Effect.fail(refuse("enterPortal", { linkOrToken: token.left }))
        return call(operations.enterPortal, {
          payload: { access_token: token.right },
          options,
          // What is not known to be open counts as closed.
          breach: ({ data }) =>
            data.target_url === undefined ? Option.some("data.target_url is missing") : Option.none()
        }, ({ report, value: { data } }) => ({
          resourceUrl: data.target_url ?? "",
          openSeconds: data.access_grant?.expires_in ?? 0,
          resourceId: data.resource_id,
          meta: writeMeta(report)
        }))
      })
  )
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
export class Portal extends Service.tag<Portal, PortalService>()("Portal", methods) {}
