import { HttpClient, type HttpClientError, HttpClientRequest } from "@effect/platform"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { Effect, Layer } from "effect"
import type { Options } from "../../src/Emulator.js"
import { Emulator, TestKey } from "../../src/index.js"
import type { Json } from "./json.js"

/** The same API twice: behind a real socket, and in the fiber of the caller. */
export const transports: ReadonlyArray<
  readonly [name: string, layer: (options?: Options) => Layer.Layer<Emulator | HttpClient.HttpClient>]
> = [
  [
    "on a socket",
    (options) => Layer.merge(Layer.orDie(Emulator.layerServer(options)), NodeHttpClient.layerUndici)
  ],
  ["without a socket", (options) => Layer.orDie(Emulator.layerHttpClient(options))]
]

export const [[, onSocket], [, withoutSocket]] = transports as [typeof transports[0], typeof transports[0]]

export interface Call {
  readonly body?: unknown
  readonly text?: string
  readonly key?: string
  readonly token?: string
  readonly headers?: Record<string, string>
}

type Method = "GET" | "POST" | "PATCH" | "DELETE" | "PUT"

/** Sends one request and gives the answer as it begins; nothing is retried. */
export const open = (method: Method, path: string, call: Call = {}) =>
  Effect.gen(function*() {
    const { url } = yield* Emulator
    const client = yield* HttpClient.HttpClient
    const text = call.text ?? (call.body === undefined ? undefined : JSON.stringify(call.body))
    const request = HttpClientRequest.make(method)(url + path).pipe(
      HttpClientRequest.setHeaders({
        authorization: `Bearer ${call.token ?? TestKey.full}`,
        ...(call.key === undefined ? {} : { "idempotency-key": call.key }),
        ...call.headers
      }),
      text === undefined ? (request) => request : HttpClientRequest.bodyText(text, "application/json")
    )
    return yield* client.execute(request)
  })

export interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string
  readonly json: Json
}

/** Sends one request and reads the whole answer. */
export const send = (
  method: Method,
  path: string,
  call: Call = {}
): Effect.Effect<Answer, HttpClientError.HttpClientError, Emulator | HttpClient.HttpClient> =>
  Effect.gen(function*() {
    const response = yield* open(method, path, call)
    const text = yield* response.text
    const isJson = (response.headers["content-type"] ?? "").includes("json")
    return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined }
  })

export const create = (call: Call = {}) =>
  send("POST", "/v1/qurls", { body: { target_url: "https://x.test/" }, ...call })

export const batch = (items: ReadonlyArray<unknown>, call: Call = {}) =>
  send("POST", "/v1/qurls/batch", { body: { items }, ...call })

export const targets = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ target_url: `https://x.test/${index}` }))

/** The part of a link that opens it. */
export const tokenOf = (link: string): string => link.slice(link.indexOf("#") + 1)
