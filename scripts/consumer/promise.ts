// What users of Promises rely on in the types. It is compiled, never run, also without the types of Node.
import { type Created, isQurlError, KeyGenerator, type Page, type Qurl, QurlClient, RetryPolicy } from "@qurl/promise"
import { same } from "./same.js"

const client = new QurlClient({
  apiKey: "key",
  fetch: globalThis.fetch,
  keyGenerator: KeyGenerator.sequence("test"),
  retry: { ...RetryPolicy.keyed, attempts: 8, deadline: 60_000 }
})
const named = new QurlClient({ apiKey: "key", keyGenerator: { next: ({ operation }) => `mine-${operation}` } })

const create = client.create({ target_url: "https://example.com" }, {
  idempotencyKey: "job-42",
  retry: RetryPolicy.none,
  signal: new AbortController().signal
})
same<Awaited<typeof create>, Created>(true)
const list = client.list()
same<Awaited<typeof list>, Page<Qurl>>(true)
same<ReturnType<typeof client.listAll>, AsyncIterable<Qurl>>(true)

/** Every failure is distinguished by its name. */
const handled = create.catch((error: unknown) => {
  if (isQurlError(error, "RateLimitError")) same<typeof error.status, number>(true)
  if (!isQurlError(error)) throw error
  return error.name === "ValidationError" ? error.invalidFields : error.outcome
})

const disposable: AsyncDisposable = client

// @ts-expect-error: a misspelt property is refused
void client.create({ target: "https://example.com" })
// @ts-expect-error: durations are numbers of milliseconds
void client.getQuota({ timeout: "5 seconds" })
// @ts-expect-error: an extension is by a duration or up to an instant, not both
void client.extend("r_1", { extend_by: "1h", expires_at: "2030-01-01T00:00:00Z" })

export { disposable, handled, list, named }
