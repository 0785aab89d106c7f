import { Customer } from "@qurl/sdk/Customer"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { callFlags, callOptions } from "../../api/callFlags.js"
import { connected } from "../../api/connect.js"
import { make } from "../../argv/command.js"
import { toggle } from "../../argv/flag.js"
import * as Print from "../../terminal/print.js"

export const usage = make({
  name: "usage",
  summary: "Show the usage of the current billing period.",
  details: ["Requires a JWT in QURL_API_KEY: the token of a signed-in user of the web console. An API key gets a 403."],
  examples: [
    { line: "qurl usage", what: "The period so far" },
    { line: "qurl usage --daily --json", what: "Day by day, one object a line" }
  ],
  flags: { daily: toggle("daily", "Day by day."), ...callFlags },
  arguments: {},
  run: Effect.fnUntraced(function*(flags) {
    const options = callOptions(flags)
    if (!flags.daily) {
      const used = yield* connected(Customer, Customer.usage(options))
      return yield* Print.record(used, String(used.qurls_created))
    }
    const { daily } = yield* connected(Customer, Customer.dailyUsage(options))
    yield* Print.rows(Stream.fromIterable(daily), {
      name: "days",
      none: "Nothing was created.",
      columns: [
        { title: "date", value: (row) => row.date },
        { title: "created", value: (row) => row.qurls_created }
      ]
    })
  })
})
