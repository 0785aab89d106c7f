import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, test } from "vitest"
import { root } from "../docs/pages.js"
import { services as all } from "../docs/services.js"
import { hover } from "./hover.js"

const index = readFileSync(join(root, "packages", "sdk", "src", "index.ts"), "utf8")

/** A retired service has a module and no export. */
const services = all.filter(({ name }) => index.includes(`type ${name}Service`))

test("a static of every service shows the docstring of its interface, its parameters and its service", () => {
  assert.isAbove(services.length, 10)
  const statics = services.flatMap(({ methods, name }) => methods.map((method) => `${name}.${method}`))
  const members = services.flatMap(({ methods, name }) => methods.map((method) => `${name.toLowerCase()}_.${method}`))
  const interfaces = services.map(({ name }) => `declare const ${name.toLowerCase()}_: ${name}Service`)
  const shown = hover(
    [
      `import { ${services.map(({ name }) => `${name}, type ${name}Service`).join(", ")} } from "@qurl/sdk"`,
      ...interfaces
    ],
    [...statics, ...members]
  )
  for (const [index, name] of statics.entries()) {
    const docs = shown.get(members[index] ?? "")?.docs
    assert.isNotEmpty(docs, name)
    assert.strictEqual(shown.get(name)?.docs, docs, name)
    assert.match(shown.get(name)?.type ?? "", new RegExp(`\\b${name.split(".")[0]}\\b`), name)
  }
  assert.strictEqual(
    shown.get("Qurl.batchCreate")?.type,
    "(property) batchCreate: (items: readonly CreateInput[], options?: CallOptions | undefined)"
      + " => Effect<BatchCreated, WriteError, Qurl>"
  )
  assert.match(shown.get("Qurl.batchCreate")?.docs ?? "", /^Creates 1 to 100 links in one request\./)
}, 120_000)

test("a method of the Promise client shows the docstring of the SDK, and names for what it takes and returns", () => {
  const shown = hover(
    [
      "import { KeyGenerator, QurlClient, RateLimitError } from \"@qurl/promise\"",
      "const client = new QurlClient({ apiKey: \"lv_test_key\" })",
      "declare const error: RateLimitError"
    ],
    ["client.batchCreate", "client.listAll", "client.webhooks.create", "error.retryAt"]
  )
  assert.deepStrictEqual([...shown].map(([, { type }]) => type), [
    "(property) Qurls.batchCreate: (items: ReadonlyArray<CreateInput>, options?: CallOptions) => Promise<BatchCreated>",
    "(property) Qurls.listAll: (query?: ListInput, options?: ReadOptions) => AsyncIterable<Qurl>",
    "(property) Webhooks.create: (input: CreateWebhookInput, options?: CallOptions) => Promise<WebhookCreated>",
    "(property) retryAt?: number | undefined"
  ])
  assert.match(shown.get("client.batchCreate")?.docs ?? "", /^Creates 1 to 100 links in one request\./)
  assert.match(shown.get("error.retryAt")?.docs ?? "", /^When the server asked to be called again/)
}, 120_000)
