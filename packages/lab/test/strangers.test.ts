import { assert, describe, it } from "@effect/vitest"
import { FaultRuns } from "@qurl/testing"
import { make as makeDraw } from "@qurl/testing/Draw"
import { Effect } from "effect"
import * as Server from "../src/strangers/ForeignServer.js"
import * as Gateway from "../src/strangers/Gateway.js"
import { pages } from "../src/strangers/Pages.js"
import * as Run from "../src/strangers/Run.js"
import { all } from "../src/strangers/Vocabulary.js"

const setting = Effect.gen(function*() {
  const server = yield* Effect.acquireRelease(
    Effect.promise(() => Server.start({ vocabulary: all[1] ?? all[0], workMillis: 0 })),
    ({ close }) => Effect.promise(close)
  )
  const gateway = yield* Effect.acquireRelease(
    Effect.promise(() => Gateway.start(server.port)),
    ({ close }) => Effect.promise(close)
  )
  const post = (key: string, label: string) =>
    fetch(`http://127.0.0.1:${gateway.port}/v1/qurls`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify({ target_url: "https://example.com/", label })
    })
  return { gateway, post, server }
})

/** The quick form of the suite takes a share of the runs. */
const isQuick = process.env["QURL_TESTS"] !== "all"

describe("programs among strangers", () => {
  // A share of `npm run strangers`.
  it.live("D8, D9 do nothing twice and trust only the API", () =>
    Effect.gen(function*() {
      const runs = yield* Run.runs({ seed: 1, runs: isQuick ? 30 : 400 })
      const violated = runs.filter(({ violations }) => violations.length > 0)
      assert.deepStrictEqual(violated.map(Run.explain), [])
    }), 600_000)

  it.live("give each of three callers of one key the same link", () =>
    Effect.gen(function*() {
      const runs = yield* Run.runs({ seed: 1, runs: isQuick ? 12 : 24, only: "three callers of one key" })
      assert.deepStrictEqual(runs.flatMap(({ violations }) => violations), [])
      const results = runs.map(({ tellings }) =>
        tellings.flatMap(({ outcome, result }) => outcome === "applied" ? [result] : [])
      )
      // A busy machine leaves some of the callers without an answer in time.
      const complete = results.filter(({ length }) => length === 3)
      assert.isAtLeast(complete.length, runs.length / 2, "runs in which all three were answered")
      for (const links of complete) assert.strictEqual(new Set(links).size, 1)
    }), 600_000)

  it.live("D10 keep their keys when the user's own client breaks after an answer", () =>
    Effect.gen(function*() {
      const runs = yield* Run.runs({ seed: 1, runs: isQuick ? 20 : 40, only: "a program under fromJob", honest: true })
      const violated = runs.filter(({ violations }) => violations.length > 0)
      assert.deepStrictEqual(violated.map(Run.explain), [])
    }), 600_000)
})

describe("fault runs behind a gateway", () => {
  it.live("D8, D9 do everything once, whatever the gateway says", () =>
    Effect.gen(function*() {
      const draw = makeDraw(1)
      const through = (url: string) =>
        Effect.map(
          Effect.acquireRelease(
            Effect.promise(async () => {
              const running = await Gateway.start(Number(new URL(url).port))
              running.reset(() => draw(4) === 0 ? Gateway.drawAction(draw) : { kind: "pass" })
              return running
            }),
            ({ close }) => Effect.promise(close)
          ),
          ({ port }) => `http://127.0.0.1:${port}`
        )
      const runs = isQuick ? 20 : 400
      const done = yield* FaultRuns.runs(FaultRuns.ours, { seed: 1, runs, concurrency: 8, through })
      assert.deepStrictEqual(FaultRuns.violated(done).map(FaultRuns.explain), [])
    }), 600_000)
})

describe("the server of strangers", () => {
  it.scopedLive("executes once per key, and refuses in its own words", () =>
    Effect.gen(function*() {
      const { post, server } = yield* setting
      const read = (key: string, label: string) =>
        Effect.promise(() => post(key, label).then(async (answer) => [answer.status, await answer.text()] as const))
      const first = yield* read("a", "one")
      assert.deepStrictEqual(yield* read("a", "one"), first)
      assert.deepStrictEqual(yield* read("a", "two"), [409, all[1]?.mismatch.body ?? ""])
      assert.strictEqual((yield* read("b", Server.refusedLabel("one")))[0], 422)
      assert.deepStrictEqual(server.executions.map(({ intents, key }) => [intents, key]), [[["one"], "a"]])
    }))

  it.scopedLive("answers a duplicate of a request at work in its own words", () =>
    Effect.gen(function*() {
      const { post, server } = yield* setting
      server.reset({ vocabulary: all[2] ?? all[0], workMillis: 100 })
      const [one, other] = yield* Effect.promise(() => Promise.all([post("a", "one"), post("a", "one")]))
      assert.deepStrictEqual([one.status, other.status].toSorted((first, second) => first - second), [201, 423])
      assert.strictEqual(server.executions.length, 1)
    }))
})

describe("the gateway", () => {
  const page = pages[0]
  for (
    const [action, status, executed] of [
      [{ kind: "page", when: "before", page, cut: false }, 404, 0],
      [{ kind: "page", when: "after", page, cut: false }, 404, 1],
      [{ kind: "redirect", when: "after", status: 302 }, 302, 1],
      [{ kind: "rewrite", how: "status" }, 404, 1],
      [{ kind: "cut", when: "before" }, "failed", 0],
      [{ kind: "cut", when: "after" }, "failed", 1],
      [{ kind: "truncate", how: "length" }, "failed", 1]
    ] as const
  ) {
    it.scopedLive(`${Gateway.describe(action)}: ${executed === 0 ? "nothing" : "everything"} was done`, () =>
      Effect.gen(function*() {
        const { gateway, post, server } = yield* setting
        gateway.reset(() => action)
        const answer = post("a", "one").then(async (answer) => {
          await answer.text()
          return answer.status
        }, () => "failed" as const).catch(() => "failed" as const)
        assert.strictEqual(yield* Effect.promise(() => answer), status)
        assert.strictEqual(server.executions.length, executed)
        assert.deepStrictEqual(gateway.done, [action])
      }))
  }
})
