import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientRequest } from "effect/http/HttpClientRequest"
import * as HttpClientResponse from "effect/http/HttpClientResponse"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Ref from "effect/Ref"
import { QurlServices } from "../../src/index.js"

/** The requests that arrived. */
export class Sent extends Context.Service<Sent, Ref.Ref<ReadonlyArray<HttpClientRequest>>>()("test/Sent") {}

/** An answer whose body is there at once: a clock of a test cannot wait for what it did not start. */
const respond = (request: HttpClientRequest, { body, headers, status }: Answer) => {
  const text = JSON.stringify(body)
  const web = new Response(text, {
    status,
    headers: { "content-type": "application/json", "content-length": String(text.length), ...headers }
  })
  const response = HttpClientResponse.fromWeb(request, web)
  return Object.create(response, {
    arrayBuffer: { value: Effect.sync(() => new TextEncoder().encode(text).buffer) }
  }) as HttpClientResponse.HttpClientResponse
}

interface Answer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body: object
}

export const created = (): Answer => ({
  status: 201,
  body: {
    data: {
      resource_id: "r_k8xqp9h2sj9",
      qurl_id: "q_k8xqp9h2sj9",
      qurl_link: "https://qurl.link/#at_1",
      qurl_site: "https://r_k8xqp9h2sj9.qurl.site"
    },
    meta: { request_id: "req_1" }
  }
})

export const limited = (seconds: number): Answer => ({
  status: 429,
  headers: { "retry-after": String(seconds) },
  body: {
    error: { code: "rate_limited", title: "Too many requests", detail: "wait", status: 429 },
    meta: { request_id: "req_1" }
  }
})

/** An HTTP client of Effect 4 that answers in turn: one effect to an answer for each request. */
const layerHttp = (answers: ReadonlyArray<Effect.Effect<Answer>>) =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.map(Sent, (sent) =>
      HttpClient.make((request) =>
        Effect.gen(function*() {
          const requests = yield* Ref.updateAndGet(sent, (requests) => [...requests, request])
          const answer = answers[requests.length - 1] ?? Effect.die(new Error("The fake server has no more answers."))
          return respond(request, yield* answer)
        })
      ))
  )

/** All services on such a client. */
export const layerFake = (...answers: ReadonlyArray<Effect.Effect<Answer>>) =>
  QurlServices.layer({ apiKey: Redacted.make("lv_test_0123456789"), baseUrl: "http://127.0.0.1:9" }).pipe(
    Layer.provide(layerHttp(answers)),
    Layer.provideMerge(Layer.effect(Sent, Ref.make<ReadonlyArray<HttpClientRequest>>([])))
  )

export const requests = Effect.flatMap(Sent, Ref.get)
export const keys = Effect.map(requests, (requests) => requests.map(({ headers }) => headers["idempotency-key"]))

export const input = { target_url: "https://example.com/docs" }
