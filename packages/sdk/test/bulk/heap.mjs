// The heap while a bulk job runs against a server that answers at once. Prints its peak in bytes.
import { HttpClient, HttpClientResponse } from "@effect/platform"
import { Qurl } from "@qurl/sdk"
import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
import { Effect, Layer, Redacted, Stream } from "effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const rows = Number(process.argv[2])
const folder = mkdtempSync(join(tmpdir(), "qurl-heap-"))

const answer = ({ items }) => ({
  data: {
    succeeded: items.length,
    failed: 0,
    results: items.map(({ target_url }, index) => ({
      index,
      success: true,
      resource_id: `r_${index}`,
      qurl_link: `https://qurl.link/#at_${target_url}`,
      qurl_site: "https://r1.qurl.site"
    }))
  }
})

const http = HttpClient.make((request) =>
  Effect.sync(() => {
    const body = JSON.parse(new TextDecoder().decode(request.body.body))
    return HttpClientResponse.fromWeb(request, Response.json(answer(body), { status: 201 }))
  })
)

let peak = 0

const program = Qurl.batchCreateAll(
  Stream.map(Stream.range(0, rows - 1), (row) => ({ target_url: `https://example.com/guests/${row}` })),
  { job: "guests" }
).pipe(
  Stream.runForEach(({ index }) =>
    Effect.sync(() => {
      if (index % 2000 !== 1999) return
      globalThis.gc()
      peak = Math.max(peak, process.memoryUsage().heapUsed)
    })
  )
)

const layer = Qurl.layer({ apiKey: Redacted.make("lv_test_heap") }).pipe(
  Layer.provide(Layer.succeed(HttpClient.HttpClient, http))
)

await Effect.runPromise(Effect.provide(program, [layer, Sqlite.layer({ filename: join(folder, "heap.journal") })]))
rmSync(folder, { recursive: true })
process.stdout.write(String(peak))
