/**
 * Exchanges over `fetch` itself: one promise each, where an `HttpClient` has a fiber and a response that keeps its body.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Headers from "@effect/platform/Headers"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientRequest } from "@effect/platform/HttpClientRequest"
import * as UrlParams from "@effect/platform/UrlParams"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Transport from "../Transport.js"

/** Ends an answer of which more has come than may. */
class TooLarge extends Error {}

const hasNoBody = (response: Response, method: string) =>
  response.body === null || method === "HEAD" || response.status === 204 || response.status === 304
  || response.headers.get("content-length") === "0"

/** The whole body, unless it is longer than `most`. */
const readBody = async (response: Response, method: string, most: number): Promise<Uint8Array> => {
  if (hasNoBody(response, method)) return new Uint8Array()
  const announced = Number(response.headers.get("content-length") ?? 0)
  if (announced > most) throw new TooLarge()
  if (announced > 0 && !response.headers.has("content-encoding")) return new Uint8Array(await response.arrayBuffer())
  const chunks: Array<Uint8Array> = []
  let size = 0
  const reader = response.body?.getReader()
  for (let read = await reader?.read(); read?.value !== undefined; read = await reader?.read()) {
    size += read.value.byteLength
    if (size > most) throw new TooLarge()
    chunks.push(read.value)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.byteLength
  }
  return bytes
}

const read = async (exchange: Transport.Exchange, response: Response, abort: () => void): Promise<void> => {
  const headers = Headers.fromInput(response.headers)
  exchange.answered(response.status, headers)
  try {
    const bytes = await readBody(response, exchange.request.method, exchange.maxBodyBytes)
    exchange.whole(headers, bytes)
  } catch (error) {
    exchange.cut(error instanceof TooLarge ? "body too large" : "body cut")
    abort()
  }
}

/** Settings of `fetch` that calls without their own take. */
interface Given {
  readonly fetch?: typeof globalThis.fetch | undefined
  readonly init?: RequestInit | undefined
}

const headersOf = ({ headers }: HttpClientRequest, init: RequestInit | undefined): Headers.Headers =>
  Headers.remove(
    init?.headers === undefined
      ? headers
      : Headers.merge(Headers.fromInput(new globalThis.Headers(init.headers)), headers),
    // `fetch` counts for itself.
    "content-length"
  )

/**
 * A transport on `fetch`, which follows no redirect: it would send our headers along. `FetchHttpClient.Fetch` and
 * `FetchHttpClient.RequestInit` in the context of a call come before what is given here, and that before the global `fetch`.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (given: Given = {}): Transport.Transport =>
  Transport.make((exchange) => {
    const { body, fiber, request } = exchange
    const url = UrlParams.makeUrl(request.url, request.urlParams, request.hash)
    if (Either.isLeft(url)) {
      exchange.bug(url.left)
      return () => {}
    }
    const controller = new AbortController()
    const setting = Context.getOption(fiber.currentContext, FetchHttpClient.Fetch)
    const fetch = Option.getOrElse(setting, () => given.fetch ?? globalThis.fetch)
    const init = Option.getOrElse(
      Context.getOption(fiber.currentContext, FetchHttpClient.RequestInit),
      () => given.init
    )
    const abort = () => controller.abort()
    const sent = (async () =>
      fetch(url.right, {
        ...init,
        redirect: "manual",
        method: request.method,
        headers: headersOf(request, init),
        // Bytes of a request are never shared memory.
        body: body as BodyInit | null,
        signal: controller.signal
      }))()
    sent.then((response) => read(exchange, response, abort), (error) => exchange.failed(error)).catch((bug) =>
      exchange.bug(bug)
    )
    return abort
  })

/**
 * An `HttpClient` on `fetch`, whose plain requests take the short way.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<HttpClient.HttpClient> = Layer.effect(
  HttpClient.HttpClient,
  Effect.gen(function*() {
    const fetch = Option.getOrUndefined(yield* Effect.serviceOption(FetchHttpClient.Fetch))
    const init = Option.getOrUndefined(yield* Effect.serviceOption(FetchHttpClient.RequestInit))
    return Transport.attach(yield* HttpClient.HttpClient, make({ fetch, init }))
  })
).pipe(Layer.provide(FetchHttpClient.layer))
