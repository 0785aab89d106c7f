import { QurlClient } from "@qurl/promise"
import { fromPromise } from "../contender.js"
import { type Api, apiKey, input, items } from "../workload.js"

export const make = ({ url }: Api) => {
  const client = new QurlClient({ apiKey, baseUrl: url })
  return fromPromise((operation) => operation === "create" ? client.create(input) : client.batchCreate(items))
}
