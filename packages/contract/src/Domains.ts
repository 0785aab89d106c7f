/**
 * The operations on custom domains.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import { Operation } from "@qurl/idempotency/Operation"
import * as Schema from "effect/Schema"
import { Domain, DomainVerifyResult, RegisterDomainRequest } from "./Domain.js"
import { envelope, page } from "./Envelope.js"
import { KeyDocumented } from "./KeyDocumented.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import { PageQuery } from "./PageQuery.js"
import * as Problem from "./Problem.js"

const Path = Schema.Struct({ domain: Schema.NonEmptyString })

const registerDomain = HttpApiEndpoint.post("registerDomain", "/v1/domains")
  .setHeaders(KeyedHeaders)
  .setPayload(RegisterDomainRequest)
  .addSuccess(envelope(Domain), { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "registerDomain", idempotency: "keyed" })
  .annotate(KeyDocumented, true)
  .annotate(OpenApi.Summary, "Register a custom domain")

const listDomains = HttpApiEndpoint.get("listDomains", "/v1/domains")
  .setUrlParams(PageQuery)
  .addSuccess(page(Domain))
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "listDomains", idempotency: "natural" })
  .annotate(OpenApi.Summary, "List custom domains")

const getDomain = HttpApiEndpoint.get("getDomain", "/v1/domains/:domain")
  .setPath(Path)
  .addSuccess(envelope(Domain))
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "getDomain", idempotency: "natural" })
  .annotate(OpenApi.Summary, "Read one domain")

const deleteDomain = HttpApiEndpoint.del("deleteDomain", "/v1/domains/:domain")
  .setPath(Path)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "deleteDomain", idempotency: "natural" })
  .annotate(OpenApi.Summary, "Remove a domain")

const verifyDomain = HttpApiEndpoint.post("verifyDomain", "/v1/domains/:domain/verify")
  .setPath(Path)
  .setHeaders(KeyedHeaders)
  .addSuccess(envelope(DomainVerifyResult))
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "verifyDomain", idempotency: "keyed" })
  .annotate(OpenApi.Summary, "Look at DNS now")
  .annotate(OpenApi.Description, "A verification token that ran out is a 422: regenerate it first.")

const regenerateDomainToken = HttpApiEndpoint.post("regenerateDomainToken", "/v1/domains/:domain/regenerate-token")
  .setPath(Path)
  .setHeaders(KeyedHeaders)
  .addSuccess(envelope(Domain))
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotate(Operation, { name: "regenerateDomainToken", idempotency: "keyed" })
  .annotate(OpenApi.Summary, "Replace the verification token")
  .annotate(
    OpenApi.Description,
    "The old token dies at once, the new one lives for 7 days. A domain that is verified already is a 409."
  )

/**
 * The group `domains`.
 *
 * @since 0.1.0
 * @category models
 */
export class Domains extends HttpApiGroup.make("domains")
  .add(registerDomain)
  .add(listDomains)
  .add(getDomain)
  .add(deleteDomain)
  .add(verifyDomain)
  .add(regenerateDomainToken)
{}
