import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type { HttpServerResponse } from "@effect/platform/HttpServerResponse"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import type { Policy } from "../../Policy.js"
import * as Problem from "../../Problem.js"
import { type Service, Store, type StoreError, TransactionalStore, type UnfitStoreError } from "../../Store.js"
import * as OptionKinds from "../options/optionKinds.js"
import * as PolicyKinds from "../options/policyKinds.js"
import * as Refusals from "./answers/refusals.js"
import * as Executions from "./duplicates/executions.js"
import { execute } from "./execute.js"
import type { Options } from "./options.js"
import * as Prepare from "./prepare.js"
import * as Respond from "./respond.js"
import * as Routes from "./routes.js"
import * as Settings from "./settings.js"
import * as WithoutKey from "./withoutKey.js"

/** Passes an answer that is not an execution through the middlewares that surround executions. */
type Around = (answer: HttpServerResponse) => HttpApp.Default

/** Puts an app behind its keys. */
export interface Guard<out R> {
  <E, R2>(app: HttpApp.Default<E, R2>, around?: Around): HttpApp.Default<E, R | R2>
}

/** Keys of an API. Its guards share their store and the executions of this process. */
export interface Core<out R> {
  readonly guard: Guard<R>
  /** Guard of routes whose policy replaces parts of the common one. Fails if the store cannot carry it out. */
  readonly under: (policy: Policy) => Effect.Effect<Guard<R>, UnfitStoreError>
}

const makeCore = Effect.fnUntraced(function*<R>(options: Options<R>, endpoints: ReadonlyArray<Routes.Endpoint>) {
  // A mistake of the program, thus a defect.
  OptionCheck.assert<object>("Middleware.make", options, OptionKinds.middleware)
  const store: Service = options.mode === "lease" ? yield* Store : yield* TransactionalStore
  const transactional = yield* Effect.serviceOption(TransactionalStore)
  const checked = (policy: Policy): Effect.Effect<Settings.Settings, UnfitStoreError> => {
    OptionCheck.assert("Policy.RoutePolicy", policy, PolicyKinds.policy)
    const settings = Settings.make(options, { ...options, ...policy })
    const used = settings.mode === "transactional" ? Option.getOrElse(transactional, () => store) : store
    return Effect.as(Settings.check(used, settings), settings)
  }
  const settings = yield* checked({})
  const routes = yield* Effect.forEach(endpoints, ({ method, path, policy }) =>
    Effect.map(
      Option.match(policy, { onNone: () => Effect.succeed(settings), onSome: checked }),
      (settings) => ({ method, path, settings })
    ))
  yield* store.probe
  const executions = yield* Executions.make(options.grace ?? "10 seconds")
  const prepare = Prepare.make(options, store.capabilities)
  const refuse = Refusals.make<R>(options.render ?? Problem.render)
  const transactions = Option.getOrUndefined(transactional)
  const withoutKey = WithoutKey.make(transactions?.transactWithoutKey, executions)
  const responder = new Respond.Responder(
    options,
    store,
    transactions,
    settings.storeTimeoutMillis,
    executions,
    execute({ store, transactional: transactions, scope: executions.scope }),
    withoutKey
  )

  const guard =
    (settingsOf: Routes.SettingsOf): Guard<R> =>
    <E, R2>(app: HttpApp.Default<E, R2>, around?: Around): HttpApp.Default<E, R | R2> =>
      Effect.flatMap(HttpServerRequest.HttpServerRequest, (request): HttpApp.Default<E, R | R2> => {
        const header = request.headers[options.dialect.header]
        return Effect.flatMap(settingsOf(request), (settings): HttpApp.Default<E, R | R2> => {
          const isKeyed = options.isKeyed === undefined ? settings.isKeyed(request.method) : options.isKeyed(request)
          if (!isKeyed) return withoutKey(app, settings)
          const surround = <E, R>(response: HttpApp.Default<E, R>): HttpApp.Default<E, R> =>
            around === undefined ? response : Effect.flatMap(response, around)
          if (header === undefined) {
            return settings.key === "required"
              ? surround(refuse(Problem.missingKey(options.dialect)))
              : withoutKey(app, settings)
          }
          // A server may run its app where nothing can be interrupted: then no wait would ever end.
          return Effect.interruptible(Effect.matchEffect(prepare(request, header, settings), {
            onFailure: (refusal) => surround(Effect.succeed(refusal)),
            onSuccess: (prepared) => responder.respond(app, prepared, surround)
          }))
        })
      })

  const core: Core<R> = {
    guard: guard(
      endpoints.some(({ policy }) => Option.isSome(policy))
        ? yield* Routes.byEndpoint(settings, routes)
        : Routes.uniform(settings)
    ),
    under: (policy) => Effect.map(checked(policy), (settings) => guard(Routes.uniform(settings)))
  }
  return core
})

type Made<R, S> = Effect.Effect<Core<R>, UnfitStoreError | StoreError, S | Scope.Scope>

/** Makes the guards of an API, with the policies of its endpoints. The mode names the store that is asked for. */
export function make<R>(
  options: Options<R, "lease"> & { readonly mode: "lease" },
  endpoints: ReadonlyArray<Routes.Endpoint>
): Made<R, Store>
export function make<R>(
  options: Options<R, "transactional">,
  endpoints: ReadonlyArray<Routes.Endpoint>
): Made<R, TransactionalStore>
export function make<R>(
  options: Options<R>,
  endpoints: ReadonlyArray<Routes.Endpoint>
): Made<R, Store | TransactionalStore>
export function make<R>(
  options: Options<R>,
  endpoints: ReadonlyArray<Routes.Endpoint>
): Made<R, Store | TransactionalStore> {
  return makeCore(options, endpoints)
}
