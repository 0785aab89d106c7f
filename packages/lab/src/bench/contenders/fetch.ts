import { fromPromise } from "../contender.js"
import { type Api, bodies, headers, paths } from "../workload.js"

export const make = ({ url }: Api) =>
  fromPromise(async (operation) => {
    const response = await fetch(`${url}${paths[operation]}`, {
      method: "POST",
      headers: headers(),
      body: JSON.stringify(bodies[operation])
    })
    return response.json()
  })
