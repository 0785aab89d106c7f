import type * as HttpApp from "@effect/platform/HttpApp"
import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { readFileSync } from "node:fs"
import type { Server } from "../server/exchange.js"
import * as Calls from "./calls.js"
import * as Changes from "./changes.js"

const path = "/_emulator/inspector"

/** The latest calls, so many and no more. */
const shown = 200

/** Everything comes from this server, and the page asks for nothing but what is listed. */
const headers = {
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store"
}

const asset = (name: string, contentType: string): HttpApp.Default =>
  Effect.sync(() =>
    HttpServerResponse.text(readFileSync(new URL(`../../../assets/${name}`, import.meta.url), "utf8"), {
      contentType,
      headers
    })
  )

/** The log as calls, the latest first, and what it sums up to. */
const view = Effect.fnUntraced(function*(server: Server) {
  const entries = yield* server.log.all
  const groups = Calls.group(entries)
  const latest = groups.slice(-shown).reverse().filter(Arr.isNonEmptyReadonlyArray)
  const madeBy = yield* Changes.read(latest.flat().map(({ id }) => id))
  const totals: Calls.Totals = {
    calls: groups.length,
    requests: entries.length,
    faults: entries.filter(({ fault }) => fault !== null).length,
    replays: entries.filter(({ replayed }) => replayed).length,
    links: yield* Changes.links
  }
  return { totals, calls: latest.map((group) => Calls.view(group, madeBy)) }
})

/** A page that shows, live, what clients have asked, attempt by attempt. It changes nothing and shows no secret. */
export const make = Effect.fnUntraced(function*(server: Server) {
  const sql = yield* SqlClient.SqlClient
  const events = server.log.changes.pipe(
    Stream.schedule(Schedule.spaced("100 millis")),
    Stream.mapEffect(() => Effect.orDie(Effect.provideService(view(server), SqlClient.SqlClient, sql))),
    Stream.map((now) => `data: ${JSON.stringify(now)}\n\n`),
    Stream.encodeText
  )
  const apps = new Map<string, HttpApp.Default>([
    [path, asset("inspector.html", "text/html; charset=utf-8")],
    [`${path}/style.css`, asset("inspector.css", "text/css; charset=utf-8")],
    [`${path}/script.js`, asset("inspector.js", "text/javascript; charset=utf-8")],
    [
      `${path}/events`,
      Effect.succeed(HttpServerResponse.stream(events, { contentType: "text/event-stream", headers }))
    ]
  ])
  return ({ method, url }: HttpServerRequest): HttpApp.Default | undefined =>
    method === "GET" ? apps.get(url.split("?", 1)[0] ?? url) : undefined
})
