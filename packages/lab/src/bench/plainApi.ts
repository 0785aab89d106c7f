/** The two operations as a user of `HttpApiClient` would declare them, with the schemas of the contract. */
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiClient from "@effect/platform/HttpApiClient"
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { envelope } from "@qurl/contract/Envelope"
import { BatchCreateAnswer, BatchCreateRequest } from "@qurl/contract/groups/Qurls/BatchCreate"
import { CreateQurlRequest, CreateQurlResult } from "@qurl/contract/groups/Qurls/CreateQurl"
import * as Effect from "effect/Effect"

const group = HttpApiGroup.make("qurls")
  .add(
    HttpApiEndpoint.post("create", "/v1/qurls")
      .setPayload(CreateQurlRequest)
      .addSuccess(envelope(CreateQurlResult), { status: 201 })
  )
  .add(
    HttpApiEndpoint.post("batch", "/v1/qurls/batch")
      .setPayload(BatchCreateRequest)
      .addSuccess(BatchCreateAnswer, { status: 201 })
  )

export const makeClient = (url: string, apiKey: string) =>
  Effect.map(
    HttpApiClient.make(HttpApi.make("qurl").add(group), {
      baseUrl: url,
      transformClient: HttpClient.mapRequest((request) =>
        HttpClientRequest.setHeader(
          HttpClientRequest.bearerToken(request, apiKey),
          "idempotency-key",
          crypto.randomUUID()
        )
      )
    }),
    ({ qurls }) => qurls
  )
