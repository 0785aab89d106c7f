import { assert, describe, it } from "@effect/vitest"
import { Activity, Workflow, WorkflowEngine } from "@effect/workflow"
import { Emulator, TestKey } from "@qurl/emulator"
import { Qurl } from "@qurl/sdk"
import { Effect, Layer, Redacted, Ref, Schema } from "effect"
import { ActivityKeys } from "../src/index.js"

const layerQurl = Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" })

const layerEngine = ActivityKeys.layer.pipe(Layer.provideMerge(WorkflowEngine.layerMemory))

const layerTest = Layer.mergeAll(layerQurl, layerEngine).pipe(Layer.provideMerge(Emulator.layerHttpClient()))

const create = (label: string) => Effect.asVoid(Qurl.create({ target_url: "https://example.com/report.pdf", label }))

const Invite = Workflow.make({
  name: "Invite",
  payload: { guest: Schema.String },
  error: Schema.String,
  idempotencyKey: ({ guest }) => guest
})

const sent = Effect.flatMap(
  Emulator,
  ({ control }) => Effect.map(control.requests, (requests) => requests.map(({ key_digest }) => key_digest))
)

const tokens = Effect.flatMap(Emulator, ({ control }) => Effect.map(control.inventory, ({ tokens }) => tokens.length))

describe("keys of activities", () => {
  it.scoped("an activity that is retried after its call sends the same key, and one link exists", () =>
    Effect.gen(function*() {
      const runs = yield* Ref.make(0)
      const activity = Activity.make({
        name: "create",
        error: Schema.String,
        execute: create("Ada").pipe(
          Effect.orDie,
          Effect.zipRight(Ref.updateAndGet(runs, (count) => count + 1)),
          Effect.flatMap((count) => count < 3 ? Effect.fail("the work after the call failed") : Effect.void)
        )
      })
      yield* Layer.build(Invite.toLayer(() => Activity.retry(activity, { times: 5 })))
      yield* Invite.execute({ guest: "ada" })
      assert.strictEqual(yield* Ref.get(runs), 3)
      assert.strictEqual(yield* tokens, 1)
      assert.strictEqual(new Set(yield* sent).size, 1)
    }).pipe(Effect.provide(layerTest)))

  it.scoped("calls of one activity, of two activities and of two executions are different calls", () =>
    Effect.gen(function*() {
      const two = (name: string) =>
        Activity.make({ name, execute: Effect.orDie(Effect.zipRight(create("same"), create("same"))) })
      yield* Layer.build(Invite.toLayer(() => Effect.zipRight(two("first"), two("second"))))
      yield* Invite.execute({ guest: "ada" })
      yield* Invite.execute({ guest: "bob" })
      assert.strictEqual(yield* tokens, 8)
      assert.strictEqual(new Set(yield* sent).size, 8)
    }).pipe(Effect.provide(layerTest)))

  it.scoped("an explicit key wins", () =>
    Effect.gen(function*() {
      const named = Effect.orDie(Effect.asVoid(
        Qurl.create({ target_url: "https://example.com/report.pdf" }, { idempotencyKey: "invoice-4711" })
      ))
      yield* Layer.build(Invite.toLayer(() =>
        Effect.zipRight(
          Activity.make({ name: "first", execute: named }),
          Activity.make({ name: "second", execute: named })
        )
      ))
      yield* Invite.execute({ guest: "ada" })
      assert.strictEqual(yield* tokens, 1)
      assert.strictEqual(new Set(yield* sent).size, 1)
    }).pipe(Effect.provide(layerTest)))

  it.scoped("without the layer a retried activity sends another key: the test can fail", () =>
    Effect.gen(function*() {
      const runs = yield* Ref.make(0)
      const activity = Activity.make({
        name: "create",
        error: Schema.String,
        execute: create("Ada").pipe(
          Effect.orDie,
          Effect.zipRight(Ref.updateAndGet(runs, (count) => count + 1)),
          Effect.flatMap((count) => count < 2 ? Effect.fail("the work after the call failed") : Effect.void)
        )
      })
      yield* Layer.build(Invite.toLayer(() => Activity.retry(activity, { times: 5 })))
      yield* Invite.execute({ guest: "ada" })
      assert.strictEqual(yield* tokens, 2)
    }).pipe(Effect.provide(
      Layer.mergeAll(layerQurl, WorkflowEngine.layerMemory).pipe(Layer.provideMerge(Emulator.layerHttpClient()))
    )))
})
