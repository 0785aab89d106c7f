import got from "got"
import { Agent } from "node:http"
import { fromPromise } from "../contender.js"
import { type Api, bodies, headers, paths } from "../workload.js"

export const make = ({ hurry, url }: Api) => {
  const client = got.extend({
    prefixUrl: url,
    agent: { http: new Agent({ keepAlive: true }) },
    timeout: { request: 30_000 },
    retry: {
      limit: 3,
      methods: ["POST"],
      ...(hurry ? { calculateDelay: ({ computedValue }) => Math.min(computedValue, 10) } : {})
    }
  })
  return fromPromise((operation) =>
    client.post(paths[operation].slice(1), { headers: headers(), json: bodies[operation] }).json()
  )
}
