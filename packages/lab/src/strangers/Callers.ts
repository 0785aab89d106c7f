/**
 * Programs that follow the outcomes of the SDK: they use a new key after "not sent" or "rejected", keep the key after
 * "unknown", and stop after a success.
 *
 * @since 0.1.0
 */
import type { QurlError, QurlService } from "@qurl/sdk"
import { KeyGenerator, type Outcome, Pin } from "@qurl/sdk"
import { Journal } from "@qurl/sdk/Journal"
import * as Memory from "@qurl/sdk/Journal/Memory"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"

/**
 * Outcome that a call reports to its caller.
 *
 * @since 0.1.0
 * @category models
 */
export interface Telling {
  readonly intent: string
  readonly key: string | undefined
  readonly outcome: Outcome | "bug" | "interrupted"
  /** The id of the link that the caller was given. */
  readonly result?: string | undefined
  /** When the call began and ended, on the process's monotonic clock. */
  readonly began: number
  readonly ended: number
}

/**
 * Arguments of a program.
 *
 * @since 0.1.0
 * @category models
 */
export interface Setting {
  readonly qurl: QurlService
  /** Names intents that no other program has. */
  readonly name: string
  /** True if the server always rejects the intent of this program. */
  readonly refused: boolean
  readonly tell: (telling: Telling) => void
  /** Ends the trouble; the program has called often enough while there was some. */
  readonly calm: Effect.Effect<void>
}

/**
 * A program. Returns its intents, and the reported outcome of each.
 *
 * @since 0.1.0
 * @category models
 */
export type Program = (setting: Setting) => Effect.Effect<ReadonlyArray<string>>

const troubled = 4
const patience = 12

const input = (label: string) => ({ target_url: "https://example.com/", label })

/** The checked part of a result. */
interface Given {
  readonly meta: { readonly idempotencyKey?: string | undefined }
  readonly qurl_id?: string | undefined
}

const tellingOf = (intent: string, began: number, exit: Exit.Exit<Given, QurlError>): Telling => {
  const call = { intent, began, ended: performance.now() }
  if (Exit.isSuccess(exit)) {
    const { meta, qurl_id: result } = exit.value
    return { ...call, key: meta.idempotencyKey, outcome: "applied", result }
  }
  const error = Option.getOrUndefined(Cause.failureOption(exit.cause))
  if (error !== undefined) return { ...call, key: error.idempotencyKey, outcome: error.outcome }
  return { ...call, key: undefined, outcome: Cause.isInterrupted(exit.cause) ? "interrupted" : "bug" }
}

/** Runs a call and notes its outcome. */
const called = (
  { tell }: Setting,
  intent: string,
  call: Effect.Effect<Given, QurlError>
): Effect.Effect<Telling> =>
  Effect.suspend(() => {
    const began = performance.now()
    return Effect.map(Effect.exit(call), (exit) => {
      const telling = tellingOf(intent, began, exit)
      tell(telling)
      return telling
    })
  })

/** Calls until `isDone`, first in trouble and then without. */
const until = <A>(setting: Setting, call: Effect.Effect<A>, isDone: (told: A) => boolean): Effect.Effect<void> =>
  Effect.gen(function*() {
    for (let count = 0; count < patience; count++) {
      if (count === troubled) yield* setting.calm
      if (isDone(yield* call)) return
      // A first request that is still at work is given time.
      if (count >= troubled) yield* Effect.sleep("100 millis")
    }
  })

const isApplied = ({ outcome }: Telling) => outcome === "applied"

const labelOf = ({ name, refused }: Setting, number: number) => `${refused ? "refused-" : ""}${name}-${number}`

/** A link under the caller's own keys. */
const oneByKey: Program = (setting) =>
  Effect.gen(function*() {
    const intent = labelOf(setting, 0)
    let generation = 0
    let isOpen = false
    const call = Effect.suspend(() =>
      called(setting, intent, setting.qurl.create(input(intent), { idempotencyKey: `${intent}-key-${generation}` }))
    ).pipe(Effect.tap(({ outcome }) =>
      Effect.sync(() => {
        // A refusal speaks for its own call: what an earlier one left open stays open.
        if (outcome !== "rejected" && outcome !== "not sent") isOpen = true
        else if (!isOpen) generation += 1
      })
    ))
    yield* until(setting, call, isApplied)
    return [intent]
  })

