import * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { OptionError } from "@qurl/idempotency/CallError"
import { standard } from "@qurl/idempotency/Dialect"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { identity } from "effect/Function"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as Option from "effect/Option"
import * as Predicate from "effect/Predicate"
import * as Runtime from "effect/Runtime"
import * as Stream from "effect/Stream"
import * as Execution from "../../Execution.js"
import type { Problem } from "../../Problem.js"
import { Store, type StoreError, type UnfitStoreError } from "../../Store.js"
import type { Handler, WebExecution } from "../../Web/Execution.js"
import type { Operators } from "../../Web/Operator.js"
import type { LeasePolicy, RoutePolicy } from "../../Web/Policy.js"
import type { Options, Refusal } from "../../Web/Setup.js"
import * as Body from "../middleware/answers/body.js"
import * as Core from "../middleware/core.js"
import * as OptionKinds from "../options/optionKinds.js"
import * as PolicyKinds from "../options/policyKinds.js"
import { isSqlError } from "../postgres/connections/failures.js"
import { Current, track } from "../transactions/current.js"
import * as Operate from "./operate.js"
import * as Stores from "./stores.js"
import { toPolicy, toWebRequest } from "./toPolicy.js"

const toRefusal = (refusal: Refusal): Effect.Effect<void, HttpServerResponse.HttpServerResponse> =>
  refusal === undefined ? Effect.void : Effect.fail(HttpServerResponse.fromWeb(refusal))

/** Error of a function among the options, which the caller of a handler gets in place of a response. */
class Thrown {
  constructor(readonly error: unknown) {}
}

const call = <A>(f: () => A | Promise<A>): Effect.Effect<A> =>
  Effect.orDie(Effect.tryPromise({ try: async () => f(), catch: (error) => new Thrown(error) }))

/** Options of the middleware without its mode. */
const toOptions = <Transaction>(
  {
    admit,
    dialect = standard,
    graceMillis,
    principal,
    render,
    repeated,
    sameness,
    sealed: _sealed,
    store: _store,
    ...policy
  }: Options<Transaction>
) => ({
  ...toPolicy(policy),
  dialect,
  grace: graceMillis,
  render: render === undefined
    ? undefined
    : (problem: Problem) => Effect.map(call(() => render(problem)), HttpServerResponse.fromWeb),
  sameness: sameness === undefined ? undefined : (request: HttpServerRequest.HttpServerRequest) => {
    try {
      return sameness(toWebRequest(request))
    } catch (error) {
      throw new Thrown(error)
    }
  },
  principal: (request: HttpServerRequest.HttpServerRequest) =>
    Effect.flatMap(
      call(() => principal(toWebRequest(request))),
      (named) => isResponse(named) ? Effect.fail(HttpServerResponse.fromWeb(named)) : Effect.succeed(named)
    ),
  admit: admit === undefined
    ? undefined
    : (request: HttpServerRequest.HttpServerRequest) =>
      Effect.flatMap(call(() => admit(toWebRequest(request))), toRefusal),
  repeated: repeated === undefined ? undefined : (
    request: HttpServerRequest.HttpServerRequest,
    answer: "replay" | "mismatch" | "in flight"
  ) => Effect.flatMap(call(() => repeated(toWebRequest(request), answer)), toRefusal)
})

class Keys extends Context.Tag("@qurl/idempotency-server/Web/Keys")<Keys, Core.Core<never>>() {}

const layer = <Transaction>(
  options: Options<Transaction>
): Layer.Layer<Keys | Store, UnfitStoreError | StoreError> => {
  const { sealed, store } = options
  const shared = toOptions(options)
  return "transactions" in store && store.transactions !== undefined
    ? Layer.scoped(Keys, Core.make({ ...shared, mode: "transactional" }, [])).pipe(
      Layer.provideMerge(Stores.layerTransactional(store, store.transactions, sealed))
    )
    : Layer.scoped(Keys, Core.make({ ...shared, mode: "lease" }, [])).pipe(
      Layer.provideMerge(Stores.layer(store, sealed))
    )
}

const facade = <Transaction>(
  execution: Execution.Service,
  signal: AbortSignal,
  transaction: Transaction
): WebExecution<Transaction> => ({
  transaction,
  childKey: (step) => Effect.runSync(execution.childKey(step)),
  keep: () => Effect.runSync(execution.say("keep")),
  withhold: () => Effect.runSync(execution.say("withhold")),
  noEffect: () => Effect.runSync(execution.say("no effect")),
  keepForMillis: (millis) => Effect.runSync(execution.keepFor(millis)),
  fence: execution.fence,
  signal
})

