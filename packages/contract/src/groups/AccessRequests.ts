/**
 * The operations on requests for access to private resources, and on the people whose requests were approved.
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import * as Schema from "effect/Schema"
import { operation } from "../ApiOperation.js"
import { envelope, page } from "../Envelope.js"
import * as Problems from "../Problems.js"
import { absent, absentInstant, strict } from "../Wire.js"

const request = {
  /** Name that the person gave. Nothing vouches for it. */
  name: absent(Schema.String),
  /** Identifier of the person's device: four groups of four characters. */
  device_id: Schema.NonEmptyString,
  /** Time of the request, in RFC 3339. */
  requested_at: absentInstant,
  /** Expiry of the request, in RFC 3339. */
  expires_at: absentInstant
}

/**
 * A request for access to one resource.
 *
 * @since 0.1.0
 * @category models
 */
export const ResourceAccessRequest = Schema.Struct(request).annotations({ identifier: "ResourceAccessRequest" })

/**
 * @since 0.1.0
 * @category models
 */
export type ResourceAccessRequest = typeof ResourceAccessRequest.Type

/**
 * A request for access, with its resource.
 *
 * @since 0.1.0
 * @category models
 */
export const AccessRequest = Schema.Struct({
  ...request,
  /** Public key of the resource. */
  resource_id: absent(Schema.String),
  /** CRID of the resource. */
  crid: absent(Schema.String)
}).annotations({ identifier: "AccessRequest" })

/**
 * @since 0.1.0
 * @category models
 */
export type AccessRequest = typeof AccessRequest.Type

/**
 * An approved request: the person may ask for links of the resource from now on.
 *
 * @since 0.1.0
 * @category models
 */
export const AccessApproval = Schema.Struct({
  /** Identifier of the person's device. */
  device_id: Schema.NonEmptyString,
  /** Name that the person gave. Nothing vouches for it. */
  name: absent(Schema.String),
  /** Approval, in RFC 3339. */
  approved_at: absentInstant
}).annotations({ identifier: "AccessApproval" })

/**
 * @since 0.1.0
 * @category models
 */
export type AccessApproval = typeof AccessApproval.Type

/**
 * The body of an approval, which is an empty object.
 *
 * @since 0.1.0
 * @category models
 */
export const ApproveAccessRequest = Schema.Struct({}).pipe(
  // A struct without fields accepts every value but null.
  Schema.filter((body) => Predicate.isReadonlyRecord(body) && Object.keys(body).length === 0, {
    description: "an empty object"
  })
).annotations(strict("ApproveAccessRequest"))

/**
 * @since 0.1.0
 * @category operations
 */
export const list = operation({
  name: "listAccessRequests",
  method: "GET",
  path: "/v1/access-requests",
  summary: "List the open access requests of all resources",
  description: "The list is bounded and has no cursor; `meta.has_more` says that it is incomplete.",
  success: page(AccessRequest),
  errors: [...Problems.read, 403],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const listOfResource = operation({
  name: "listResourceAccessRequests",
  method: "GET",
  path: "/v1/resources/:id/access-requests",
  summary: "List the open access requests of one resource, at most 20",
  success: page(ResourceAccessRequest),
  errors: [...Problems.find, 403],
  rules: { idempotency: "natural" }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const approve = operation({
  name: "approveAccessRequest",
  method: "POST",
  path: "/v1/resources/:id/access-requests/:code/approve",
  summary: "Approve the access request with this six-digit code",
  description: "The person reads the code to the owner; no operation lists it. Wrong codes are counted per resource.",
  payload: ApproveAccessRequest,
  success: envelope(AccessApproval),
  errors: [...Problems.create, 404],
  // A repeated wrong code counts against the limit, and a repeated right one is unknown.
  rules: { idempotency: "keyed", retryStatuses: [429], networkRetry: false }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const deny = operation({
  name: "denyAccessRequest",
  method: "DELETE",
  path: "/v1/resources/:id/access-requests/:code",
  summary: "Deny an access request, by its code or by the id of its device",
  errors: [...Problems.find, 403],
  rules: { idempotency: "natural", retryStatuses: [429], networkRetry: false }
})

/**
 * @since 0.1.0
 * @category operations
 */
export const removePerson = operation({
  name: "removeAllowedPasskey",
  method: "DELETE",
  path: "/v1/resources/:id/allowed-passkeys/:device_id",
  summary: "Withdraw a person's access to a private resource",
  errors: [...Problems.find, 403],
  rules: { idempotency: "natural" }
})
