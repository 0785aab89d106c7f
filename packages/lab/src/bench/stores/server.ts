/** A server that places orders, in a process of its own: `server.js STORE PLACE bare|atomic|transactional|lease [sealed]`. */
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import * as HttpRouter from "@effect/platform/HttpRouter"
import * as HttpServer from "@effect/platform/HttpServer"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Runtime from "effect/Runtime"
import { createServer } from "node:http"
import * as Rpc from "../rpc.js"
import { order, path } from "./kit.js"
import { load, type Module, type Name } from "./stores.js"

/** Writes more records, or only tells. */
export type Question = { readonly fill: number } | { readonly tell: true }

/** The address, and the microseconds of CPU used so far. */
export interface Answer {
  readonly url: string
  readonly cpu: number
}

const [name = "", place = "", mode, sealed] = process.argv.slice(2)

const program = <R>({ kit, layer }: Module<R>) =>
  Effect.gen(function*() {
    const handler = order(mode === "atomic" ? kit.placeInTransaction ?? kit.place : kit.place)
    const app = mode === "bare" || mode === "atomic"
      ? handler
      : (yield* kit.protect(mode === "lease" ? mode : "transactional"))(handler)
    yield* HttpServer.serveEffect(HttpRouter.post(HttpRouter.empty, path, app))
    const { address } = yield* HttpServer.HttpServer
    const run = Runtime.runPromise(yield* Effect.runtime<R>())
    Rpc.answer<Question, Answer>(async (question) => {
      if ("fill" in question) await run(kit.fill(question.fill))
      const { system, user } = process.cpuUsage()
      return { url: HttpServer.formatAddress(address), cpu: system + user }
    })
    return yield* Effect.never
  }).pipe(
    Effect.scoped,
    Effect.provide(Layer.merge(
      layer(place, sealed === "sealed"),
      NodeHttpServer.layer(() => createServer({ keepAliveTimeout: 600_000 }), { port: 0, host: "127.0.0.1" })
    ))
  )

// Started by the suite alone, with the names there are.
await load(name as Name, (module) => Effect.runPromise(program(module)))