/** A `Response`, which may be of another implementation than the global one. */
const isResponse = (value: unknown): value is Response =>
  value instanceof Response
  || (Predicate.hasProperty(value, "headers") && Predicate.hasProperty(value.headers, "getSetCookie")
    && Predicate.hasProperty(value, "status") && Predicate.hasProperty(value, "arrayBuffer"))

/** Refuses what a handler in plain JavaScript may return by mistake, which would be kept as an empty answer. */
const toResponse = (returned: unknown): HttpServerResponse.HttpServerResponse => {
  if (isResponse(returned)) {
    // The platform would give a type to a body without one.
    const response = HttpServerResponse.fromWeb(new Response(null, returned))
    const { body } = returned
    return body === null
      ? response
      : Body.withStream(response, Body.ofChunks(Stream.fromReadableStream(() => body, (error) => error)))
  }
  const what = returned === null || returned === undefined ? String(returned) : `a value of type ${typeof returned}`
  throw new TypeError(`The handler returned ${what} in place of a Response.`)
}

/** Runs a handler, and notes the error that it throws, for the caller of the handler. */
const toApp = <Transaction>(handler: Handler<Transaction>, thrown: Array<unknown>) =>
  Effect.gen(function*() {
    const request = yield* HttpServerRequest.HttpServerRequest
    const execution = yield* Execution.Execution
    const current = Option.getOrUndefined(yield* Effect.serviceOption(Current))
    // Proof: the store was made with the transactions that the type of the handler comes from, or with none. With them,
    // every handler runs in a transaction, with a key and without. One with the policy of a lease has no transaction, and
    // its type says so.
    const transaction = current?.transaction as Transaction
    return yield* Effect.promise((signal) => {
      const running = (async () => {
        try {
          return toResponse(await handler(toWebRequest(request), facade(execution, signal, transaction)))
        } catch (error) {
          thrown.push(error)
          throw error
        }
      })()
      if (current !== undefined) track(current, running)
      return running
    })
  })

/** Handles a request behind its key. Rejects with the error that one of the functions throws. */
type Handle = <Transaction>(request: Request, handler: Handler<Transaction>) => Promise<Response>

/** Keys of an API whose store is open. */
export interface Opened {
  /**
   * Returns the function that handles requests by a handler under this policy. Throws if one of them is wrong, or if the
   * store cannot carry the policy out.
   */
  readonly behind: (operation: string, handler: unknown, policy: RoutePolicy | LeasePolicy | undefined) => Handle
  readonly operators: Operators
  readonly close: () => Promise<void>
}

const handlerKinds = { handler: OptionCheck.required(OptionCheck.fn) }

/** Opens the store. Rejects with an `OptionError` if an option is unknown, missing or wrong. */
export const open = async <Transaction>(operation: string, options: Options<Transaction>): Promise<Opened> => {
  OptionCheck.assert<object>(operation, options, OptionKinds.web)
  const runtime = ManagedRuntime.make(layer(options))
  const { context } = await runtime.runtime()
  const keys = Context.get(context, Keys)
  const toHandler = HttpApp.toWebHandlerRuntime(Runtime.defaultRuntime)

  const guardOf = (policy: RoutePolicy | LeasePolicy | undefined): Core.Guard<never> =>
    policy === undefined
      ? keys.guard
      : Either.getOrThrowWith(Effect.runSync(Effect.either(keys.under(toPolicy(policy)))), identity)

  return {
    behind: (operation, handler, policy) => {
      OptionCheck.assert(operation, { handler }, handlerKinds)
      OptionCheck.assert<RoutePolicy | LeasePolicy>(operation, policy, PolicyKinds.webPolicy)
      const guard = guardOf(policy)
      return async (request, handler) => {
        const thrown: Array<unknown> = []
        const note = (cause: Cause.Cause<never>) =>
          Effect.suspend(() => {
            for (const defect of Cause.defects(cause)) {
              if (defect instanceof Thrown) thrown.push(defect.error)
              if (defect instanceof OptionError) thrown.push(defect)
              // The application's client has failed, outside of its handler.
              if (isSqlError(defect)) thrown.push(defect.cause)
            }
            // Any other defect becomes an empty 500, which does not say why.
            return thrown.length > 0 ? Effect.void : Effect.logError("a request could not be handled", cause)
          })
        const response = await toHandler(Effect.tapDefect(guard(toApp(handler, thrown)), note))(request)
        if (thrown.length > 0) throw thrown[0]
        return response
      }
    },
    operators: Operate.make(
      Context.get(context, Store),
      options.retentionMillis ?? (options.dialect ?? standard).retentionMillis
    ),
    close: () => runtime.dispose()
  }
}
