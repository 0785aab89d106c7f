import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Journal from "@qurl/sdk/Journal/Postgres"
import { QurlLive } from "@qurl/sdk/Node"
import { BulkCreate, Pace, RowSource } from "@qurl/workflow"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as Redacted from "effect/Redacted"
import { layerEngine } from "./engine.js"

const [database = "", port = "", lane = "", pace = ""] = process.argv.slice(2)

/** A runner of the cluster: `node runner.js DATABASE_URL PORT NAME REQUESTS_PER_MINUTE`. The API is the one of the environment. */
BulkCreate.layer.pipe(
  Layer.provide([
    Layer.provide(QurlLive, Pace.layerGate({ requestsPerMinute: Number(pace) })),
    Journal.layer({ url: Redacted.make(database) }),
    RowSource.layerFile.pipe(Layer.provide(NodeFileSystem.layer))
  ]),
  Layer.provide(Pace.layer),
  Layer.provide(layerEngine(database, Number(port))),
  Layer.launch,
  Effect.annotateLogs("runner", lane),
  Effect.provide([Logger.minimumLogLevel(LogLevel.Warning), Logger.logFmt]),
  NodeRuntime.runMain
)
