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
import * as HttpApiSchema from "@effect/platform/HttpApiSchema"
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
import { withoutValues } from "./internal/operatorsApi.js"
import * as Operations from "./Operations.js"
import type { Decision, Identity, StoreError, Unresolved } from "./Store.js"
import { identity, idOf, maxRetentionMillis, Store } from "./Store.js"

/**
 * There is no record of the key: it is new, or expired, or the scope is another one.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnknownKeyError extends Schema.TaggedError<UnknownKeyError>()(
  "UnknownKeyError",
  {},
  HttpApiSchema.annotations({ status: 404 })
) {}

/**
 * There is nothing to decide: the key is unknown or final, its owner is alive, or the record has another generation than
 * the operator saw.
 *
 * @since 0.1.0
 * @category errors
 */
export class NothingToDecideError extends Schema.TaggedError<NothingToDecideError>()(
  "NothingToDecideError",
  {},
  HttpApiSchema.annotations({ status: 409 })
) {}

/**
 * The store failed. Whether a decision took place is seen by asking for the status.
 *
 * @since 0.1.0
 * @category errors
 */
export class StoreUnavailableError extends Schema.TaggedError<StoreUnavailableError>()("StoreUnavailableError", {
  reason: Schema.Literal("busy", "failed", "unknown", "corrupt")
}, HttpApiSchema.annotations({ status: 503 })) {}

/**
 * The request is not what it must be. The fields are named, and their values are not repeated.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidRequestError extends Schema.TaggedError<InvalidRequestError>()("InvalidRequestError", {
  fields: Schema.Array(Schema.String)
}, HttpApiSchema.annotations({ status: 400 })) {}

/**
 * A key and what it is unique within, as the `scope` of the middleware says it.
 *
 * @since 0.1.0
 * @category models
 */
export const Key = Schema.Struct({
  scope: Schema.Array(Schema.Redacted(Schema.String)),
  key: Schema.Redacted(Schema.NonEmptyString)
})

/**
 * A record as the list of unresolved records names it, for operators who have neither scope nor key.
 *
 * @since 0.1.0
 * @category models
 */
export const Id = Schema.String.pipe(Schema.pattern(/^[\w-]+:[\w-]+$/))

/**
 * `Finish`: this is the answer, with a body of text. `Free`: the same request may run again. `Forget`: it never was.
 *
 * @since 0.1.0
 * @category models
 */
export const KeyDecision = Schema.Union(
  Schema.TaggedStruct("Finish", {
    status: Schema.Int.pipe(Schema.between(200, 599)),
    headers: Schema.optionalWith(Schema.Record({ key: Schema.String, value: Schema.String }), { default: () => ({}) }),
    body: Schema.optionalWith(Schema.String, { default: () => "" }),
    /** How long the answer is kept, ten years at most. */
    retentionSeconds: Schema.Positive.pipe(Schema.lessThanOrEqualTo(maxRetentionMillis / 1000))
  }),
  Schema.TaggedStruct("Free", {}),
  Schema.TaggedStruct("Forget", {})
)

/**
 * What is known of a key, without its answer. Instants are milliseconds since 1970.
 *
 * @since 0.1.0
 * @category models
 */
export class KeyStatus extends Schema.Class<KeyStatus>("KeyStatus")({
  state: Schema.Literal("Running", "Orphan", "Done", "Tombstone", "Released", "Parked"),
  /** Why it ended without an answer that is kept. */
  reason: Schema.optional(Schema.String),
  /** The status of the answer that is kept. */
  answered: Schema.optional(Schema.Int),
  /** Generation to decide with. */
  generation: Schema.Int,
  createdAt: Schema.Number,
  /** Absent for a record without a final outcome, which never expires. */
  expiresAt: Schema.optional(Schema.Number),
  resolutions: Schema.Array(Schema.Struct({
    decision: Schema.Literal("Finish", "Free", "Forget"),
    actor: Schema.String,
    at: Schema.Number
  }))
}) {}

/**
 * How many records are in each state, and how old the oldest orphan is.
 *
 * @since 0.1.0
 * @category models
 */
export class Counts extends Schema.Class<Counts>("Counts")({
  running: Schema.Int,
  done: Schema.Int,
  tombstone: Schema.Int,
  released: Schema.Int,
  parked: Schema.Int,
  orphans: Schema.Int,
  oldestOrphanMillis: Schema.Number
}) {}

/**
 * Record that waits for a decision. The request is described as far as the middleware recorded it.
 *
 * @since 0.1.0
 * @category models
 */
export class UnresolvedRecord extends Schema.Class<UnresolvedRecord>("UnresolvedRecord")({
  id: Id,
  state: Schema.Literal("Parked", "Orphan"),
  /** Generation to decide with. */
  generation: Schema.Int,
  reason: Schema.optional(Schema.String),
  createdAt: Schema.Number,
  method: Schema.optional(Schema.String),
  route: Schema.optional(Schema.String),
  principal: Schema.optional(Schema.String),
  requestId: Schema.optional(Schema.String)
}) {}

/**
 * Page of the list of unresolved records. `next` is the `after` of the following page, and absent at the end.
 *
 * @since 0.1.0
 * @category models
 */
export class UnresolvedRecords extends Schema.Class<UnresolvedRecords>("UnresolvedRecords")({
  records: Schema.Array(UnresolvedRecord),
  next: Schema.optional(Schema.String)
}) {}

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
 * Who may ask.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<out R = never> {
  /** The name of whoever asks, which is written beside what they decide. Fails with the answer that refuses them. */
  readonly operator: (
    request: HttpServerRequest.HttpServerRequest
  ) => Effect.Effect<string, HttpServerResponse.HttpServerResponse, R>
}

/** Who asks, for handlers that are built once. */
class Operator extends Context.Reference<Operator>()("@qurl/idempotency-server/OperatorsApi/Operator", {
  defaultValue: () => ""
}) {}

const identityOf = (target: typeof Key.Type | { readonly id: string }): Identity => {
  if (!("id" in target)) return identity(target.scope.map(Redacted.value), Redacted.value(target.key))
  const [scopeHash = "", keyHash = ""] = target.id.split(":")
  return { scopeHash, keyHash }
}

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
        orUnavailable(Operations.status(identityOf(payload))),
        Option.match({
          onNone: () => Effect.fail(new UnknownKeyError()),
          onSome: (status) => Effect.succeed(new KeyStatus({ ...status, generation: status.gen }))
        })
      ))
    .handle("resolve", ({ payload }) =>
      Effect.gen(function*() {
        const decision = toDecision(payload.decision)
        const change = yield* orUnavailable(
          Operations.resolve(identityOf(payload), payload.generation, decision, yield* Operator)
        )
        if (change === "lost") return yield* new NothingToDecideError()
      })))

/**
 * The app, to be mounted where operators reach it and nobody else. `operator` is asked first, on every request.
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
