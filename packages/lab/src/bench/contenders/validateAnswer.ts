import { BatchCreateAnswer } from "@qurl/contract/groups/Qurls/BatchCreate"
import * as Schema from "effect/Schema"
import { fromPromise } from "../contender.js"
import { answers } from "../workload.js"

/** Sends nothing: looks at the results of a batch, as the SDK does when they have arrived. */
export const make = () => {
  const json: unknown = JSON.parse(answers.batch)
  const check = Schema.decodeUnknownEither(BatchCreateAnswer)
  return fromPromise(async () => check(json))
}
