import { request } from "undici"
import { bodies, headers, paths } from "../workload.js"

const response = await request(`${process.env.QURL_API_URL}${paths.create}`, {
  method: "POST",
  headers: headers(),
  body: JSON.stringify(bodies.create)
})
await response.body.json()
