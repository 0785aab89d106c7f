import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import { Emulator, type Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { QurlServices, RetryPolicy } from "@qurl/sdk"
import { Agent } from "@qurl/sdk/Agent"
import { Effect, Layer, Redacted } from "effect"
import { quickly } from "./emulator.js"

/** All services on `fetch`, the retired one included, for one server. */
export const layerServices = (baseUrl: string, apiKey: string) => {
  const options = { apiKey: Redacted.make(apiKey), baseUrl }
  return Layer.merge(QurlServices.layer(options), Agent.layer(options)).pipe(Layer.provide(FetchHttpClient.layer))
}

/** Runs a program with this credential against an emulator of its own, whose requests meet these faults. */
export const serviced =
  (apiKey: string, ...rules: ReadonlyArray<FaultPlan.Rule>) =>
  <A, E>(program: Effect.Effect<A, E, Agent | Emulator | QurlServices>) =>
    program.pipe(
      Effect.provide(RetryPolicy.layer(quickly(RetryPolicy.keyed))),
      Effect.provide(
        Layer.unwrapEffect(Effect.map(Emulator, ({ url }) => layerServices(url, apiKey))).pipe(
          Layer.provideMerge(Emulator.layerServer({ faults: FaultPlan.of(...rules) }))
        )
      )
    )

/** The same for a person, whom some operations ask for. */
export const asPerson = (...rules: ReadonlyArray<FaultPlan.Rule>) => serviced(TestKey.jwt, ...rules)

/** The fault that the first request of an operation meets. */
export const first = (operation: string, fault: Fault.Fault): FaultPlan.Rule => ({ fault, operation, nth: 1 })
