/**
 * Oracle that fails a test if something happened twice, or not as reported to the caller.
 *
 * @since 0.1.0
 */
import * as HttpClient from "@effect/platform/HttpClient"
import { Emulator } from "@qurl/emulator"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { randomUUID } from "node:crypto"
import { callSite } from "./internal/callSite.js"
import { describe } from "./internal/describe.js"
import { judge } from "./internal/judge.js"
import * as Ledger from "./internal/ledger.js"
import * as Observe from "./internal/observe.js"
import { settled } from "./internal/settled.js"
import type { Verdict } from "./Verdict.js"

/**
 * The test did something twice, or received a wrong report. It is a defect, so that no error handling of the tested
 * program can swallow it.
 *
 * @since 0.1.0
 * @category errors
 */
export class ExactlyOnceViolation extends Data.TaggedError("ExactlyOnceViolation")<{ readonly verdict: Verdict }> {
  /** `at` are frames of the test, to which the stack of the error then points. */
  constructor(fields: { readonly verdict: Verdict; readonly at?: ReadonlyArray<string> | undefined }) {
    super({ verdict: fields.verdict })
    const { at = [] } = fields
    if (at.length > 0) this.stack = [`${this.name}: ${this.message}`, ...at].join("\n")
  }

  override get message(): string {
    return describe(this.verdict)
  }
}

/**
 * Methods of the oracle.
 *
 * @since 0.1.0
 * @category models
 */
export interface Service {
  /** Compares the effects so far with the reported outcomes. */
  readonly check: Effect.Effect<Verdict>
  /** The header that names the current call or intent, for a request of another client. */
  readonly headers: Effect.Effect<Readonly<Record<string, string>>>
}

/** The frames of the first violation's call or intent, if they are in the user's code. */
const placeOf = ({ violations }: Verdict, { calls, traces }: Ledger.Ledger): ReadonlyArray<string> | undefined => {
  const intents = [...calls.map(({ intent }) => intent), ...[...traces.values()].map(({ intent }) => intent)]
  return violations
    .map((violation) => intents.find(({ label }) => label === violation.intent)?.at ?? [])
    .find((at) => at.length > 0)
}

/**
 * The oracle. Every call of a method of the SDK is one intent, unless `ExactlyOnce.intent` declares a larger one around it.
 *
 * @example
 * ```ts
 * import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
 * import { Qurl } from "@qurl/sdk"
 * import { ExactlyOnce } from "@qurl/testing"
 * import { Effect, Layer, Redacted } from "effect"
 *
 * const layerTest = ExactlyOnce.layer(Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" })).pipe(
 *   Layer.provideMerge(Emulator.layerHttpClient({
 *     faults: FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "create", nth: 1 })
 *   }))
 * )
 *
 * // Under `it.live` or `it.effect` of @effect/vitest: the test fails when it made two links out of one call.
 * const test = Qurl.create({ target_url: "https://example.com" }).pipe(Effect.provide(layerTest))
 * ```
 *
 * @since 0.1.0
 * @category tags
 */
export class ExactlyOnce extends Context.Tag("@qurl/testing/ExactlyOnce")<ExactlyOnce, Service>() {
  /**
   * Builds services of the SDK with an `HttpClient` that names every request, watches their calls, and judges when its
   * scope closes: a violation is then a defect, an `ExactlyOnceViolation`. For `Qurl` it also checks that reported
   * links exist.
   */
  static readonly layer = <A, E, R>(
    services: Layer.Layer<A, E, R>
  ): Layer.Layer<
    A | ExactlyOnce | HttpClient.HttpClient,
    E,
    Exclude<R, HttpClient.HttpClient> | HttpClient.HttpClient | Emulator
  > => {
    const madeAt = callSite()
    return Layer.scopedContext(Effect.gen(function*() {
      const { control } = yield* Emulator
      const ledger = Ledger.make(randomUUID().slice(0, 8))
      const http = Observe.client(ledger, yield* HttpClient.HttpClient)
      const built = yield* Layer.build(Layer.provide(services, Layer.succeed(HttpClient.HttpClient, http)))
      const check = settled(control, ledger).pipe(
        Effect.zipRight(control.inventory),
        Effect.map(({ effects }) => judge(ledger, effects))
      )
      yield* Effect.addFinalizer(() =>
        Effect.flatMap(
          check,
          (verdict) =>
            verdict.violations.length === 0
              ? Effect.void
              : Effect.die(new ExactlyOnceViolation({ verdict, at: placeOf(verdict, ledger) ?? madeAt }))
        )
      )
      return Observe.services(ledger, built).pipe(
        Context.add(HttpClient.HttpClient, http),
        Context.add(ExactlyOnce, {
          check,
          headers: Observe.headers(ledger)
        })
      )
    }))
  }

  /**
   * Declares that everything inside is one intent, whose effect must not happen twice. It belongs around code that
   * repeats calls by itself, outside of the repeating; of nested intents the outermost counts.
   *
   * @example
   * ```ts
   * import { Qurl } from "@qurl/sdk"
   * import { ExactlyOnce } from "@qurl/testing"
   * import { Effect } from "effect"
   *
   * // Fails its test: every repetition is a call with a key of its own.
   * const invite = Qurl.create({ target_url: "https://example.com", label: "Ada" }).pipe(
   *   Effect.timeout("5 seconds"),
   *   Effect.retry({ times: 2 }),
   *   ExactlyOnce.intent("invite Ada")
   * )
   * ```
   */
  static readonly intent = (label: string): <A, E, R>(self: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R> => {
    const at = callSite()
    return (self) =>
      Effect.flatMap(Observe.Current, ({ call, intent }) =>
        intent === undefined
          ? Effect.provideService(self, Observe.Current, { call, intent: { label, declared: true, at } })
          : self)
  }

  /**
   * The header that names the current intent, for requests that no `HttpClient` of the layer sends, such as those of a
   * plain `fetch`. What they ask for is not seen here: of each operation such an intent may do one.
   */
  static readonly headers: Effect.Effect<Readonly<Record<string, string>>, never, ExactlyOnce> = Effect.flatMap(
    ExactlyOnce,
    ({ headers }) => headers
  )

  /** Compares the effects so far with the reported outcomes, for tests that assert on the findings. */
  static readonly check: Effect.Effect<Verdict, never, ExactlyOnce> = Effect.flatMap(ExactlyOnce, ({ check }) => check)
}