/** Three callers at once, all under one key: a history that has to read as if there had been one. */
const together: Program = (setting) =>
  Effect.gen(function*() {
    const intent = labelOf(setting, 0)
    const call = called(setting, intent, setting.qurl.create(input(intent), { idempotencyKey: `${intent}-key` }))
    yield* Effect.replicateEffect(until(setting, call, isApplied), 3, { concurrency: "unbounded", discard: true })
    return [intent]
  })

/** Links in one request under the caller's own keys. */
const batchByKey: Program = (setting) =>
  Effect.gen(function*() {
    const intents = [0, 1, 2].map((number) => labelOf(setting, number))
    const [first = ""] = intents
    let generation = 0
    let isOpen = false
    const call = Effect.suspend(() =>
      called(
        setting,
        first,
        setting.qurl.batchCreate(intents.map(input), { idempotencyKey: `${first}-key-${generation}` })
      )
    ).pipe(Effect.tap(({ outcome }) =>
      Effect.sync(() => {
        if (outcome !== "rejected" && outcome !== "not sent") isOpen = true
        else if (!isOpen) generation += 1
      })
    ))
    yield* until(setting, call, isApplied)
    return intents
  })

/** A program that makes its calls again, and that starts anew after the second of them. */
const job: Program = (setting) =>
  Effect.gen(function*() {
    const intent = labelOf(setting, 0)
    const call = called(setting, intent, setting.qurl.create(input(intent)))
    const startedAt = new Date()
    const generator = KeyGenerator.fromJob(`job-${setting.name}`, { startedAt })
    const first = Effect.gen(function*() {
      for (let count = 0; count < 2; count++) if (isApplied(yield* call)) return true
      return false
    })
    if (!(yield* Effect.provide(first, generator))) {
      yield* Effect.provide(until(setting, call, isApplied), Layer.fresh(generator))
    }
    return [intent]
  })

/** The caller's own time limit and retry around a pinned call. */
const pinned: Program = (setting) =>
  Effect.gen(function*() {
    const intent = labelOf(setting, 0)
    const pin = yield* Pin.make
    const call = called(setting, intent, setting.qurl.create(input(intent))).pipe(
      pin,
      Effect.timeoutTo({ duration: "450 millis", onSuccess: isApplied, onTimeout: () => false })
    )
    yield* until(setting, call, (done) => done)
    return [intent]
  })

/** A job of rows that runs until every row has its result. */
const bulk: Program = (setting) =>
  Effect.gen(function*() {
    const intents = [0, 1, 2, 3, 4].map((number) => labelOf(setting, number))
    const journal = yield* Memory.make
    const run = Effect.suspend(() => {
      const began = performance.now()
      let open = intents.length
      return setting.qurl.batchCreateAll(intents.map(input), { job: "rows", chunkSize: 2, concurrency: 2 }).pipe(
        Stream.runForEach((row) =>
          Effect.sync(() => {
            const intent = intents[row.index] ?? ""
            if (row.status !== "done" && row.status !== "failed") return
            open -= 1
            const outcome = row.status === "done" ? "applied" : "rejected"
            setting.tell({ intent, key: undefined, outcome, began, ended: performance.now() })
          })
        ),
        Effect.provideService(Journal, journal),
        Effect.catchAllCause(() => Effect.void),
        Effect.map(() => open === 0)
      )
    })
    yield* until(setting, run, (done) => done)
    return intents
  })

/** A link that is made without trouble in the way of `made`, and removed in it. */
const removed: Program = (setting) =>
  Effect.gen(function*() {
    const intent = `r_${setting.name.replaceAll(/[^a-z0-9]/g, "0").padStart(11, "0").slice(-11)}`
    yield* until(setting, called(setting, intent, setting.qurl.delete(intent)), isApplied)
    return [intent]
  })

/**
 * All programs.
 *
 * @since 0.1.0
 * @category constructors
 */
export const programs: Readonly<Record<string, Program>> = {
  "one link by key": oneByKey,
  "three callers of one key": together,
  "a batch by key": batchByKey,
  "a program under fromJob": job,
  "a pinned call": pinned,
  "a bulk job": bulk,
  "a removal": removed
}
