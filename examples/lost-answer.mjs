// Breaks the connection after the server has stored a batch, and shows that a retry creates nothing twice.
import { FetchHttpClient } from "@effect/platform"
import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { KeyGenerator, Qurl } from "@qurl/sdk"
import { Console, Effect, Layer, Redacted } from "effect"

const layerQurl = Layer.unwrapEffect(
  Effect.map(Emulator, ({ url }) => Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }))
).pipe(Layer.provide(FetchHttpClient.layer))

export const program = Effect.gen(function*() {
  const { control } = yield* Emulator
  yield* control.setFaults(FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 }))
  const batch = yield* Qurl.batchCreate(
    Array.from({ length: 100 }, (_, index) => ({ target_url: `https://example.com/${index}` }))
  )
  const { tokens } = yield* control.inventory
  yield* Console.log(`${tokens.length} links exist after ${batch.meta.attempts} attempts`)
}).pipe(
  Effect.provide(KeyGenerator.sequence("example")),
  Effect.provide(layerQurl),
  Effect.provide(Emulator.layerServer()),
  Effect.runPromise
)
