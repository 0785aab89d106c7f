/**
 * The service for connectors: what is installed, and the resources that connectors own.
 *
 * @since 0.1.0
 */
import type { ConnectorInstallation, PageQuery, SetSharingRequest, SharingState } from "@qurl/contract"
import { ListMeta } from "@qurl/contract/Envelope"
import { Slug } from "@qurl/contract/Fields"
import * as Operations from "@qurl/contract/groups/Connectors"
import * as Resources from "@qurl/contract/groups/Resources"
import { Resource } from "@qurl/contract/groups/Resources/Resource"
import type { Report } from "@qurl/idempotency"
import * as Effect from "effect/Effect"
import { identity } from "effect/Function"
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import type { CallOptions, ReadOptions, Written } from "../Input.js"
import { readMeta, writeMeta } from "../internal/call/answer.js"
import * as Compiled from "../internal/call/compiled.js"
import { effect, pages } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import { derived } from "../internal/checks/unreadable.js"
import { GoneError, NotFoundError, type ReadError, UnexpectedResponseError, type WriteError } from "../QurlError.js"
import type { Deleted, Page, ReadMeta, WriteMeta } from "../Result.js"
import type { CreateResourceInput, ResourceCreated } from "./Resources.js"

/**
 * Which page of the installations to read.
 *
 * @since 0.1.0
 * @category models
 */
export interface ListInstallationsInput extends Written<PageQuery> {}

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
 * Properties of a connector's new resource.
 *
 * @since 0.1.0
 * @category models
 */
export interface EnsureInput extends Pick<CreateResourceInput, "description" | "tags" | "alias" | "custom_domain"> {}

/**
 * State to bring the sharing of a connector's resource into.
 *
 * @since 0.1.0
 * @category models
 */
export interface SetSharingInput extends Written<SetSharingRequest> {}

/**
 * Sharing state that was read.
 *
 * @since 0.1.0
 * @category models
 */
export interface SharingFound extends SharingState {
  readonly meta: ReadMeta
}

/**
 * Sharing state after a change.
 *
 * @since 0.1.0
 * @category models
 */
export interface SharingChanged extends SharingState {
  readonly meta: WriteMeta
}

/**
 * Methods of `Connectors`. In errors the methods carry the names of the API's operations, which stand behind each.
 *
 * @since 0.1.0
 * @category models
 */
export interface ConnectorsService {
  /** Reads one page of the installations (`listConnectorInstallations`). */
  readonly list: (
    query?: ListInstallationsInput,
    options?: ReadOptions
  ) => Effect.Effect<Page<ConnectorInstallation>, ReadError>

  /** All items of all pages. Each page is requested when its items are needed (`listConnectorInstallations`). */
  readonly listAll: (
    query?: ListInstallationsInput,
    options?: ReadOptions
  ) => Stream.Stream<ConnectorInstallation, ReadError>

  /**
   * The active resource whose slug is the connector's id (`connectorResource`, which asks `listResources`).
   *
   * None is a `NotFoundError` with the code `resource_not_found`, several an `UnexpectedResponseError` with the code
   * `ambiguous_resource`; a resource with another slug is an `UnexpectedResponseError` as well.
   */
  readonly resource: (
    connectorId: string,
    options?: ReadOptions
  ) => Effect.Effect<ConnectorResource, ReadError | NotFoundError>

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
  ) => Effect.Effect<ResourceCreated, WriteError | GoneError>

  /**
   * Reads the resource of a connector by its CRID (`getConnectorResource`, which asks `getResource`). A revoked one is a
   * `GoneError` with the code `connector_resource_revoked`.
   */
  readonly get: (
    crid: string,
    options?: ReadOptions
  ) => Effect.Effect<ConnectorResource, ReadError | NotFoundError | GoneError>

  /**
   * Revokes the resource of a connector with all its links (`deleteConnectorResource`, which sends `deleteResource`).
   *
   * A retry is safe without a key. The slug is free for another resource afterwards.
   */
  readonly delete: (crid: string, options?: ReadOptions) => Effect.Effect<Deleted, ReadError | NotFoundError>

  /** Reads the sharing state of a connector's resource (`getResourceSharing`). */
  readonly sharing: (crid: string, options?: ReadOptions) => Effect.Effect<SharingFound, ReadError | NotFoundError>

  /**
   * Switches sharing on or off (`setResourceSharing`). A state that is reached already stays as it is.
   *
   * A retry sends the same key. `options.idempotencyKey` replaces the generated key.
   */
  readonly setSharing: (
    crid: string,
    input: SetSharingInput,
    options?: CallOptions
  ) => Effect.Effect<SharingChanged, WriteError | NotFoundError>

  /**
   * Switches sharing on in a new serving period (`restartResourceSharing`).
   *
   * It is sent without a key and retried after 429 only, whatever the policy says: each restart begins a period of its own. After a lost answer it fails with
   * the outcome `unknown`; `sharing` shows the number of the period.
   */
  readonly restartSharing: (
    crid: string,
    options?: CallOptions
  ) => Effect.Effect<SharingChanged, WriteError | NotFoundError>
}

