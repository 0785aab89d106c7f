/**
 * Idempotency keys for calls inside durable workflows: an activity that runs again, on this machine or another, sends the
 * keys of its first run.
 *
 * @since 0.1.0
 */
import type * as Activity from "@effect/workflow/Activity"
import * as DurableDeferred from "@effect/workflow/DurableDeferred"
import { WorkflowEngine, WorkflowInstance } from "@effect/workflow/WorkflowEngine"
import { KeyGenerator } from "@qurl/idempotency"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"

type Engine = Context.Tag.Service<typeof WorkflowEngine>

/** Name of the keys of calls that a workflow makes outside of any activity. */
const body = "workflow"

/**
 * Instant of the first keyed call of an activity. It is recorded durably, so that a run after the server's retention is
 * refused instead of executed twice.
 */
const firstCallAt = Effect.fnUntraced(function*(engine: Engine, activity: string) {
  const { executionId, workflow } = yield* WorkflowInstance
  const deferred = DurableDeferred.make(`@qurl/workflow/first-call/${activity}`, { success: Schema.Number })
  const recorded = yield* engine.deferredResult(deferred)
  if (recorded !== undefined && Exit.isSuccess(recorded)) return recorded.value
  const now = yield* Clock.currentTimeMillis
  yield* engine.deferredDone(deferred, {
    workflowName: workflow.name,
    executionId,
    deferredName: deferred.name,
    exit: Exit.succeed(now)
  })
  return now
})

/**
 * Runs an effect under keys of its own. The generator is made by the first call, so an activity that calls nothing costs
 * nothing.
 */
const keyed =
  (engine: Engine, activity: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | WorkflowInstance> =>
    Effect.gen(function*() {
      const instance = yield* WorkflowInstance
      const generator = yield* Effect.cached(
        Effect.flatMap(firstCallAt(engine, activity), (startedAt) =>
          Layer.build(KeyGenerator.fromJob(JSON.stringify([instance.executionId, activity]), { startedAt }))).pipe(
            Effect.scoped,
            Effect.map(Context.get(KeyGenerator)),
            Effect.provideService(WorkflowInstance, instance)
          )
      )
      return yield* Effect.provideService(effect, KeyGenerator, {
        next: (call) =>
          Effect.flatMap(generator, ({ next }) =>
            next(call))
      })
    })

const wrap = (engine: Engine): Engine => {
  const wrapped: Engine = {
    ...engine,
    register: (workflow, execute) =>
      engine.register(workflow, (payload, executionId) =>
        execute(payload, executionId).pipe(
          keyed(engine, body),
          Effect.provideService(WorkflowEngine, wrapped)
        )),
    activityExecute: <Success extends Schema.Schema.Any, Error extends Schema.Schema.All, R>(
      activity: Activity.Activity<Success, Error, R>,
      attempt: number
    ) => {
      const withKeys = keyed(engine, activity.name)
      const keyedActivity: Activity.Activity<Success, Error, R> = Object.assign(Object.create(activity), {
        execute: withKeys(activity.execute),
        executeEncoded: withKeys(activity.executeEncoded)
      })
      return engine.activityExecute(keyedActivity, attempt)
    }
  }
  return wrapped
}

/**
 * Gives every call of the SDK inside a workflow a key that is derived from the workflow's execution, the activity, the
 * call and its occurrence. Attempts do not count: an activity that is retried, or that runs again on another runner after
 * a crash, sends the same keys. Provide it around the engine; activities and calls need no option.
 *
 * An explicit `idempotencyKey`, or a `KeyGenerator` provided nearer to the call, still wins. The inputs of a call must be
 * the same whenever its activity runs, as for `KeyGenerator.fromJob`.
 *
 * @example
 * import { Activity, Workflow, WorkflowEngine } from "@effect/workflow"
 * import { Qurl } from "@qurl/sdk"
 * import { QurlLive } from "@qurl/sdk/Node"
 * import { ActivityKeys } from "@qurl/workflow"
 * import { Effect, Layer, Schema } from "effect"
 *
 * const Invite = Workflow.make({
 *   name: "Invite",
 *   payload: { guest: Schema.String },
 *   success: Schema.String,
 *   idempotencyKey: ({ guest }) => guest
 * })
 *
 * const InviteLive = Invite.toLayer(({ guest }) =>
 *   Activity.make({
 *     name: "create link",
 *     success: Schema.String,
 *     execute: Effect.map(Qurl.create({ target_url: `https://example.com/guests/${guest}` }), (link) => link.qurl_link)
 *       .pipe(Effect.orDie)
 *   })
 * )
 *
 * // In production, ClusterWorkflowEngine.layer of @effect/cluster takes the place of the engine in memory.
 * const program = Invite.execute({ guest: "ada" }).pipe(
 *   Effect.provide(InviteLive.pipe(
 *     Layer.provideMerge(ActivityKeys.layer),
 *     Layer.provideMerge(WorkflowEngine.layerMemory),
 *     Layer.provide(QurlLive)
 *   ))
 * )
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<WorkflowEngine, never, WorkflowEngine> = Layer.effect(
  WorkflowEngine,
  Effect.map(WorkflowEngine, wrap)
)
