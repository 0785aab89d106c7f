import * as HttpApi from "@effect/platform/HttpApi"
import type * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import { type Policy, RoutePolicy } from "../../Policy.js"
import type { Settings } from "./settings.js"

/** The settings of the route that a request is for. */
export type SettingsOf = (request: HttpServerRequest.HttpServerRequest) => Effect.Effect<Settings>

/** Applies one policy to every route. */
export const uniform = (settings: Settings): SettingsOf => () => Effect.succeed(settings)

/** An endpoint of an API, with the policy that is annotated on it, on its group or on the API. */
export interface Endpoint {
  readonly method: HttpRouter.Route<never, never>["method"]
  readonly path: `/${string}`
  readonly policy: Option.Option<Policy>
}

/** Lists the endpoints of an API with their policies. */
export const endpoints = <Id extends string, Groups extends HttpApiGroup.HttpApiGroup.Any, E, R>(
  api: HttpApi.HttpApi<Id, Groups, E, R>
): ReadonlyArray<Endpoint> => {
  const found: Array<Endpoint> = []
  HttpApi.reflect(api, {
    onGroup: () => {},
    onEndpoint: ({ endpoint: { method, path }, mergedAnnotations }) =>
      void found.push({ method, path, policy: Context.getOption(mergedAnnotations, RoutePolicy) })
  })
  return found
}

class Matched extends Data.TaggedError("Matched")<{ readonly settings: Settings }> {}

/** Matches requests to endpoints as the platform's router does. */
export const byEndpoint = (
  fallback: Settings,
  endpoints: ReadonlyArray<Omit<Endpoint, "policy"> & { readonly settings: Settings }>
): Effect.Effect<SettingsOf> =>
  Effect.map(
    HttpRouter.toHttpApp(HttpRouter.fromIterable(endpoints.map(({ method, path, settings }) =>
      HttpRouter.makeRoute(method, path, new Matched({ settings }))
    ))),
    (matcher): SettingsOf => (request) =>
      matcher.pipe(
        Effect.provideService(HttpServerRequest.HttpServerRequest, request),
        Effect.matchEffect({
          onFailure: (error) =>
            Effect.succeed(error._tag === "Matched" ? error.settings : fallback),
          onSuccess: () => Effect.succeed(fallback)
        })
      )
  )
