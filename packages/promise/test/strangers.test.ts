import * as Server from "@qurl/lab/strangers/ForeignServer"
import * as Gateway from "@qurl/lab/strangers/Gateway"
import { pages } from "@qurl/lab/strangers/Pages"
import { all as vocabularies } from "@qurl/lab/strangers/Vocabulary"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { effectFace, type Face, type Observed, promiseFace } from "./support/faces.js"

let server: Server.Running
let gateway: Gateway.Running

beforeAll(async () => {
  server = await Server.start({ vocabulary: vocabularies[0], workMillis: 0 })
  gateway = await Gateway.start(server.port)
})
afterAll(async () => {
  await gateway.close()
  await server.close()
})

const actions: ReadonlyArray<Gateway.Action> = [
  { kind: "pass" },
  ...pages.slice(0, 8).map((page): Gateway.Action => ({ kind: "page", when: "after", page, cut: false })),
  { kind: "page", when: "before", page: pages[0], cut: false },
  { kind: "redirect", when: "after", status: 302 },
  { kind: "truncate", how: "length" },
  { kind: "truncate", how: "close" },
  { kind: "truncate", how: "gzip" },
  { kind: "rewrite", how: "html" },
  { kind: "rewrite", how: "status" },
  { kind: "rewrite", how: "empty" },
  { kind: "rewrite", how: "half an object" },
  { kind: "cut", when: "before" },
  { kind: "cut", when: "after" }
]

const link = (label: string) => ({ target_url: "https://example.com/", label })

const calls: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  create: [link("one")],
  batchCreate: [[link("one"), link("two")]],
  delete: ["r_00000000001"],
  "a create that is refused": [link(Server.refusedLabel("one"))]
}

/** Report to a caller, in the terms of neither face. */
const told = (observed: Observed): string =>
  observed.kind === "value"
    ? "applied"
    : `${observed.name}: ${"outcome" in observed.fields ? String(observed.fields.outcome) : "no outcome"}`

/** A call whose first request meets the action, and what the server executed. */
const trial = async (face: Face, name: string, vocabulary: (typeof vocabularies)[number], action: Gateway.Action) => {
  server.reset({ vocabulary, workMillis: 0 })
  let requests = 0
  gateway.reset(() => requests++ === 0 ? action : { kind: "pass" })
  const method = name.startsWith("a create") ? "create" : name
  const observed = await face.call(method, calls[name] ?? [], method === "delete" ? {} : { idempotencyKey: "key-1" })
  return { told: told(observed), executed: server.executions.length, requests }
}

describe.each([vocabularies[0], vocabularies[3] ?? vocabularies[0]])(
  "Q5, D8, D9 both faces among strangers, with $name",
  (vocabulary) => {
    it.each(Object.keys(calls))("say the same, and it agrees with what the server executed: %s", async (name) => {
      const options = { baseUrl: `http://127.0.0.1:${gateway.port}`, apiKey: "lv_test_parity" }
      for (const action of actions) {
        // Both on `fetch`, which does not notice that a compressed page was cut short. undici does, and asks again.
        const one = await trial(effectFace(options), name, vocabulary, action)
        const other = await trial(promiseFace({ ...options, fetch: globalThis.fetch }), name, vocabulary, action)
        const what = `${Gateway.describe(action)}: ${one.told}`
        assert.deepStrictEqual(other, one, what)
        assert.isAtMost(one.executed, 1, what)
        if (one.told === "applied" || one.told.endsWith("unreadable")) assert.strictEqual(one.executed, 1, what)
        if (/: (rejected|not sent)$/.test(one.told)) assert.strictEqual(one.executed, 0, what)
      }
    }, 120_000)
  }
)
