/**
 * The handlers of the contract group `resources`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import {
  CreateQurlForResourceRequest,
  CreateResourceRequest,
  QurlApi,
  ShareRequest,
  UpdateResourceQurlRequest,
  UpdateResourceRequest
} from "@qurl/contract"
import { BadRequestProblem } from "@qurl/contract/Problem"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { lenientPayload, payload } from "../kit/payload.js"
import * as Changes from "../qurls/changes.js"
import * as Catalogue from "./catalogue.js"
import { getById } from "./lookup.js"
import { share } from "./share.js"
import * as Tokens from "./tokens.js"

const bodies = {
  createResource: payload(CreateResourceRequest),
  updateResource: payload(UpdateResourceRequest),
  createQurlForResource: lenientPayload(CreateQurlForResourceRequest),
  updateResourceQurl: payload(UpdateResourceQurlRequest),
  shareResource: payload(ShareRequest)
}

/** The service has codes of its own for an alias that alone is wrong, and for a slug that is missing or too much. */
const withAliasCodes = <A, R>(input: Effect.Effect<A, BadRequestProblem, R>) =>
  Effect.mapError(input, (problem) => {
    const { detail, instance, invalid_fields, request_id } = problem
    const told = Object.entries(invalid_fields ?? {})
    if (told.length > 0 && told.every(([field, text]) => field === "slug" && /^is (missing|for)/.test(text))) {
      return new BadRequestProblem({ code: "invalid_input", detail, instance, invalid_fields, request_id })
    }
    const { alias, ...others } = invalid_fields ?? {}
    if (alias === undefined || Object.keys(others).length > 0) return problem
    const code = alias.startsWith("cannot be sent together") ? "mutually_exclusive_fields" : "alias_invalid_format"
    return new BadRequestProblem({ code, detail, instance, invalid_fields, request_id })
  })

/**
 * Handlers of the operations of `resources`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: { readonly forgetRevoked: boolean }) =>
  HttpApiBuilder.group(QurlApi, "resources", (handlers) =>
    handlers
      .handle("listResources", ({ urlParams }) => atomically(Catalogue.list(urlParams)))
      .handleRaw(
        "createResource",
        ({ request }) =>
          Effect.flatMap(withAliasCodes(bodies.createResource(request)), (input) => atomically(Catalogue.create(input)))
      )
      .handle("getResource", ({ path }) => atomically(Effect.flatMap(Catalogue.detail(path.id), answer)))
      .handleRaw(
        "updateResource",
        ({ path, request }) =>
          Effect.flatMap(withAliasCodes(bodies.updateResource(request)), (input) =>
            atomically(Effect.flatMap(Catalogue.update(path.id, input), answer)))
      )
      .handle("deleteResource", ({ path }) =>
        atomically(Effect.flatMap(getById(path.id), (row) =>
          Changes.revokeFound(row, options.forgetRevoked))))
      .handle("listResourceQurls", ({ path, urlParams }) =>
        atomically(Tokens.list(path.id, urlParams)))
      .handleRaw(
        "createQurlForResource",
        ({ path, request }) =>
          Effect.flatMap(bodies.createQurlForResource(request), (input) =>
            atomically(Effect.flatMap(Tokens.create(path.id, input), answer)))
      )
      .handleRaw(
        "updateResourceQurl",
        ({ path, request }) =>
          Effect.flatMap(bodies.updateResourceQurl(request), (input) =>
            atomically(Effect.flatMap(Tokens.update(path.id, path.qurl_id, input), answer)))
      )
      .handleRaw(
        "shareResource",
        ({ path, request }) =>
          Effect.flatMap(bodies.shareResource(request), (input) =>
            atomically(Effect.flatMap(share(path.id, input), answer)))
      )
      .handle("revokeResourceQurl", ({ path }) =>
        atomically(Tokens.revoke(path.id, path.qurl_id))))
