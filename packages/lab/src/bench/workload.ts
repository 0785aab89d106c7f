/** Requests and answers: the same bytes for every client. */

/** Base URL of the API, as clients see it. */
export interface Api {
  readonly url: string
  /** A failed attempt is repeated after 10 ms, where the client lets its user choose. */
  readonly hurry: boolean
}

export type Operation = "create" | "batch"

export const apiKey = "lv_test_0123456789abcdef"

export const input = {
  target_url: "https://example.com/reports/2026/annual.pdf",
  expires_in: "24h" as const,
  one_time_use: false,
  max_sessions: 5,
  label: "for Ada Lovelace"
}

/** Items of a batch. */
export const batchSize = 100

export const items = Array.from({ length: batchSize }, (_, index) => ({ ...input, label: `for guest ${index + 1}` }))

const link = (index: number) => ({
  resource_id: `r_${String(index).padStart(11, "0")}`,
  qurl_link: `https://qurl.link/#at_${"k".repeat(32)}${index}`,
  qurl_site: `https://r_${String(index).padStart(11, "0")}.qurl.site`,
  expires_at: "2026-12-31T00:00:00Z"
})

const meta = { request_id: "req_7f3c9a4e1b2d" }

export const answers: Readonly<Record<Operation, string>> = {
  create: JSON.stringify({
    data: { qurl_id: "q_1234567890a", ...link(0), label: input.label, type: "url" },
    meta
  }),
  batch: JSON.stringify({
    data: {
      succeeded: items.length,
      failed: 0,
      results: items.map((_, index) => ({ index, success: true, ...link(index) }))
    },
    meta
  })
}

export const paths: Readonly<Record<Operation, string>> = { create: "/v1/qurls", batch: "/v1/qurls/batch" }

export const bodies: Readonly<Record<Operation, object>> = { create: input, batch: { items } }

/** The headers of a program that minds duplicates. */
export const headers = () => ({
  accept: "application/json",
  authorization: `Bearer ${apiKey}`,
  "content-type": "application/json",
  "idempotency-key": crypto.randomUUID()
})
