// Creates a batch in one request and reads the result of each item.
import { Qurl, QurlLive } from "@qurl/sdk"
import { Console, Effect } from "effect"

const guests = ["Ada", "Grace", "Barbara"]

export const program = Effect.gen(function*() {
  const batch = yield* Qurl.batchCreate(
    guests.map((label) => ({ target_url: "https://example.com/invitation", expires_in: "7d", label }))
  )
  for (const result of batch.results) {
    yield* Console.log(
      result.success
        ? `${guests[result.index]}: ${result.qurl_link}`
        : `${guests[result.index]}: ${result.error.message}`
    )
  }
}).pipe(
  // Every failure is a tagged error; the message names the next step.
  Effect.catchTag("AuthorizationError", ({ message }) => Console.error(message)),
  Effect.provide(QurlLive),
  Effect.runPromise
)
