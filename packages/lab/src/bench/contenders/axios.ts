import axios from "axios"
import { Agent } from "node:http"
import { fromPromise } from "../contender.js"
import { type Api, bodies, headers, paths } from "../workload.js"

/** It has no retries of its own. */
export const make = ({ url }: Api) => {
  const client = axios.create({ baseURL: url, httpAgent: new Agent({ keepAlive: true }), timeout: 30_000 })
  return fromPromise((operation) => client.post(paths[operation], bodies[operation], { headers: headers() }))
}
