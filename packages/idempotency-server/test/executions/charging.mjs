// A server whose handler charges an account in a database of its own, under a lease. The row of the account keeps the fencing
// token of the last charge and refuses a smaller one. It pauses before the charge, where it cannot be interrupted.
import { HttpServer, HttpServerResponse } from "@effect/platform"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { SqlClient } from "@effect/sql"
import { PgClient } from "@effect/sql-pg"
import { Execution, Middleware } from "@qurl/idempotency-server"
import * as Postgres from "@qurl/idempotency-server/Store/Postgres"
import { standard } from "@qurl/idempotency/Dialect"
import { Effect, Layer } from "effect"
import { createServer } from "node:http"

const { database, downstream, pauses, port } = JSON.parse(process.argv[2])

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)

const connection = { host: "127.0.0.1", port, username: "postgres" }

const pause = pauses
  ? Effect.async((resume) => {
    process.stdin.once("data", () => resume(Effect.void))
    say({ at: "before the charge" })
  })
  : Effect.void

const charge = (accounts) =>
  Effect.gen(function*() {
    const fence = yield* Execution.fence
    yield* pause
    const charged = yield* accounts`INSERT INTO charges (account, fence, times) VALUES ('ada', ${fence}, 1)
      ON CONFLICT (account) DO UPDATE SET fence = excluded.fence, times = charges.times + 1
      WHERE charges.fence < excluded.fence RETURNING times`
    say({ at: charged.length === 1 ? "charged" : "refused" })
    return HttpServerResponse.unsafeJson({ fence }, { status: charged.length === 1 ? 201 : 409 })
  }).pipe(Effect.uninterruptible)

const main = Effect.gen(function*() {
  const accounts = yield* Effect.provide(
    SqlClient.SqlClient,
    yield* Layer.build(PgClient.layer({ ...connection, database: downstream }))
  )
  const once = yield* Middleware.make({
    dialect: standard,
    mode: "lease",
    crash: "resume",
    lease: "1 second",
    principal: () => Effect.succeed("owner")
  })
  yield* HttpServer.serveEffect(once(charge(accounts)))
  yield* HttpServer.addressWith((address) => Effect.sync(() => say({ url: HttpServer.formatAddress(address) })))
  yield* Effect.never
})

const store = Layer.provide(Postgres.layer(), PgClient.layer({ ...connection, database }))
const server = NodeHttpServer.layer(() => createServer({ keepAliveTimeout: 60_000 }), { port: 0, host: "127.0.0.1" })

Effect.runFork(main.pipe(Effect.scoped, Effect.provide(store), Effect.provide(server)))
