// Uses the id of an upstream job as the key: handling the same job twice creates one link.
import { Qurl, QurlLive } from "@qurl/sdk"
import { Console, Effect } from "effect"

const handle = (job) => Qurl.create({ target_url: job.document }, { idempotencyKey: `invoice-mail-${job.id}` })

export const program = Effect.gen(function*() {
  const job = { id: "4711", document: "https://example.com/invoices/4711.pdf" }
  const first = yield* handle(job)
  const again = yield* handle(job)
  yield* Console.log(`same link: ${first.qurl_link === again.qurl_link}, replayed: ${again.meta.replayed}`)
}).pipe(Effect.provide(QurlLive), Effect.runPromise)
