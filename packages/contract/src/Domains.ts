/**
 * The operations on custom domains.
 *
 * @since 0.1.0
 */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { known } from "./internal/known.js"
import { KeyedHeaders } from "./KeyedHeaders.js"
import * as Operations from "./operations/Domains.js"
import * as Problem from "./Problem.js"

const Path = Schema.Struct({ domain: Schema.NonEmptyString })

const registerDomain = HttpApiEndpoint.post(Operations.register.name, Operations.register.path)
  .setHeaders(KeyedHeaders)
  .setPayload(Operations.register.payload)
  .addSuccess(Operations.register.success, { status: 201 })
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.forbidden)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.register))
  .annotate(OpenApi.Summary, "Register a custom domain")

const listDomains = HttpApiEndpoint.get(Operations.list.name, Operations.list.path)
  .setUrlParams(Operations.list.query)
  .addSuccess(Operations.list.success)
  .addError(Problem.badRequest)
  .addError(Problem.unauthorized)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.list))
  .annotate(OpenApi.Summary, "List custom domains")

const getDomain = HttpApiEndpoint.get(Operations.get.name, Operations.get.path)
  .setPath(Path)
  .addSuccess(Operations.get.success)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.get))
  .annotate(OpenApi.Summary, "Read one domain")

const deleteDomain = HttpApiEndpoint.del(Operations.remove.name, Operations.remove.path)
  .setPath(Path)
  .addSuccess(HttpApiSchema.NoContent)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.remove))
  .annotate(OpenApi.Summary, "Remove a domain")

const verifyDomain = HttpApiEndpoint.post(Operations.verify.name, Operations.verify.path)
  .setPath(Path)
  .setHeaders(KeyedHeaders)
  .addSuccess(Operations.verify.success)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.verify))
  .annotate(OpenApi.Summary, "Look at DNS now")
  .annotate(OpenApi.Description, "A verification token that ran out is a 422: regenerate it first.")

const regenerateDomainToken = HttpApiEndpoint.post(
  Operations.regenerateToken.name,
  Operations.regenerateToken.path
)
  .setPath(Path)
  .setHeaders(KeyedHeaders)
  .addSuccess(Operations.regenerateToken.success)
  .addError(Problem.unauthorized)
  .addError(Problem.notFound)
  .addError(Problem.conflict)
  .addError(Problem.unprocessable)
  .addError(Problem.rateLimited)
  .addError(Problem.internal)
  .annotateContext(known(Operations.regenerateToken))
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
