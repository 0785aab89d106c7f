/**
 * The handlers of the contract group `domains`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { QurlApi, RegisterDomainRequest } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as Domains from "./lifecycle.js"
import * as Verification from "./verification.js"

const registration = payload(RegisterDomainRequest)

/**
 * The handlers, which remember removed domains unless they are to forget them.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: { readonly forgetRevoked: boolean }) =>
  HttpApiBuilder.group(QurlApi, "domains", (handlers) =>
    handlers
      .handleRaw(
        "registerDomain",
        ({ request }) =>
          Effect.flatMap(registration(request), ({ domain }) =>
            atomically(Effect.flatMap(Domains.register(domain), answer)))
      )
      .handle("listDomains", ({ urlParams }) =>
        atomically(Domains.list(urlParams)))
      .handle("getDomain", ({ path }) =>
        atomically(Effect.flatMap(Effect.map(Domains.get(path.domain), Domains.view), answer)))
      .handle("deleteDomain", ({ path }) =>
        atomically(Domains.remove(path.domain, options.forgetRevoked)))
      .handle("verifyDomain", ({ path }) =>
        atomically(Effect.flatMap(Verification.verify(path.domain), answer)))
      .handle("regenerateDomainToken", ({ path }) =>
        atomically(Effect.flatMap(Verification.regenerate(path.domain), answer))))
