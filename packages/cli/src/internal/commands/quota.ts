import { Qurl } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import { callFlags, callOptions } from "../calls.js"
import { make } from "../command.js"
import { connected } from "../connect.js"
import * as Print from "../print.js"

export const quota = make({
  name: "quota",
  summary: "Show the limits of the plan and what is used of them.",
  examples: [{ line: "qurl quota", what: "-1 stands for no limit" }],
  flags: callFlags,
  arguments: {},
  run: (flags) =>
    Effect.flatMap(connected(Qurl.getQuota(callOptions(flags))), (quota) => Print.record(quota, quota.plan))
})
