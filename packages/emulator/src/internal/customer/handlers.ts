/**
 * The handlers of the contract group `customer`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { QurlApi, SetPublisherRequest, UpdateCustomerRequest } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { payload } from "../kit/payload.js"
import * as Customer from "./profile.js"
import * as Publisher from "./publisher.js"
import * as Usage from "./usage.js"

const update = payload(UpdateCustomerRequest)
const setPublisher = payload(SetPublisherRequest)

/**
 * The handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "customer", (handlers) =>
  handlers
    .handle("getCustomer", () => atomically(Effect.flatMap(Customer.read, answer)))
    .handleRaw(
      "updateCustomer",
      ({ request }) =>
        Effect.flatMap(update(request), (input) => atomically(Effect.flatMap(Customer.update(input), answer)))
    )
    .handle("getUsageCurrentPeriod", () => atomically(Effect.flatMap(Usage.currentPeriod, answer)))
    .handle("getMe", () => Effect.flatMap(Publisher.me, answer))
    .handle("getPublisher", () => atomically(Effect.flatMap(Publisher.read, answer)))
    .handleRaw(
      "setPublisher",
      ({ request }) =>
        Effect.flatMap(setPublisher(request), (input) => atomically(Effect.flatMap(Publisher.set(input), answer)))
    )
    .handle("getUsageDaily", () => atomically(Effect.flatMap(Usage.daily, answer))))
