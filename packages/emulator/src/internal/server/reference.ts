import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpLayerRouter from "@effect/platform/HttpLayerRouter"
import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as OpenApi from "@effect/platform/OpenApi"
import { QurlApi } from "@qurl/contract"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import { referenceStyle } from "./referenceStyle.js"

/** The contract with the emulator itself as its server, so that operations are tried here. */
const api = QurlApi.annotate(OpenApi.Servers, [{ url: "/" }])

/** The page carries all of its script and style; the header keeps a browser from looking for more elsewhere. */
const selfContained = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
  + "img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'"

/** Viewer of two megabytes, loaded on the first request. */
const loadPage = Effect.gen(function*() {
  const Swagger = yield* Effect.promise(() => import("@effect/platform/HttpApiSwagger"))
  const page = yield* HttpLayerRouter.toHttpEffect(Swagger.layerHttpLayerRouter({ api, path: "/reference" }))
  return Effect.map(Effect.orDie(page), ({ body }) => {
    // The viewer's page is one text.
    const html = body._tag === "Uint8Array" ? new TextDecoder().decode(body.body) : ""
    return HttpServerResponse.html(html.replace("</head>", () => `<style>${referenceStyle}</style></head>`)).pipe(
      HttpServerResponse.setHeader("content-security-policy", selfContained)
    )
  })
})

/** The generated description of the API, and a page to read it on. They need no credential and meet no faults. */
export const make = Effect.gen(function*() {
  // The first client may disconnect before it is loaded; the others still wait for it.
  const page = yield* Effect.cached(Effect.uninterruptible(Scope.extend(loadPage, yield* Effect.scope)))
  const description = yield* Effect.cached(Effect.sync(() => HttpServerResponse.unsafeJson(OpenApi.fromApi(api))))
  const apps = new Map<string, HttpApp.Default>([
    ["/openapi.json", description],
    ["/reference", Effect.scoped(Effect.flatten(page))]
  ])
  return ({ method, url }: HttpServerRequest): HttpApp.Default | undefined =>
    method === "GET" ? apps.get(url.split("?", 1)[0] ?? url) : undefined
})
