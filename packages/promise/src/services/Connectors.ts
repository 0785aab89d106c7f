// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for connectors: what is installed, and the resources that connectors own.
 *
 * @since 0.1.0
 */
import type { ConnectorInstallation } from "@qurl/contract"
import type * as Sdk from "@qurl/sdk"
import type { ConnectorResource, Page } from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/face.js"
import type { ResourceCreated } from "./Resources.js"

export type { ConnectorInstallation, ConnectorResource }

/**
 * What to say of a connector's resource when it is made.
 *
 * @since 0.1.0
 * @category models
 */
export interface EnsureInput extends Plain<Sdk.EnsureInput> {}

/**
 * Which page of the installations to read.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInstallationsInput extends Plain<Sdk.ListInstallationsInput> {}

/**
 * Methods of `client.connectors`. In errors the methods carry the names of the API's operations, which stand behind
 * each.
 *
 * @since 0.1.0
 * @category models
 */
export interface Connectors {
  /** Reads one page of the installations (`listConnectorInstallations`). */
  readonly list: (query?: ListInstallationsInput, options?: ReadOptions) => Promise<Page<ConnectorInstallation>>

  /** All items of all pages. Each page is requested when its items are needed (`listConnectorInstallations`). */
  readonly listAll: (query?: ListInstallationsInput, options?: ReadOptions) => AsyncIterable<ConnectorInstallation>

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
  readonly ensure: (connectorId: string, input?: EnsureInput, options?: CallOptions) => Promise<ResourceCreated>
}
