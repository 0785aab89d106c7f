import { describe, it } from "@effect/vitest"
import { Effect } from "effect"
import * as StoreContract from "../src/StoreContract.js"
import { isAbsent, Server, stillStores } from "./redis/server.js"

describe.skipIf(isAbsent)("the store in Redis keeps the contract", () => {
  it.layer(Server.layer, { timeout: 30_000 })((it) => {
    for (const { name, run } of StoreContract.cases) it.scoped(name, () => Effect.flatMap(stillStores, run))
  })
})
