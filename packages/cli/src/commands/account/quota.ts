import { Qurl } from "@qurl/sdk/Qurls"
import * as Effect from "effect/Effect"
import { callFlags, callOptions } from "../../api/callFlags.js"
import { connected } from "../../api/connect.js"
import { make } from "../../argv/command.js"
import * as Print from "../../terminal/print.js"

export const quota = make({
  name: "quota",
  summary: "Show the limits of the plan and their usage.",
  examples: [{ line: "qurl quota", what: "-1 stands for no limit" }],
  flags: callFlags,
  arguments: {},
  run: (flags) =>
    Effect.flatMap(connected(Qurl, Qurl.getQuota(callOptions(flags))), (quota) => Print.record(quota, quota.plan))
})
