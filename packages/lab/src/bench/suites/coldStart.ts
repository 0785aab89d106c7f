/** A whole program that makes one call, from the start of its process. */
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { interleaved } from "../rounds.js"
import type { Table } from "../row.js"
import * as Rpc from "../rpc.js"
import type * as Server from "../server.js"
import type { Suite } from "../suite.js"
import { apiKey } from "../workload.js"

interface Cost {
  readonly cpu: number
  readonly wall: number
}

const programs = {
  httpApiClientNode: "HttpApiClient on undici",
  sdkNode: "@qurl/sdk/Node",
  httpApiClientFetch: "HttpApiClient on fetch",
  sdkFetch: "@qurl/sdk on fetch",
  sdkOneService: "@qurl/sdk on fetch, one service",
  promise: "@qurl/promise",
  effect4: "@qurl/effect4",
  undici: "undici"
}

/**
 * A program on `HttpApiClient` has the schemas of its own API in modules of its own. The condition keeps Node from loading
 * those of all operations, which one file of the contract holds.
 */
const conditionsOf = (program: string): ReadonlyArray<string> =>
  program.startsWith("httpApiClient") ? ["--conditions=module"] : []

const run = (program: string, url: string): Effect.Effect<Cost> =>
  Effect.async((resume) => {
    const env = { ...process.env, QURL_API_KEY: apiKey, QURL_API_URL: url }
    execFile(
      process.execPath,
      [...conditionsOf(program), Rpc.modulePath("measured"), program],
      { env },
      (error, stdout) =>
        // It prints what `measured.ts` writes.
        resume(error === null ? Effect.succeed(JSON.parse(stdout) as Cost) : Effect.die(error))
    )
  })

export const coldStart: Suite = {
  id: "cold-start",
  run: (options) =>
    Effect.gen(function*() {
      const server = yield* Rpc.start<Server.Question, Server.Answer>("server", [])
      const { url } = yield* server.ask({ mode: "answer" })
      const names = Object.keys(programs)
      // What the file system has not read yet costs once.
      yield* Effect.forEach(names, (name) => run(name, url))
      const results = yield* interleaved(names, options.quick ? 3 : 7, options, (name) => run(name, url))
      const table = (what: "cpu" | "wall", title: string): Table => ({
        id: `cold-start-${what}`,
        title,
        unit: "ms",
        digits: 0,
        baseline: programs.httpApiClientNode,
        rows: Object.entries(programs).map(([name, title]) => ({
          name: title,
          samples: (results.get(name) ?? []).map((cost) => cost[what])
        }))
      })
      return [
        table("cpu", "CPU of a program that starts, loads its client and makes one call"),
        table("wall", "Time of a program that starts, loads its client and makes one call")
      ]
    }).pipe(Effect.scoped)
}
