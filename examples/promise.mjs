// Uses the SDK without Effect.
import { QurlClient } from "@qurl/promise"

const qurl = new QurlClient({ apiKey: process.env.QURL_API_KEY, baseUrl: process.env.QURL_API_URL })

export const program = (async () => {
  const link = await qurl.create({ target_url: "https://example.com/report.pdf", expires_in: "1h" })
  console.log(link.qurl_link)
  for await (const resource of qurl.listAll()) console.log(resource.resource_id, resource.target_url)
})()
