/**
 * The handlers of the contract group `qurls`.
 *
 * @since 0.1.0
 */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import { CreateQurlRequest, MintLinkRequest, QurlApi, ResolveRequest, UpdateQurlRequest } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Domains from "../domains/lifecycle.js"
import { answer } from "../kit/answer.js"
import { atomically } from "../kit/atomically.js"
import { Current } from "../kit/current.js"
import { lenientPayload, payload } from "../kit/payload.js"
import * as Problem from "../kit/problem.js"
import * as Resources from "../resources/lookup.js"
import * as Batch from "./batch.js"
import * as Changes from "./changes.js"
import * as Creation from "./creation.js"
import * as Links from "./links.js"
import * as Listing from "./listing.js"
import * as Quota from "./quota.js"
import * as Resolution from "./resolution.js"

/** Items are looked at one by one, because one bad item must not hide what becomes of its siblings. */
const BatchItems = Schema.Struct({
  items: Schema.Array(Schema.Unknown).pipe(Schema.minItems(1), Schema.maxItems(100)).annotations({
    description: "an array of 1 to 100 items"
  })
}).annotations({ parseOptions: { onExcessProperty: "error" } })

const bodies = {
  create: payload(CreateQurlRequest),
  batchCreate: payload(BatchItems),
  mintLink: lenientPayload(MintLinkRequest),
  resolve: payload(ResolveRequest),
  update: payload(UpdateQurlRequest)
}

const create = Effect.fnUntraced(function*(input: CreateQurlRequest) {
  const account = yield* Effect.flatMap(Current, ({ account }) => Domains.withReady(account))
  const checked = yield* Effect.catchAll(Creation.check(input, account), Problem.badRequest)
  return yield* Effect.flatMap(Creation.create(checked), answer)
})

const batchCreate = Effect.fnUntraced(function*(items: ReadonlyArray<unknown>) {
  const result = yield* Effect.flatMap(Batch.create(items), answer)
  return result.data.succeeded === 0 ? yield* Effect.fail(result) : result
})

/**
 * The handlers, as the server of the contract takes them.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: { readonly forgetRevoked: boolean }) =>
  HttpApiBuilder.group(QurlApi, "qurls", (handlers) =>
    handlers
      .handleRaw(
        "create",
        ({ request }) => Effect.flatMap(bodies.create(request), (input) => atomically(create(input)))
      )
      .handleRaw(
        "batchCreate",
        ({ request }) => Effect.flatMap(bodies.batchCreate(request), ({ items }) => atomically(batchCreate(items)))
      )
      .handle("get", ({ path }) =>
        atomically(Effect.gen(function*() {
          const resource = yield* Resources.get(path.id)
          return yield* Effect.flatMap(Resources.read(resource, yield* Clock.currentTimeMillis), answer)
        })))
      .handle("list", ({ urlParams }) => atomically(Listing.list(urlParams)))
      .handleRaw(
        "update",
        ({ path, request }) =>
          Effect.flatMap(bodies.update(request), (input) =>
            atomically(Effect.flatMap(Changes.update(path.id, input), answer)))
      )
      .handle("delete", ({ path }) =>
        atomically(Changes.revoke(path.id, options.forgetRevoked)))
      .handleRaw(
        "mintLink",
        ({ path, request }) =>
          Effect.flatMap(bodies.mintLink(request), (input) =>
            atomically(Effect.flatMap(Links.mintFor(path.id, input), answer)))
      )
      .handleRaw(
        "resolve",
        ({ request }) =>
          Effect.flatMap(bodies.resolve(request), ({ access_token }) =>
            atomically(Effect.flatMap(Resolution.resolve(access_token, request.headers["user-agent"]), answer)))
      )
      .handle("getQuota", () =>
        atomically(Effect.flatMap(Quota.read, answer))))
