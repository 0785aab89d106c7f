import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import * as Effect from "effect/Effect"
import * as FetchHttpClient from "effect/http/FetchHttpClient"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import * as Effect3 from "effect3/Effect"
import * as ManagedRuntime3 from "effect3/ManagedRuntime"
import { createHash } from "node:crypto"
import { QurlServices } from "../../src/index.js"

export { Fault }

/** How the emulator tells a key without keeping it. */
export const digest = (key: string) => createHash("sha256").update(key).digest("hex")

let runtime = ManagedRuntime3.make(Emulator.layerServer())

/** The emulator behind a socket, shared by the tests of a file and empty for each of them. */
export const emulator = {
  start: async () => {
    // The files of a process share this module.
    runtime = ManagedRuntime3.make(Emulator.layerServer())
    const { control, url } = await runtime.runPromise(Emulator)
    const run = <A, E>(effect: Effect3.Effect<A, E>) => Effect.promise(() => Effect3.runPromise(effect))
    return {
      url,
      clear: run(control.clearFaults),
      reset: run(Effect3.zipRight(control.clearFaults, control.reset)),
      fail: (fault: Fault.Fault, operation = "create", nth = 1) =>
        run(control.setFaults(FaultPlan.of({ fault, operation, nth }))),
      requests: run(control.requests),
      inventory: run(control.inventory),
      live: QurlServices.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: url }).pipe(
        Layer.provide(FetchHttpClient.layer)
      )
    }
  },
  stop: () => runtime.dispose()
}

export type Started = Awaited<ReturnType<typeof emulator.start>>
