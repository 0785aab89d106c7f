import { assert, test } from "vitest"
import { services } from "../docs/services.js"
import { hover } from "./hover.js"

test("a static of every service shows the docstring of its interface, its parameters and its service", () => {
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
      + " => Effect<BatchCreated, QurlError, Qurl>"
  )
  assert.match(shown.get("Qurl.batchCreate")?.docs ?? "", /^Creates 1 to 100 links in one request\./)
}, 120_000)
