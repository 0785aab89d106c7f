/**
 * Connectors: what is installed, and the resources that connectors own.
 *
 * @since 0.1.0
 */
import type { CallOptions, ReadOptions } from "./CallOptions.js"
import type { Resource, ResourceCreated } from "./Resources.js"
import type { Page, ReadMeta } from "./Result.js"

/**
 * A connector that is installed, with what it has done.
 *
 * @since 0.1.0
 * @category models
 */
export interface ConnectorInstallation {
  readonly installation_id: string
  readonly plugin_id: string
  readonly label: string
  readonly subject_kind: "slack_workspace" | (string & {})
  readonly subject_display_name: string
  readonly status: "active" | "degraded" | "disconnected" | "needs_reauth" | (string & {})
  readonly installed_at: string
  readonly last_activity_at?: string | undefined
  readonly stats: {
    readonly resources: number
    readonly qurls: number
    readonly accesses_24h: number
    readonly accesses_7d: number
    readonly errors_24h: number
  }
  readonly capabilities: {
    readonly configure: boolean
    readonly disconnect: boolean
    readonly reauth: boolean
    readonly view_activity: boolean
  }
}

/**
 * Which page of the installations to read.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInstallationsInput {
  readonly limit?: number | null | undefined
  readonly cursor?: string | null | undefined
}

/**
 * The resource of a connector.
 *
 * @since 0.1.0
 * @category models
 */
export interface ConnectorResource extends Resource {
  readonly meta: ReadMeta
}

/**
 * What to say of a connector's resource when it is made.
 *
 * @since 0.1.0
 * @category models
 */
export interface EnsureInput {
  readonly description?: string | null | undefined
  readonly tags?: ReadonlyArray<string> | null | undefined
  readonly custom_domain?: string | null | undefined
  readonly alias?: string | null | undefined
}

/**
 * What `client.connectors` offers. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface Connectors {
  /** Reads one page of the installations (`listConnectorInstallations`). */
  readonly list: (
    query?: ListInstallationsInput,
    options?: ReadOptions
  ) => Promise<Page<ConnectorInstallation>>

  /** The items of all pages, which are asked for one by one as they are needed (`listConnectorInstallations`). */
  readonly listAll: (
    query?: ListInstallationsInput,
    options?: ReadOptions
  ) => AsyncIterable<ConnectorInstallation>

  /**
   * The active resource whose slug is the connector's id (`connectorResource`, which asks `listResources`).
   *
   * None is a `NotFoundError` with the code `resource_not_found`, several an `UnexpectedResponseError` with the code
   * `ambiguous_resource`; a resource with another slug is an `UnexpectedResponseError` as well.
   */
  readonly resource: (connectorId: string, options?: ReadOptions) => Promise<ConnectorResource>

  /**
   * The resource of a connector, made when there is none (`ensureConnector`, which sends `createResource`). One that is
   * found stays as it is. The key needs the scope `qurl:agent`.
   *
   * A retry sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly ensure: (
    connectorId: string,
    input?: EnsureInput,
    options?: CallOptions
  ) => Promise<ResourceCreated>
}
