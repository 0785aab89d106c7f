import ky from "ky"
import { fromPromise } from "../contender.js"
import { type Api, bodies, headers, paths } from "../workload.js"

export const make = ({ hurry, url }: Api) => {
  const client = ky.create({
    prefixUrl: url,
    timeout: 30_000,
    retry: { limit: 3, methods: ["post"], ...(hurry ? { delay: () => 10 } : {}) }
  })
  return fromPromise((operation) =>
    client.post(paths[operation].slice(1), { headers: headers(), json: bodies[operation] }).json()
  )
}
