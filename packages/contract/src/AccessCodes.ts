/**
 * The operations on access codes: everything below `/v1/access-codes`.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import {
  AccessCode,
  CreateAccessCodeRequest,
  CreatedAccessCode,
  RedeemAccessCodeRequest,
  RedeemAccessCodeResult
} from "./AccessCode.js"
import { Credentials } from "./Credentials.js"
import { envelope, page } from "./Envelope.js"
import { isPublic } from "./internal/openApi.js"
import { KeyDocumented } from "./KeyDocumented.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Problem from "./Problem.js"

const Id = Schema.Struct({ id: Schema.NonEmptyString })

const redeem = HttpApiEndpoint.post("redeemAccessCode", "/v1/access-codes/redeem")
  .setHeaders(KeyedHeaders)
  .setPayload(RedeemAccessCodeRequest)
  .addSuccess(envelope(RedeemAccessCodeResult))
  .addError(Problem.badRequest)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  // Nobody knows whether a key means anything without an owner, and every redemption counts: only a refusal repeats.
  .annotate(Operation, { name: "redeemAccessCode", idempotency: "keyed", retryStatuses: [429], networkRetry: false })
  .annotate(Credentials, [])
  .annotate(OpenApi.Override, { [isPublic]: true })
  .annotate(OpenApi.Summary, "Redeem an access code")

const create = HttpApiEndpoint.post("createAccessCode", "/v1/access-codes")
  .setHeaders(KeyedHeaders)
  .setPayload(CreateAccessCodeRequest)
  .addSuccess(envelope(CreatedAccessCode), { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "createAccessCode", idempotency: "keyed" })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Create an access code")

const list = HttpApiEndpoint.get("listAccessCodes", "/v1/access-codes")
  .addSuccess(page(AccessCode))
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listAccessCodes", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List access codes, newest first")

const revoke = HttpApiEndpoint.del("revokeAccessCode", "/v1/access-codes/:id")
  .setPath(Id)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "revokeAccessCode", idempotency: "natural" })
  .annotate(OpenApi.Summary, "Revoke an access code")

/**
 * The group `accessCodes`.
 *
 * @since 0.1.0
 * @category models
 */
export class AccessCodes extends HttpApiGroup.make("accessCodes")
  .add(redeem)
  .add(create)
  .add(list)
  .add(revoke)
{}
