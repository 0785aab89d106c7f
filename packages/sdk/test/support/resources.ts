import { Emulator, type FaultPlan, TestKey } from "@qurl/emulator"
import type { QurlServices } from "@qurl/sdk"
import type { Agent } from "@qurl/sdk/Agent"
import { Effect, Layer } from "effect"
import type { Server } from "./server.js"
import { layerServices, serviced } from "./services.js"

/** Runs a program against an emulator of its own, whose requests meet these faults. */
export const running = (...rules: ReadonlyArray<FaultPlan.Rule>) => serviced(TestKey.full, ...rules)

/** All services once more, for another key or as another client. */
export const servicesFor = (baseUrl: string, key: string = TestKey.full) => Layer.orDie(layerServices(baseUrl, key))

/** Runs a program against a scripted server. */
export const asking = <A, E>(server: Server, program: Effect.Effect<A, E, Agent | QurlServices>) =>
  Effect.provide(program, servicesFor(server.url))

/** The kinds of what was done, in order. */
export const effects = Effect.flatMap(
  Emulator,
  ({ control }) => Effect.map(control.inventory, ({ effects }) => effects.map(({ kind }) => kind))
)
