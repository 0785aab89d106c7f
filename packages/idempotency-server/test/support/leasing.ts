import { HttpServerRequest, HttpServerResponse } from "@effect/platform"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, type Scope } from "effect"
import { Middleware, Store, StoreMemory } from "../../src/index.js"

export const options = {
  dialect: standard,
  mode: "lease" as const,
  grace: 0,
  principal: () => Effect.succeed("owner")
}

/** A request to an app in this process, as the server calls it. */
export const call = <E>(
  app: Effect.Effect<HttpServerResponse.HttpServerResponse, E, HttpServerRequest.HttpServerRequest | Scope.Scope>,
  init: { readonly key?: string; readonly body?: string } = {}
) => {
  const request = HttpServerRequest.fromWeb(
    new Request("http://app/things", {
      method: "POST",
      body: init.body ?? "{}",
      headers: { "idempotency-key": init.key ?? "k" }
    })
  )
  return app.pipe(
    Effect.flatMap((response) =>
      Effect.promise(async () => ({
        status: response.status,
        headers: response.headers,
        replayed: response.headers["idempotency-replayed"] === "true",
        text: await HttpServerResponse.toWeb(response).text()
      }))
    ),
    Effect.scoped,
    Effect.provideService(HttpServerRequest.HttpServerRequest, request)
  )
}

/** A handler that counts its runs, after it has passed `before`. */
export const counting = (before: Effect.Effect<void> = Effect.void, status = 201) => {
  const runs = { n: 0 }
  const app = Effect.suspend(() => {
    runs.n++
    const n = runs.n
    return Effect.as(before, HttpServerResponse.unsafeJson({ n }, { status }))
  })
  return { app, runs }
}

/** Two servers on one store, as far as they know. */
export const servers = Effect.fnUntraced(function*(
  more: Partial<Middleware.Options<never, "lease">> = {},
  decorate: (store: Store.Service) => Store.Service = (store) => store
) {
  const store = yield* StoreMemory.make
  const make = Middleware.make({ ...options, ...more, mode: "lease" }).pipe(
    Effect.provideService(Store.Store, decorate(store))
  )
  return { store, one: yield* make, two: yield* make }
})

export const claimOf = (store: Store.Service) => store.look(Store.identity(["owner"], "k"))
