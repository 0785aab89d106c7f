import { BatchCreateRequest } from "@qurl/contract/groups/Qurls/BatchCreate"
import * as Schema from "effect/Schema"
import { fromPromise } from "../contender.js"
import { bodies } from "../workload.js"

/** Sends nothing: looks at the items of a batch, as the SDK does before it sends them. */
export const make = () => {
  const check = Schema.decodeUnknownEither(BatchCreateRequest, { errors: "all" })
  return fromPromise(async () => check(bodies.batch))
}
