/**
 * Operations of operators over HTTP: counts, the records that wait for a decision, the status of a key, and decisions.
 * Scopes and keys stand in bodies only, so that no log of URLs has them, and no answer repeats them.
 *
 * @example
 * import { HttpRouter, HttpServerResponse } from "@effect/platform"
 * import { OperatorsApi } from "@qurl/idempotency-server"
 * import { Effect } from "effect"
 *
 * const router = Effect.map(
 *   OperatorsApi.make({
 *     operator: ({ headers }) =>
 *       headers["x-operator"] === undefined
 *         ? Effect.fail(HttpServerResponse.empty({ status: 401 }))
 *         : Effect.succeed(headers["x-operator"])
 *   }),
 *   (operators) => HttpRouter.empty.pipe(HttpRouter.mountApp("/operators", operators))
 * )
 *
 * @since 0.1.0
 */
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { identityOf } from "./internal/identityOf.js"
import { withoutValues } from "./internal/operators/withoutValues.js"
import * as Operations from "./Operations.js"
import {
  Counts,
  Id,
  InvalidRequestError,
  Key,
  KeyDecision,
  KeyStatus,
  NothingToDecideError,
  StoreUnavailableError,
  UnknownKeyError,
  UnresolvedRecord,
  UnresolvedRecords
} from "./OperatorsSchema.js"
import type { Decision, Identity, StoreError, Unresolved } from "./Store.js"
import { identity, idOf, Store } from "./Store.js"

export * from "./OperatorsSchema.js"

const decided = { generation: Schema.Int, decision: KeyDecision }

/**
 * The description, for a typed client: `HttpApiClient.make(OperatorsApi.Api, { baseUrl })`.
 *
 * @since 0.1.0
 * @category models
 */
export class Api extends HttpApi.make("operators").add(
  HttpApiGroup.make("keys", { topLevel: true })
    .add(HttpApiEndpoint.get("counts", "/counts").addSuccess(Counts).addError(StoreUnavailableError))
    .add(
      HttpApiEndpoint.get("unresolved", "/unresolved")
        .setUrlParams(Schema.Struct({
          limit: Schema.optional(Schema.NumberFromString.pipe(Schema.int(), Schema.between(1, 1000))),
          after: Schema.optional(Schema.String)
        }))
        .addSuccess(UnresolvedRecords)
        .addError(StoreUnavailableError)
    )
    .add(
      HttpApiEndpoint.post("status", "/status")
        .setPayload(Key)
        .addSuccess(KeyStatus)
        .addError(UnknownKeyError)
        .addError(StoreUnavailableError)
    )
    .add(
      HttpApiEndpoint.post("resolve", "/resolve")
        .setPayload(Schema.Union(
          Schema.Struct({ ...Key.fields, ...decided }),
          Schema.Struct({ id: Id, ...decided })
        ))
        .addError(NothingToDecideError)
        .addError(StoreUnavailableError)
    )
).addError(InvalidRequestError) {}

/**
 * Options of the operators' API.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<out R = never> {
  /** Names the operator, who is stored with each decision. Fails with the response that refuses the request. */
  readonly operator: (
    request: HttpServerRequest.HttpServerRequest
  ) => Effect.Effect<string, HttpServerResponse.HttpServerResponse, R>
}

/** Operator of the current request, for handlers that are built once. */
class Operator extends Context.Reference<Operator>()("@qurl/idempotency-server/OperatorsApi/Operator", {
  defaultValue: () => ""
}) {}

const identityOfTarget = (target: typeof Key.Type | { readonly id: string }): Identity =>
  "id" in target
    ? identityOf(target.id)
    : identity(target.scope.map(Redacted.value), Redacted.value(target.key))

const toUnresolvedRecord = ({ createdAt, gen, identity, reason, state, summary }: Unresolved) =>
  new UnresolvedRecord({ ...summary, id: idOf(identity), state, generation: gen, reason, createdAt })

const toDecision = (decision: typeof KeyDecision.Type): Decision =>
  decision._tag === "Finish"
    ? {
      _tag: "Finish",
      response: { status: decision.status, headers: decision.headers, body: new TextEncoder().encode(decision.body) },
      retentionMillis: decision.retentionSeconds * 1000
    }
    : decision

const orUnavailable = Effect.mapError((error: StoreError) => new StoreUnavailableError({ reason: error.reason }))

/** A request that is not what it must be. */
const invalid = (fields: ReadonlyArray<string>) =>
  Effect.orDie(HttpServerResponse.schemaJson(InvalidRequestError)(new InvalidRequestError({ fields }), { status: 400 }))

const layerHandlers = HttpApiBuilder.group(Api, "keys", (handlers) =>
  handlers
    .handle("counts", () =>
      Effect.flatMap(Store, ({ stats }) => stats).pipe(Effect.map((stats) => new Counts(stats)), orUnavailable))
    .handle("unresolved", ({ urlParams }) =>
      orUnavailable(Effect.map(
        Operations.unresolved(urlParams),
        ({ next, records }) =>
          new UnresolvedRecords({ records: records.map(toUnresolvedRecord), next })
      )))
    .handle("status", ({ payload }) =>
      Effect.flatMap(
        orUnavailable(Operations.status(identityOfTarget(payload))),
        Option.match({
          onNone: () => Effect.fail(new UnknownKeyError()),
          onSome: (status) => Effect.succeed(new KeyStatus({ ...status, generation: status.gen }))
        })
      ))
    .handle("resolve", ({ payload }) =>
      Effect.gen(function*() {
        const decision = toDecision(payload.decision)
        const change = yield* orUnavailable(
          Operations.resolve(identityOfTarget(payload), payload.generation, decision, yield* Operator)
        )
        if (change === "lost") return yield* new NothingToDecideError()
      })))

/**
 * Makes the app, to be mounted where only operators reach it. Every request is checked by `operator` first.
 *
 * - `GET /counts`
 * - `GET /unresolved` with `limit` and `after`: parked and orphaned records, a page at a time.
 * - `POST /status` with `{ scope, key }`: reads, and executes and claims nothing.
 * - `POST /resolve` with `{ scope, key, generation, decision }`, or with the `id` of a list instead of scope and key.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <R = never>(
  options: Options<R>
): Effect.Effect<HttpApp.Default<never, R>, never, Store | Scope.Scope> =>
  Effect.gen(function*() {
    const context = yield* Layer.build(Layer.mergeAll(
      HttpApiBuilder.api(Api).pipe(
        Layer.provide(layerHandlers),
        Layer.provide(HttpApiBuilder.middleware(withoutValues(invalid)))
      ),
      HttpApiBuilder.Router.Live,
      HttpApiBuilder.Middleware.layer,
      HttpServer.layerContext
    ))
    const app = Effect.provide(yield* Effect.provide(HttpApiBuilder.httpApp, context), context)
    return Effect.flatMap(
      HttpServerRequest.HttpServerRequest,
      (request) =>
        Effect.matchEffect(options.operator(request), {
          onFailure: Effect.succeed<HttpServerResponse.HttpServerResponse>,
          onSuccess: (operator) => Effect.provideService(app, Operator, operator)
        })
    )
  })
