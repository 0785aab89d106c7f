// Creates one link that opens once and expires in an hour.
import { Qurl, QurlLive } from "@qurl/sdk"
import { Console, Effect } from "effect"

export const program = Qurl.create({
  target_url: "https://example.com/report.pdf",
  expires_in: "1h",
  one_time_use: true
}).pipe(
  Effect.flatMap((link) => Console.log(`${link.qurl_link} (request ${link.meta.requestId})`)),
  Effect.provide(QurlLive),
  Effect.runPromise
)
