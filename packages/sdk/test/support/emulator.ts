import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Emulator, FaultPlan, TestKey } from "@qurl/emulator"
import { Qurl, RetryPolicy } from "@qurl/sdk"
import { Duration, Effect, Layer, Redacted } from "effect"
import { createHash } from "node:crypto"

/** The presets with waits that are short enough for tests. */
export const quickly = (policy: (typeof RetryPolicy)["keyed"]) => ({
  ...policy,
  backoff: { ...policy.backoff, base: Duration.millis(10), jitter: 0 }
})

/** The service on `fetch`, for an emulator behind a socket of its own. */
const layerQurl = Layer.unwrapEffect(
  Effect.map(Emulator, ({ url }) => Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }))
).pipe(Layer.provide(FetchHttpClient.layer))

/** Runs a program against an emulator whose requests meet these faults. Nothing but the faults is out of the ordinary. */
export const emulated =
  (...rules: ReadonlyArray<FaultPlan.Rule>) => <A, E>(program: Effect.Effect<A, E, Emulator | Qurl>) =>
    program.pipe(
      Effect.provide(layerQurl.pipe(Layer.provideMerge(Emulator.layerServer({ faults: FaultPlan.of(...rules) }))))
    )

/** The same with short waits. */
export const emulatedQuickly =
  (...rules: ReadonlyArray<FaultPlan.Rule>) => <A, E>(program: Effect.Effect<A, E, Emulator | Qurl>) =>
    program.pipe(Effect.provide(RetryPolicy.layer(quickly(RetryPolicy.keyed))), emulated(...rules))

export const requests = Effect.flatMap(Emulator, ({ control }) => control.requests)

export const inventory = Effect.flatMap(Emulator, ({ control }) => control.inventory)

/** The digests of the keys that arrived, in the order of the requests. */
export const digests = Effect.map(requests, (requests) => requests.map(({ key_digest }) => key_digest))

/** How the emulator tells a key without keeping it. */
export const digest = (key: string) => createHash("sha256").update(key).digest("hex")

export const items = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ target_url: `https://example.com/${index}` }))
