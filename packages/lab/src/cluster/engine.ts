import * as ClusterWorkflowEngine from "@effect/cluster/ClusterWorkflowEngine"
import * as RunnerAddress from "@effect/cluster/RunnerAddress"
import * as NodeClusterSocket from "@effect/platform-node/NodeClusterSocket"
import * as PgClient from "@effect/sql-pg/PgClient"
import { ActivityKeys } from "@qurl/workflow"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"

/**
 * The engine of a cluster whose state is in PostgreSQL. Without a port it is a client: it starts workflows and runs none.
 */
export const layerEngine = (database: string, port?: number) =>
  ActivityKeys.layer.pipe(
    Layer.provideMerge(ClusterWorkflowEngine.layer),
    Layer.provideMerge(NodeClusterSocket.layer({
      clientOnly: port === undefined,
      storage: "sql",
      shardingConfig: {
        runnerAddress: Option.map(
          Option.fromNullable(port),
          (port) => RunnerAddress.make("127.0.0.1", port)
        ),
        shardLockExpiration: "10 seconds",
        shardLockRefreshInterval: "2 seconds",
        entityMessagePollInterval: "1 second",
        runnerHealthCheckInterval: "5 seconds",
        entityTerminationTimeout: "1 second"
      }
    })),
    Layer.provideMerge(PgClient.layer({ url: Redacted.make(database), maxConnections: 10 }))
  )
