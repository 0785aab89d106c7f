import * as Command from "@effect/platform/Command"
import type * as CommandExecutor from "@effect/platform/CommandExecutor"
import type { PlatformError } from "@effect/platform/Error"
import * as HttpClient from "@effect/platform/HttpClient"
import type { HttpClientError } from "@effect/platform/HttpClientError"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import { type FaultPlan, Inventory } from "@qurl/emulator"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ParseError } from "effect/ParseResult"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { createRequire } from "node:module"

/** The emulator as its users start it: from its build. */
const bin = createRequire(import.meta.url).resolve("@qurl/emulator/bin")

export interface Options {
  readonly database: string
  readonly faults: FaultPlan.FaultPlan
  /** Default: one that is free. */
  readonly port?: number | undefined
}

export interface Running {
  readonly url: string
  readonly pid: number
  /** Log of its requests. */
  readonly requests: Effect.Effect<
    ReadonlyArray<Inventory.RequestEntry>,
    HttpClientError | ParseError,
    HttpClient.HttpClient
  >
  /** Ends it as a crash would, and waits until it is gone. */
  readonly crash: Effect.Effect<void, PlatformError>
}

const Log = Schema.Struct({ requests: Schema.Array(Inventory.RequestEntry) })
const Ready = Schema.parseJson(Schema.Struct({ url: Schema.String }))

/** Starts an emulator of its own process, which ends with the scope, and waits until it listens. */
export const start = (
  options: Options
): Effect.Effect<Running, PlatformError, CommandExecutor.CommandExecutor | Scope.Scope> =>
  Effect.gen(function*() {
    const child = yield* Command.make(
      process.execPath,
      bin,
      "--json",
      "--port",
      String(options.port ?? 0),
      "--db",
      options.database,
      "--faults",
      JSON.stringify(options.faults)
    ).pipe(Command.stderr("inherit"), Command.start)
    const line = yield* child.stdout.pipe(Stream.decodeText(), Stream.splitLines, Stream.runHead)
    if (Option.isNone(line)) return yield* Effect.dieMessage("The emulator did not start: build the project first.")
    const { url } = yield* Effect.orDie(Schema.decode(Ready)(line.value))
    return {
      url,
      pid: child.pid,
      requests: HttpClient.get(`${url}/_emulator/requests`).pipe(
        Effect.flatMap(HttpClientResponse.schemaBodyJson(Log)),
        Effect.map(({ requests }) => requests)
      ),
      crash: child.kill("SIGKILL")
    }
  })
