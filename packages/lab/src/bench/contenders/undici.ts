import { Agent, request } from "undici"
import { fromPromise } from "../contender.js"
import { type Api, bodies, headers, paths } from "../workload.js"

export const make = ({ url }: Api) => {
  const dispatcher = new Agent()
  return fromPromise(async (operation) => {
    const response = await request(`${url}${paths[operation]}`, {
      dispatcher,
      method: "POST",
      headers: headers(),
      body: JSON.stringify(bodies[operation])
    })
    return response.body.json()
  })
}
