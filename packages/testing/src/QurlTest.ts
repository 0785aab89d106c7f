/**
 * Everything that a first test needs in one layer: the services of the SDK, the emulator behind them, keys that are known
 * in advance, and the oracle.
 *
 * @since 0.1.0
 */
import type * as HttpClient from "@effect/platform/HttpClient"
import { Emulator, type FaultPlan, TestKey } from "@qurl/emulator"
import { OptionError } from "@qurl/idempotency"
import { policyKind } from "@qurl/idempotency/RetryPolicy"
import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import { type ConfigurationError, KeyGenerator, type Policy, QurlServices, RetryPolicy } from "@qurl/sdk"
import * as Duration from "effect/Duration"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { ExactlyOnce } from "./ExactlyOnce.js"

/**
 * Options of a test. All of them have defaults.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** Faults, and the requests that meet them. @default nothing */
  readonly faults?: FaultPlan.FaultPlan | undefined
  /** Keys are this text, a hyphen and a number, counted from 1 in the order of the calls. @default "test" */
  readonly keys?: string | undefined
  /** @default `RetryPolicy.keyed` without its waits, so that a test under `TestClock` needs no time to pass */
  readonly policy?: Policy | undefined
  /** Seed of the ids and links that the emulator makes. @default 1 */
  readonly seed?: number | undefined
}

const kinds: OptionCheck.Kinds<Options> = {
  // The emulator checks it.
  faults: OptionCheck.anything,
  policy: policyKind,
  keys: OptionCheck.text,
  seed: OptionCheck.kind("a whole number", Number.isSafeInteger)
}

const withoutWaits: Policy = {
  ...RetryPolicy.keyed,
  backoff: { base: Duration.zero, factor: 1, cap: Duration.zero, jitter: 0 }
}

/**
 * Makes the services of the SDK on an emulator in memory, in the caller's fiber. When the layer closes, the oracle
 * fails the test if an effect happened twice or differs from the outcome that the caller received.
 *
 * @example
 * ```ts
 * import { Qurl } from "@qurl/sdk"
 * import { Faults, QurlTest } from "@qurl/testing"
 * import { Effect } from "effect"
 *
 * // Passes: the answer is lost, the retry gets a 429, and the third attempt finds the link that the first one made.
 * const test = Qurl.create({ target_url: "https://example.com" }).pipe(
 *   Effect.provide(QurlTest.layer({ faults: Faults.lostThenLimited("create") }))
 * )
 * ```
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (
  options: Options = {}
): Layer.Layer<QurlServices | ExactlyOnce | HttpClient.HttpClient | Emulator, ConfigurationError | OptionError> => {
  const wrong = OptionCheck.find(options, kinds)
  if (wrong !== undefined) return Layer.fail(new OptionError({ operation: "QurlTest.layer", ...wrong }))
  // Made here, so that a violation leads to the line that made the layer.
  return ExactlyOnce.layer(
    QurlServices.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" }).pipe(
      Layer.provide([
        KeyGenerator.sequence(options.keys ?? "test"),
        RetryPolicy.layer(options.policy ?? withoutWaits)
      ])
    )
  ).pipe(
    Layer.provideMerge(
      Emulator.layerHttpClient({
        seed: options.seed ?? 1,
        ...(options.faults === undefined ? {} : { faults: options.faults })
      })
    )
  )
}
