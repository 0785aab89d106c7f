import * as FileSystem from "@effect/platform/FileSystem"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpIncomingMessage from "@effect/platform/HttpIncomingMessage"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Control } from "../../Control.js"
import * as Environment from "../../Environment.js"
import * as FaultPlan from "../../FaultPlan.js"
import * as Billing from "../billing/invoices.js"
import * as Installations from "../connectors/installations.js"
import * as Dns from "../domains/dns.js"
import { Assumed } from "../kit/assumed.js"
import { Entropy } from "../kit/entropy.js"
import * as AccessRequests from "../resources/accessRequests.js"
import * as InventoryTable from "../storage/readInventory.js"
import { Records } from "../storage/records.js"
import type { Server } from "./exchange.js"

/** Everything below this path is the emulator's own and no part of the API. */
export const prefix = "/_emulator/"

export const make = Effect.fnUntraced(function*(server: Server) {
  const sql = yield* SqlClient.SqlClient
  const records = yield* Records
  const entropy = yield* Entropy
  const withSql = Effect.provideService(SqlClient.SqlClient, sql)
  const control: Control = {
    inventory: withSql(InventoryTable.read),
    requests: server.log.all,
    faults: server.faults,
    setFaults: server.setFaults,
    clearFaults: server.setFaults(FaultPlan.none),
    dns: withSql(Dns.read),
    setDns: (records) => withSql(Dns.write(records)),
    issueInvoice: (invoice) => withSql(Billing.issue(invoice)),
    install: (installation) => withSql(Installations.install(installation)),
    requestAccess: (request) =>
      Schema.decode(Environment.NewAccessRequest)(request).pipe(
        Effect.orDie,
        Effect.flatMap(AccessRequests.ask),
        withSql,
        Effect.provideService(Entropy, entropy),
        Effect.provideService(Assumed, server.assumed)
      ),
    reset: Effect.zipRight(
      Effect.provideService(withSql(InventoryTable.reset), Records, records),
      server.log.clear
    )
  }
  return control
})

const json = (body: unknown, status = 200) => HttpServerResponse.unsafeJson(body, { status })

/** No plan and no zone of DNS comes near. A body without an end is answered, too. */
const maxBodySize = Option.some(FileSystem.MiB(4))

/** Does something with the body, and answers with it. */
const withBody = <A, I, B>(schema: Schema.Schema<A, I>, use: (body: A) => Effect.Effect<B>) =>
  HttpServerRequest.schemaBodyJson(schema, { errors: "all" }).pipe(
    HttpIncomingMessage.withMaxBodySize(maxBodySize),
    Effect.flatMap((body) => Effect.map(use(body), (answer) => json(answer ?? body))),
    Effect.catchTags({
      ParseError: ({ message }) => Effect.succeed(json({ error: message }, 400)),
      RequestError: () => Effect.succeed(json({ error: "The body is not JSON, or it is too large." }, 400))
    })
  )

/** The same by HTTP. */
export const app = (control: Control): HttpApp.Default => {
  const setFaults = withBody(FaultPlan.FaultPlan, control.setFaults)
  return HttpRouter.empty.pipe(
    HttpRouter.get("/_emulator/inventory", Effect.map(control.inventory, (inventory) => json(inventory))),
    HttpRouter.get("/_emulator/requests", Effect.map(control.requests, (requests) => json({ requests }))),
    HttpRouter.get("/_emulator/faults", Effect.map(control.faults, (plan) => json(plan))),
    HttpRouter.put("/_emulator/faults", setFaults),
    HttpRouter.post("/_emulator/faults", setFaults),
    HttpRouter.del("/_emulator/faults", Effect.as(control.clearFaults, HttpServerResponse.empty())),
    HttpRouter.get("/_emulator/dns", Effect.map(control.dns, (records) => json({ records }))),
    HttpRouter.put("/_emulator/dns", withBody(Environment.Dns, ({ records }) => control.setDns(records))),
    HttpRouter.post("/_emulator/invoices", withBody(Environment.NewInvoice, control.issueInvoice)),
    HttpRouter.post("/_emulator/installations", withBody(Environment.NewInstallation, control.install)),
    HttpRouter.post("/_emulator/access-requests", withBody(Environment.NewAccessRequest, control.requestAccess)),
    HttpRouter.post("/_emulator/reset", Effect.as(control.reset, HttpServerResponse.empty())),
    Effect.catchTag("RouteNotFound", () => Effect.succeed(json({ error: "Unknown control route." }, 404)))
  )
}
