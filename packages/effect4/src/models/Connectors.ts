// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for connectors: what is installed, and the resources that connectors own.
 *
 * @since 0.1.0
 */
import type * as Sdk from "@qurl/sdk"
import type { Methods, Native } from "../internal/native.js"

/**
 * The resource of a connector.
 *
 * @since 0.1.0
 * @category models
 */
export type ConnectorResource = Native<Sdk.ConnectorResource>

/**
 * Methods of `Connectors`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export type ConnectorsService = Methods<Sdk.ConnectorsService>

/**
 * Properties of a connector's new resource.
 *
 * @since 0.1.0
 * @category models
 */
export type EnsureInput = Native<Sdk.EnsureInput>

/**
 * Which page of the installations to read.
 *
 * @since 0.1.0
 * @category models
 */
export type ListInstallationsInput = Native<Sdk.ListInstallationsInput>

/**
 * State to bring the sharing of a connector's resource into.
 *
 * @since 0.1.0
 * @category models
 */
export type SetSharingInput = Native<Sdk.SetSharingInput>

/**
 * Sharing state after a change.
 *
 * @since 0.1.0
 * @category models
 */
export type SharingChanged = Native<Sdk.SharingChanged>

/**
 * Sharing state that was read.
 *
 * @since 0.1.0
 * @category models
 */
export type SharingFound = Native<Sdk.SharingFound>
