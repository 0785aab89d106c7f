import { assert, describe, it } from "@effect/vitest"
import { ofPage, type Program, sqlite } from "./server.js"
import { used } from "./suite.js"

/** The routes that a page leaves out, of the same API as the examples. */
const others = {
  refund: "Effect.flatMap(SqlClient.SqlClient, (sql) => Effect.orDie(sql`INSERT INTO refunds (item) VALUES ('book')`))",
  // The rows are read while they are sent.
  report: `Effect.map(SqlClient.SqlClient, (sql) =>
    HttpServerResponse.stream(
      Stream.fromIterableEffect(sql\`SELECT '{"item":"book"}' AS line FROM orders\`).pipe(
        Stream.map(({ line }) => line + "\\n"),
        Stream.encodeText
      ),
      { contentType: "application/x-ndjson" }
    ))`
}

const pages: { readonly [page: string]: Program } = {
  "packages/idempotency-server/README.md": ofPage("packages/idempotency-server/README.md", {
    "import { Effect, Layer }": "import { Effect, Layer, Stream }",
    "INSERT INTO orders (body)": "INSERT INTO orders (item)",
    "once(HttpRouter.empty.pipe(HttpRouter.post(\"/orders\", order)))":
      `HttpMiddleware.cors()(once(HttpRouter.empty.pipe(
      HttpRouter.mount("/v1", HttpRouter.empty.pipe(
        HttpRouter.post("/orders", order),
        HttpRouter.post("/refunds", Effect.as(${others.refund}, HttpServerResponse.empty())),
        HttpRouter.post("/reports", ${others.report})
      ))
    )))`
  }),
  "docs/protect-your-api.md": ofPage("docs/protect-your-api.md", {
    "import { Effect, Layer, Schema }": "import { Effect, Layer, Schema, Stream }",
    "HttpApiGroup.make(\"orders\").add(place))": `HttpApiGroup.make("orders").add(place)
      .add(HttpApiEndpoint.post("refund", "/refunds").setPayload(Order))
      .add(HttpApiEndpoint.post("report", "/reports").addSuccess(Schema.String))
    ).prefix("/v1")`,
    "handlers.handle(\"place\"": `handlers.handle("refund", () => Effect.asVoid(${others.refund}))
      .handleRaw("report", () => ${others.report})
      .handle("place"`
  })
}

// The packages run from the build, as their users run them. The examples that are whole pages are in Servers.test.ts.
describe.each(Object.entries(pages))("the server of %s", (_, program) => {
  it(
    "R2 R3 R6 R7 serves two routes, a mounted router, a refreshed token, an unknown path, a preflight and a stream",
    async () => assert.strictEqual(await used(program, sqlite), 3),
    60_000
  )
})
