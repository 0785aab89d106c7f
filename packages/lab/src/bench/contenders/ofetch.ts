import { ofetch } from "ofetch"
import { fromPromise } from "../contender.js"
import { type Api, bodies, headers, paths } from "../workload.js"

export const make = ({ hurry, url }: Api) => {
  const client = ofetch.create({
    baseURL: url,
    timeout: 30_000,
    retry: 3,
    retryDelay: hurry ? 10 : 500
  })
  return fromPromise((operation) =>
    client(paths[operation], { method: "POST", headers: headers(), body: bodies[operation] })
  )
}