const operations = Compiled.group(Operations)
const ensure = Compiled.renamed(Compiled.make(Resources.create), "ensureConnector")

/** An answer without `data` does not say that there is no such resource, as it would in a list. */
const Answer = Schema.Struct({
  data: Schema.Array(Resource),
  meta: Schema.optionalWith(ListMeta, { exact: true, nullable: true })
})

/** Without its slug the question would be about every resource there is. */
const lookUp = Compiled.renamed(
  Compiled.make({ ...Resources.list, query: Schema.Struct({ slug: Slug }), success: Answer }),
  "connectorResource"
)

const getByCrid = Compiled.renamed(Compiled.make(Resources.get), "getConnectorResource")
const removeByCrid = Compiled.renamed(Compiled.make(Resources.remove), "deleteConnectorResource")

const story = ({ requestId, attempts }: Report, { operation, rules }: Compiled.Compiled<unknown> = lookUp) => ({
  operation: rules.name,
  method: operation.method,
  endedBy: "answer" as const,
  attempts,
  requestId,
  status: 200
})

/** The one resource of an answer. */
const only = (
  rows: ReadonlyArray<Resource>,
  slug: string,
  report: Report
): Effect.Effect<ConnectorResource, NotFoundError | UnexpectedResponseError> => {
  const [row] = rows
  if (row === undefined) {
    return new NotFoundError({
      ...story(report),
      outcome: "rejected",
      code: "resource_not_found",
      detail: "no active resource has this slug"
    })
  }
  const unexpected = { ...story(report), outcome: "applied but unreadable", reason: "contract" } as const
  if (rows.length > 1) {
    return new UnexpectedResponseError({
      ...unexpected,
      code: "ambiguous_resource",
      fields: [],
      detail: `${rows.length} resources have this slug`
    })
  }
  return row.slug === slug
    ? Effect.succeed({ ...row, meta: readMeta(report) })
    : new UnexpectedResponseError({ ...unexpected, fields: ["data[0].slug"], detail: "the resource has another slug" })
}

const methods = Service.methods<ConnectorsService>()(operations, {
  listAll: pages(operations.list),

  resource: effect(1, ({ call }) => (slug, options) =>
    Effect.flatMap(
      call(lookUp, { query: { slug }, options }, identity),
      ({ report, value: { data } }) => only(data, slug, report)
    )),

  get: effect(
    1,
    ({ call }) => (id, options) =>
      Effect.flatMap(
        call(getByCrid, { id, options }, identity),
        ({ report, value: { data: { resource } } }) =>
          resource.status === "revoked"
            ? new GoneError({
              ...story(report, getByCrid),
              outcome: "rejected",
              code: "connector_resource_revoked",
              detail: "the resource of the connector has been revoked"
            })
            : Effect.succeed({ ...resource, meta: readMeta(report) })
      )
  ),

  delete: effect(1, ({ remove }) => (id, options) => remove(removeByCrid, { id, options })),

  ensure: effect(2, ({ call }) => (slug, input, options) =>
    call(
      ensure,
      {
        payload: derived(input, (input) => ({ ...input, type: "tunnel", slug, find_or_create: true })),
        options
      },
      ({ report, value: { data, meta } }) => ({
        ...data,
        meta: { ...writeMeta(report), foundExisting: meta?.found_existing }
      })
    ))
})

/**
 * The operations on connectors and on the resources they own.
 *
 * @example
 * import { Connectors, QurlLive, Resources } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = Effect.gen(function*() {
 *   const { resource_id } = yield* Connectors.resource("office-printer")
 *   return yield* Resources.createQurl(resource_id, { expires_in: "1h", target_path: "/queue" })
 * }).pipe(Effect.provide(QurlLive))
 *
 * @since 0.1.0
 * @category tags
 */
export class Connectors extends Service.tag<Connectors, ConnectorsService>()("Connectors", methods) {}
