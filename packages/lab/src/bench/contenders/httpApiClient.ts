import type * as HttpClient from "@effect/platform/HttpClient"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fromEffect } from "../contender.js"
import { makeClient } from "../plainApi.js"
import { type Api, apiKey, input, items } from "../workload.js"

class Client
  extends Context.Tag("bench/HttpApiClient")<Client, Effect.Effect.Success<ReturnType<typeof makeClient>>>()
{}

export const makeOn = (http: Layer.Layer<HttpClient.HttpClient>) => ({ url }: Api) =>
  fromEffect(
    Layer.provide(Layer.effect(Client, makeClient(url, apiKey)), http),
    (operation) =>
      Effect.flatMap(Client, (client): Effect.Effect<unknown, unknown> =>
        operation === "create" ? client.create({ payload: input }) : client.batch({ payload: { items } }))
  )
