import { Qurl, QurlServices } from "@qurl/effect4"
import * as FetchHttpClient from "effect4/http/FetchHttpClient"
import * as Layer from "effect4/Layer"
import * as ManagedRuntime from "effect4/ManagedRuntime"
import * as Redacted from "effect4/Redacted"
import { fromPromise } from "../contender.js"
import { type Api, apiKey, input, items } from "../workload.js"

export const make = ({ url }: Api) => {
  const layer = QurlServices.layer({ apiKey: Redacted.make(apiKey), baseUrl: url })
  const runtime = ManagedRuntime.make(Layer.provide(layer, FetchHttpClient.layer))
  return fromPromise((operation) =>
    operation === "create" ? runtime.runPromise(Qurl.create(input)) : runtime.runPromise(Qurl.batchCreate(items))
  )
}
