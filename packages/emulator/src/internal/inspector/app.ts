import type * as HttpApp from "@effect/platform/HttpApp"
import type { HttpServerRequest } from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Arr from "effect/Array"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { readFileSync } from "node:fs"
import type { RequestEntry } from "../../Inventory.js"
import type { Server } from "../server/exchange.js"
import * as Calls from "./calls.js"
import * as Changes from "./changes.js"

const path = "/_emulator/inspector"

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

/** Requests that were sent to a page, by the id of their call. */
type Sent = Map<string, ReadonlyArray<RequestEntry>>

const isSame = (a: ReadonlyArray<RequestEntry>, b: ReadonlyArray<RequestEntry> | undefined): boolean =>
  a.length === b?.length && a.every((entry, index) => entry === b[index])

/** Totals, the calls that have changed since the page was last sent something, and the ids of those that are gone. */
const changesSince = Effect.fnUntraced(function*(server: Server, sent: Sent) {
  const entries = yield* server.log.all
  const groups = Calls.group(entries).filter(Arr.isNonEmptyReadonlyArray)
  const changed = groups.filter((group) => !isSame(group, sent.get(group[0].id)))
  const ids = new Set(groups.map(([{ id }]) => id))
  const gone = [...sent.keys()].filter((id) => !ids.has(id))
  const madeBy = yield* Changes.read(changed.flat().map(({ id }) => id))
  const totals: Calls.Totals = {
    calls: groups.length,
    requests: entries.length,
    faults: entries.filter(({ fault }) => fault !== null).length,
    replays: entries.filter(({ replayed }) => replayed).length,
    links: yield* Changes.links
  }
  for (const id of gone) sent.delete(id)
  for (const group of changed) sent.set(group[0].id, group)
  return { totals, gone, calls: changed.map((group) => Calls.view(group, madeBy)) }
})

/** Serves a page that shows calls live, attempt by attempt. It changes nothing and shows no secret. */
export const make = Effect.fnUntraced(function*(server: Server) {
  const sql = yield* SqlClient.SqlClient
  const events = Stream.suspend(() => {
    const sent: Sent = new Map()
    return server.log.changes.pipe(
      Stream.schedule(Schedule.spaced("100 millis")),
      Stream.mapEffect(() => Effect.orDie(Effect.provideService(changesSince(server, sent), SqlClient.SqlClient, sql))),
      Stream.map((changes) => `data: ${JSON.stringify(changes)}\n\n`),
      Stream.encodeText
    )
  })
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
