// For workerd, which is asked by HTTP, and gets one file too.
import { smoke } from "./smoke.mjs"

export default { fetch: async (request) => Response.json(await smoke(await request.json())) }
