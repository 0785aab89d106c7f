import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type { Control } from "../Emulator.js"
import * as FaultPlan from "../FaultPlan.js"
import type { Server } from "./exchange.js"
import * as InventoryTable from "./inventory.js"

/** Everything below this path is the emulator's own and no part of the API. */
export const prefix = "/_emulator/"

export const make = Effect.fnUntraced(function*(server: Server) {
  const sql = yield* SqlClient.SqlClient
  const withSql = Effect.provideService(SqlClient.SqlClient, sql)
  const control: Control = {
    inventory: withSql(InventoryTable.read),
    requests: Effect.sync(server.log.all),
    faults: server.faults,
    setFaults: server.setFaults,
    clearFaults: server.setFaults(FaultPlan.none),
    reset: Effect.zipRight(withSql(InventoryTable.reset), Effect.sync(server.log.clear))
  }
  return control
})

const json = (body: unknown, status = 200) => HttpServerResponse.unsafeJson(body, { status })

/** The same by HTTP. */
export const app = (control: Control): HttpApp.Default => {
  const setFaults = HttpServerRequest.schemaBodyJson(FaultPlan.FaultPlan, { errors: "all" }).pipe(
    Effect.flatMap((plan) => Effect.as(control.setFaults(plan), json(plan))),
    Effect.catchTags({
      ParseError: ({ message }) => Effect.succeed(json({ error: message }, 400)),
      RequestError: () => Effect.succeed(json({ error: "The body is not JSON." }, 400))
    })
  )
  return HttpRouter.empty.pipe(
    HttpRouter.get("/_emulator/inventory", Effect.map(control.inventory, (inventory) => json(inventory))),
    HttpRouter.get("/_emulator/requests", Effect.map(control.requests, (requests) => json({ requests }))),
    HttpRouter.get("/_emulator/faults", Effect.map(control.faults, (plan) => json(plan))),
    HttpRouter.put("/_emulator/faults", setFaults),
    HttpRouter.post("/_emulator/faults", setFaults),
    HttpRouter.del("/_emulator/faults", Effect.as(control.clearFaults, HttpServerResponse.empty())),
    HttpRouter.post("/_emulator/reset", Effect.as(control.reset, HttpServerResponse.empty())),
    Effect.catchTag("RouteNotFound", () => Effect.succeed(json({ error: "There is no such control." }, 404)))
  )
}
