/**
 * The handlers of the contract group `billing`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { CreateBillingCheckoutRequest, QurlApi } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as Billing from "./invoices.js"

const checkout = payload(CreateBillingCheckoutRequest)

/**
 * The handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "billing", (handlers) =>
  handlers
    .handleRaw(
      "createBillingCheckout",
      ({ request }) =>
        Effect.flatMap(checkout(request), ({ plan }) => atomically(Effect.flatMap(Billing.checkout(plan), answer)))
    )
    .handle("createBillingPortal", () => atomically(Effect.flatMap(Billing.portal, answer)))
    .handle("listBillingInvoices", ({ urlParams }) => atomically(Billing.invoices(urlParams))))
