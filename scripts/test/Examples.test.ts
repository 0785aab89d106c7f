import { execFile } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { promisify } from "node:util"
import { assert, beforeAll, describe, test } from "vitest"
import { output } from "./runtimes/process.js"
import { root } from "./snippets.js"

const examples = join(root, "examples")
const apiKey = "lv_test_full_00000000000000000000000000000000000000"

/** Runs one example after the other as `npm run example` does, in one process: most of a start is loading Effect. */
const runAll = async (names: ReadonlyArray<string>): Promise<ReadonlyArray<string>> => {
  const program = `for (const name of process.argv.slice(1)) {
  delete process.env.QURL_API_KEY
  process.argv[2] = name
  await import("./run.mjs?" + name)
  console.log("---")
}`
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", program, "--", ...names],
    { cwd: examples, timeout: 120_000 }
  )
  return stdout.split("---\n")
}

const expected = [
  ["first-link", /^https:\/\/\S+ \(request req_\w+\)$/m],
  ["batch", /^Ada: https:.*\nGrace: https:.*\nBarbara: https:/m],
  ["bulk", /^finished: 250 links, in /m],
  ["own-key", /^same link: true, replayed: yes$/m],
  ["promise", /^https:\/\/.*\n[\w-]{122} https:\/\/example\.com\/report\.pdf$/m],
  ["lost-answer", /^100 links exist after 2 attempts$/m]
] as const

describe("the examples", () => {
  let printed: ReadonlyMap<string, string>
  beforeAll(async () => {
    const names = expected.map(([name]) => name)
    const texts = await runAll(names)
    printed = new Map(names.map((name, index) => [name, texts[index] ?? ""]))
  }, 120_000)

  test.each(expected)("the example %s prints what it is about", (name, pattern) => {
    assert.match(printed.get(name) ?? "", pattern)
  })
})

test("an example is run by its name", async () => {
  assert.match(await output(process.execPath, ["run.mjs", "first-link"], { cwd: examples }), expected[0][1])
}, 60_000)

test("an example that does not exist is answered with those that do", async () => {
  const printed = await output(process.execPath, ["run.mjs", "nothing"], { cwd: examples }).catch(String)
  assert.include(printed, "Unknown example nothing: batch, bulk, first-link")
}, 60_000)

test("the example of a trace prints one call with its three attempts, and what was counted", async () => {
  const printed = await output(process.execPath, ["trace.mjs"], { cwd: examples })
  const spans = printed.split("\n").filter((line) => line.includes("batchCreate"))
  assert.deepStrictEqual(spans.map((line) => line.replace(/ +\d+ ms +\d+ ms +/, " | ").replace(/, key .*/, "")), [
    "Qurl.batchCreate | applied after 3 attempts, replayed: yes",
    "  batchCreate attempt | failed: reset",
    "  batchCreate attempt | failed: 429",
    "  batchCreate attempt | ok: 201"
  ])
  assert.match(printed, /^idempotency\.retries +2$/m)
  assert.match(printed, /^100 links exist\.$/m)
}, 60_000)

test("a collector gets the same, and no credential, key or link", async () => {
  const received = new Map<string, string>()
  const collector = createServer((request, response) => {
    void text(request).then((body) => {
      received.set(request.url ?? "", `${received.get(request.url ?? "") ?? ""}${body}`)
      response.setHeader("content-type", "application/json").end("{}")
    })
  })
  collector.listen(0, "127.0.0.1")
  await once(collector, "listening")
  const address = collector.address()
  try {
    await output(process.execPath, ["trace.mjs"], {
      cwd: examples,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}` }
    })
  } finally {
    collector.close()
  }
  assert.include(received.get("/v1/traces"), "\"Qurl.batchCreate\"")
  assert.include(received.get("/v1/traces"), "\"idempotency.outcome\"")
  assert.include(received.get("/v1/metrics"), "\"idempotency.retries\"")
  const all = [...received.values()].join("\n")
  assert.notInclude(all, apiKey)
  assert.notMatch(all, /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/)
  assert.notMatch(all, /#at_|example\.com/)
}, 60_000)

test.each([
  ["other-frameworks.md", "express-pg.ts"],
  ["other-frameworks.md", "fastify-kysely.ts"],
  ["other-frameworks.md", "hono-sqlite.ts"],
  ["other-frameworks.md", "hono-payments.ts"],
  ["other-frameworks.md", "next/lib/idempotency.js"],
  ["operating.md", "effect-postgres.ts"]
])("the page %s shows the program %s as it is", (page, program) => {
  const text = readFileSync(join(root, "docs", page), "utf8")
  assert.include(text, readFileSync(join(examples, "servers", program), "utf8").trim())
})
