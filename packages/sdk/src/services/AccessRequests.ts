/**
 * The service for requests for access to private resources, and for the people whose requests were approved.
 *
 * @since 0.1.0
 */
import type { AccessApproval, AccessRequest, ResourceAccessRequest } from "@qurl/contract"
import * as Operations from "@qurl/contract/groups/AccessRequests"
import type * as Effect from "effect/Effect"
import type { CallOptions, ReadOptions } from "../Input.js"
import * as Compiled from "../internal/call/compiled.js"
import { effect } from "../internal/call/method.js"
import * as Service from "../internal/call/service.js"
import type { NotFoundError, ReadError, WriteError } from "../QurlError.js"
import type { Deleted, Page, WriteMeta } from "../Result.js"

/**
 * An access request that was approved.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessApproved extends AccessApproval {
  readonly meta: WriteMeta
}

/**
 * The operations of `AccessRequests`. In spans and errors the methods carry the names of the API's operations.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessRequestsService {
  /**
   * Reads the open requests of all resources (`listAccessRequests`). The list has no cursor; `has_more` says that it is
   * incomplete.
   */
  readonly list: (options?: ReadOptions) => Effect.Effect<Page<AccessRequest>, ReadError>

  /** Reads the open requests of one resource, at most 20 (`listResourceAccessRequests`). */
  readonly listOfResource: (
    crid: string,
    options?: ReadOptions
  ) => Effect.Effect<Page<ResourceAccessRequest>, ReadError | NotFoundError>

  /**
   * Approves the request with this code of six digits, which the person reads to the owner (`approveAccessRequest`).
   *
   * It is sent without a key and retried after 429 only, whatever the policy says: each wrong code counts, and five within an hour close the
   * resource to codes with a `RateLimitError`. After a lost answer it fails with the outcome `unknown`; `Resources.get` shows if the
   * person is allowed.
   */
  readonly approve: (
    crid: string,
    code: string,
    options?: CallOptions
  ) => Effect.Effect<AccessApproved, WriteError | NotFoundError>

  /**
   * Denies a request by its code, or by the id of its device, which is not limited (`denyAccessRequest`). It is sent
   * without a key and retried after 429 only.
   */
  readonly deny: (
    crid: string,
    codeOrDeviceId: string,
    options?: ReadOptions
  ) => Effect.Effect<Deleted, ReadError | NotFoundError>

  /**
   * Withdraws a person's access to a resource (`removeAllowedPasskey`). A retry is safe without a key: a person who has no
   * access stays without it.
   */
  readonly removePerson: (
    crid: string,
    deviceId: string,
    options?: ReadOptions
  ) => Effect.Effect<Deleted, ReadError | NotFoundError>
}

const operations = Compiled.group(Operations)

const methods = Service.methods<AccessRequestsService>()(operations, {
  // Neither list has pages, and both say if they are incomplete.
  list: effect(0, ({ list }) => (options) => list(operations.list, { options })),

  listOfResource: effect(1, ({ list }) => (id, options) => list(operations.listOfResource, { id, options })),

  approve: effect(
    2,
    ({ write }) => (id, code, options) => write(operations.approve, { id, ids: { code }, payload: {}, options })
  )
})

/**
 * The operations on access requests.
 *
 * @example
 * import { AccessRequests, QurlLive } from "@qurl/sdk"
 * import { Effect } from "effect"
 *
 * const program = AccessRequests.approve("ae4jqpd7eaoslq7jinmjv4yikgzmcxgpjfsuobiniqnko32lpw743ivbeyha", "123456").pipe(
 *   Effect.provide(QurlLive)
 * )
 *
 * @since 0.1.0
 * @category tags
 */
export class AccessRequests extends Service.tag<AccessRequests, AccessRequestsService>()("AccessRequests", methods) {}
