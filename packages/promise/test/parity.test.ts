import { Emulator, Fault, FaultPlan } from "@qurl/emulator"
import { Effect, ManagedRuntime } from "effect"
import { createHash } from "node:crypto"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { QurlClient } from "../src/index.js"
import { accountRows } from "./support/accountRows.js"
import type { Row } from "./support/arrange.js"
import {
  credentials,
  effect4Face,
  effectFace,
  type Face,
  type Observed,
  type Options,
  prefix,
  promiseFace
} from "./support/faces.js"
import { linkRows } from "./support/linkRows.js"
import { newerRows } from "./support/newerRows.js"

/** An emulator of its own for each face, all with the same chance: the same calls in the same order get the same ids. */
interface Stage {
  readonly faceOf: (options: Options) => Face
  readonly emulator: (typeof Emulator)["Service"]
}

const runtimes = [effectFace, promiseFace, effect4Face].map((faceOf) => ({
  faceOf,
  runtime: ManagedRuntime.make(Emulator.layerServer({ seed: 1 }))
}))
let stages: ReadonlyArray<Stage> = []

beforeAll(async () => {
  stages = await Promise.all(
    runtimes.map(async ({ faceOf, runtime }) => ({ faceOf, emulator: await runtime.runPromise(Emulator) }))
  )
})
afterAll(() => Promise.all(runtimes.map(({ runtime }) => runtime.dispose())))

/** Differences between two runs of the same program: where the server is, and what time it was, also in cursors. */
const steady = (stage: Stage, value: unknown): unknown => {
  const text = JSON.stringify(
    value,
    (name, inner: unknown) => {
      if (inner === undefined) return "<undefined>"
      return name === "next_cursor" || name === "retryAt" ? `<${typeof inner}>` : inner
    }
  )
  return JSON.parse(
    text.replaceAll(stage.emulator.url, "<url>").replaceAll(new URL(stage.emulator.url).host, "<host>").replaceAll(
      /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g,
      "<instant>"
    )
  )
}

interface Story {
  readonly observed: Observed
  readonly requests: ReadonlyArray<{ readonly operation: string | null; readonly key: string | null }>
  readonly effects: ReadonlyArray<string>
}

type Case = "success" | "a lost answer" | "429" | "bad input"

const faults: Record<Case, Fault.Fault | undefined> = {
  success: undefined,
  "a lost answer": Fault.destroyAfterCommit,
  "429": Fault.rateLimit({ retryAfter: { seconds: 0 } }),
  "bad input": undefined
}

const story = async (stage: Stage, row: Row, kind: Case): Promise<Story> => {
  const { control, url } = stage.emulator
  await Effect.runPromise(Effect.zipRight(control.clearFaults, control.reset))
  const options = { baseUrl: url, apiKey: row.credential === "person" ? credentials.person : credentials.key }
  const client = new QurlClient(options)
  const args = kind === "bad input"
    ? row.bad === "a key" ? [] : row.bad
    : await row.arrange({ client, control })
  const before = await Effect.runPromise(Effect.all([control.inventory, control.requests]))
  const fault = faults[kind]
  if (fault !== undefined && row.sends !== undefined) {
    await Effect.runPromise(control.setFaults(FaultPlan.of({ fault, operation: row.sends, nth: 1 })))
  }
  const observed = await stage.faceOf(options).call(
    row.method,
    args,
    kind === "bad input" && row.bad === "a key" ? { idempotencyKey: "" } : {}
  )
  const after = await Effect.runPromise(Effect.all([control.inventory, control.requests]))
  return {
    observed: steady(stage, observed) as Observed,
    requests: after[1].slice(before[1].length).map(({ key_digest, operation }) => ({ operation, key: key_digest })),
    effects: after[0].effects.slice(before[0].effects.length).map(({ kind }) => kind)
  }
}

/** The story of the call on each face. They are the same one. */
const told = async (row: Row, kind: Case): Promise<Story> => {
  const [onEffect, ...others] = await Promise.all(stages.map((stage) => story(stage, row, kind)))
  assert(onEffect !== undefined)
  assert.lengthOf(others, 2)
  for (const other of others) assert.deepStrictEqual(other, onEffect)
  return onEffect
}

/** Retries are the same code for all methods. The quick form loses the answers of every other one, and limits the rest. */
const isQuick = process.env["QURL_TESTS"] === "quick"

const firstKey = createHash("sha256").update(`${prefix}-1`).digest("hex")

describe.each(
  [...linkRows, ...newerRows, ...accountRows].map((row, index) =>
    [[row.method, row.of].join(" ").trim(), row, index % 2 === 0] as const
  )
)(
  "Q5 %s",
  (_, row, isEven) => {
    const requests = row.requests ?? 1

    it("succeeds", async () => {
      const { effects, observed, requests: sent } = await told(row, "success")
      assert.strictEqual(observed.kind, "value", JSON.stringify(observed))
      assert.deepStrictEqual(effects, row.effects ?? [])
      assert.strictEqual(sent.length, row.sends === undefined ? 0 : requests)
      for (const { operation } of sent) assert.strictEqual(operation, row.sends)
    })

    it("refuses bad input before anything is sent", async () => {
      const { observed, requests: sent } = await told(row, "bad input")
      assert.deepInclude(observed, { kind: "error", name: "ValidationError" })
      assert(observed.kind === "error")
      assert.deepInclude(observed.fields, { source: "client", outcome: "not sent", attempts: 0 })
      assert.deepStrictEqual(sent, [])
    })

    // What sends nothing loses no answer.
    if (row.sends === undefined) return

    it.skipIf(isQuick && !isEven)("survives a lost answer, with one effect and one key", async () => {
      const { effects, observed, requests: sent } = await told(row, "a lost answer")
      assert.deepStrictEqual(effects, row.effects ?? [])
      if (row.onlyAfter429) {
        assert.deepInclude(observed, { kind: "error", name: "NetworkError" })
        assert.strictEqual(sent.length, 1)
        return
      }
      assert.strictEqual(observed.kind, "value", JSON.stringify(observed))
      assert.strictEqual(sent.length, requests + 1)
      const keys = new Set(sent.map(({ key }) => key))
      assert.strictEqual(keys.size, 1)
      assert.isTrue(keys.has(null) || keys.has(firstKey))
    })

    it.skipIf(isQuick && isEven)("waits and asks again after 429", async () => {
      const { effects, observed, requests: sent } = await told(row, "429")
      assert.strictEqual(observed.kind, "value", JSON.stringify(observed))
      assert.strictEqual(sent.length, requests + 1)
      assert.deepStrictEqual(effects, row.effects ?? [])
    })
  }
)
