// Generated from @qurl/sdk by `npm run promise`. Do not edit.
/**
 * The service for requests for access to private resources, and for the people whose requests were approved.
 *
 * @since 0.1.0
 */
import type { AccessRequest, ResourceAccessRequest } from "@qurl/contract"
import type { AccessApproved, Deleted, Page } from "@qurl/sdk"
import type { CallOptions, ReadOptions } from "../CallOptions.js"

export type { AccessApproved, AccessRequest, ResourceAccessRequest }

/**
 * The operations of `AccessRequests`. In spans and errors the methods carry the names of the API's operations.
 *
 * @since 0.1.0
 * @category models
 */
export interface AccessRequests {
  /**
   * Reads the open requests of all resources (`listAccessRequests`). The list has no cursor; `has_more` says that it is
   * incomplete.
   */
  readonly list: (options?: ReadOptions) => Promise<Page<AccessRequest>>

  /** Reads the open requests of one resource, at most 20 (`listResourceAccessRequests`). */
  readonly listOfResource: (crid: string, options?: ReadOptions) => Promise<Page<ResourceAccessRequest>>

  /**
   * Approves the request with this code of six digits, which the person reads to the owner (`approveAccessRequest`).
   *
   * It is sent without a key and retried after 429 only, whatever the policy says: each wrong code counts, and five
   * within an hour close the resource to codes with a `RateLimitError`. After a lost answer it fails with the outcome
   * `unknown`; `Resources.get` shows if the person is allowed.
   */
  readonly approve: (crid: string, code: string, options?: CallOptions) => Promise<AccessApproved>

  /**
   * Denies a request by its code, or by the id of its device, which is not limited (`denyAccessRequest`). It is sent
   * without a key and retried after 429 only.
   */
  readonly deny: (crid: string, codeOrDeviceId: string, options?: ReadOptions) => Promise<Deleted>

  /**
   * Withdraws a person's access to a resource (`removeAllowedPasskey`). A retry is safe without a key: a person who has
   * no access stays without it.
   */
  readonly removePerson: (crid: string, deviceId: string, options?: ReadOptions) => Promise<Deleted>
}
