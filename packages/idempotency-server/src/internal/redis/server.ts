import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { Cluster, type ClusterNode, type ClusterOptions, Redis, type RedisOptions } from "ioredis"

/** The nodes of a Redis Cluster that are asked first, and how to connect to each. */
export interface ClusterConnection {
  readonly cluster: ReadonlyArray<ClusterNode>
  readonly options?: ClusterOptions | undefined
}

export type Client = Redis | Cluster

/** Two connections, one for commands and one for messages, to a server or to all nodes of a cluster. */
export interface Server {
  readonly commands: Client
  readonly subscriber: Client
  /** The nodes that hold records, in an order that stands still. */
  readonly masters: () => ReadonlyArray<Redis>
  /** Set if the keys of one script must be on one node. */
  readonly isCluster: boolean
}

const reconnecting = {
  maxRetriesPerRequest: 3,
  retryStrategy: (times: number) => Math.min(20 * 2 ** times, 500)
}

const nameOf = ({ options: { host, port } }: Redis): string => `${host ?? ""}:${port ?? ""}`

const open = (connection: RedisOptions | ClusterConnection): Client =>
  "cluster" in connection
    ? new Cluster([...connection.cluster], {
      clusterRetryStrategy: reconnecting.retryStrategy,
      ...connection.options,
      redisOptions: { ...reconnecting, ...connection.options?.redisOptions },
      keyPrefix: ""
    })
    : new Redis({
      ...reconnecting,
      ...connection,
      keyPrefix: "",
      // The client's own renewal of a subscription rejects a promise that no one holds if it is closed meanwhile.
      autoResubscribe: false,
      // After a failover the server may have become a replica.
      reconnectOnError: (error) => error.message.startsWith("READONLY")
    })

const acquire = (connection: RedisOptions | ClusterConnection): Effect.Effect<Client, never, Scope.Scope> =>
  Effect.acquireRelease(
    // The caller of a command gets its error. Without a listener the client prints it.
    Effect.sync(() => open(connection).on("error", () => {})),
    (client) => Effect.sync(() => client.disconnect())
  )

const mastersOf = (client: Client): ReadonlyArray<Redis> =>
  client instanceof Cluster
    ? client.nodes("master").sort((one, other) => nameOf(one) < nameOf(other) ? -1 : 1)
    : [client]

export const fromClients = (commands: Client, subscriber: Client): Server => ({
  commands,
  subscriber,
  masters: () => mastersOf(commands),
  isCluster: commands instanceof Cluster
})

export const connect = (
  connection: RedisOptions | ClusterConnection
): Effect.Effect<Server, never, Scope.Scope> => Effect.zipWith(acquire(connection), acquire(connection), fromClients)
