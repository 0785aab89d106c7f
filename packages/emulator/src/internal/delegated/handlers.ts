/**
 * The handlers of the contract group `delegated`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { CreateDelegatedBatchRequest, type DelegatedBatch, QurlApi } from "@qurl/contract"
import * as Effect from "effect/Effect"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { names as isNamed } from "../kit/conditional.js"
import { payload } from "../kit/payload.js"
import * as Batches from "./batches.js"
import * as Links from "./links.js"

const body = payload(CreateDelegatedBatchRequest)

const headersOf = (batch: DelegatedBatch) => ({
  etag: Batches.tagOf(batch),
  "cache-control": "private, no-store",
  ...(Batches.hasEnded(batch) ? {} : { "retry-after": "1" })
})

/** A batch with the headers that its caller polls by. */
const told = (batch: DelegatedBatch, status: number, headers: { readonly [name: string]: string } = {}) =>
  Effect.map(
    answer(batch),
    (envelope) => HttpServerResponse.unsafeJson(envelope, { status, headers: { ...headersOf(batch), ...headers } })
  )

/**
 * The handlers.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = HttpApiBuilder.group(QurlApi, "delegated", (handlers) =>
  handlers
    .handleRaw("createDelegatedQurlBatch", ({ request }) =>
      Effect.gen(function*() {
        const input = yield* body(request)
        const batch = yield* atomically(Batches.create(input))
        return yield* told(batch, 202, { location: `/v1/delegated-qurl-batches/${batch.batch_id}` })
      }))
    .handleRaw("getDelegatedQurlBatch", ({ path, request }) =>
      Effect.flatMap(atomically(Batches.read(path.batch_id)), (batch) =>
        isNamed(request.headers["if-none-match"], Batches.tagOf(batch))
          ? Effect.succeed(HttpServerResponse.empty({ status: 304, headers: headersOf(batch) }))
          : told(batch, Batches.hasEnded(batch) ? 200 : 202)))
    .handle("getDelegatedQurl", ({ path }) =>
      atomically(Effect.flatMap(Links.read(path.qurl_id), answer)))
    .handle("deleteDelegatedQurl", ({ path }) =>
      atomically(Links.revoke(path.qurl_id))))
