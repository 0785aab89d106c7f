// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for connectors: what is installed, and the resources that connectors own.
 *
 * @since 0.1.0
 */
import type { ConnectorInstallation } from "@qurl/contract"
import type * as Sdk from "@qurl/sdk"
import type { ConnectorResource, Deleted, Page, SharingChanged, SharingFound } from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"
import type { Plain } from "../internal/plain.js"
import type { ResourceCreated } from "./Resources.js"

export type { ConnectorInstallation, ConnectorResource, SharingChanged, SharingFound }

/**
 * Properties of a connector's new resource.
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
 * State to bring the sharing of a connector's resource into.
 *
 * @since 0.1.0
 * @category models
 */
export interface SetSharingInput extends Plain<Sdk.SetSharingInput> {}

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

  /**
   * Reads the resource of a connector by its CRID (`getConnectorResource`, which asks `getResource`). A revoked one is
   * a `GoneError` with the code `connector_resource_revoked`.
   */
  readonly get: (crid: string, options?: ReadOptions) => Promise<ConnectorResource>

  /**
   * Revokes the resource of a connector with all its links (`deleteConnectorResource`, which sends `deleteResource`).
   *
   * A retry is safe without a key. The slug is free for another resource afterwards.
   */
  readonly delete: (crid: string, options?: ReadOptions) => Promise<Deleted>

  /** Reads the sharing state of a connector's resource (`getResourceSharing`). */
  readonly sharing: (crid: string, options?: ReadOptions) => Promise<SharingFound>

  /**
   * Switches sharing on or off (`setResourceSharing`). A state that is reached already stays as it is.
   *
   * A retry sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly setSharing: (crid: string, input: SetSharingInput, options?: CallOptions) => Promise<SharingChanged>

  /**
   * Switches sharing on in a new serving period (`restartResourceSharing`).
   *
   * It is sent without a key and retried after 429 only, whatever the policy says: each restart begins a period of its
   * own. After a lost answer it fails with the outcome `unknown`; `sharing` shows the number of the period.
   */
  readonly restartSharing: (crid: string, options?: CallOptions) => Promise<SharingChanged>
}
