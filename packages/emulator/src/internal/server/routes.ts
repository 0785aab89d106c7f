import * as HttpApi from "@effect/platform/HttpApi"
import { Credentials, QurlApi } from "@qurl/contract"
import * as Context from "effect/Context"
import type { Scope } from "../../TestKey.js"

export interface Route {
  readonly operation: string
  /** With names where the ids are, as in `/v1/qurls/:id`. */
  readonly path: string
  readonly scope: Scope
  /** The kinds of credential it takes; none where it is public. */
  readonly credentials: ReadonlyArray<"apiKey" | "jwt">
}

const scopes: { readonly [operation: string]: Scope } = {
  shareResource: "qurl:resolve",
  resolve: "qurl:resolve",
  bootstrapAgent: "qurl:agent",
  createApiKey: "qurl:agent"
}

/** The description of the API declares scopes per operation, by the rule that is followed here. */
const scopeOf = (operation: string, method: string): Scope =>
  scopes[operation] ?? (method === "GET" ? "qurl:read" : "qurl:write")

const table: Array<{ readonly method: string; readonly path: RegExp; readonly route: Route }> = []
HttpApi.reflect(QurlApi, {
  onGroup: () => {},
  onEndpoint: ({ endpoint }) => {
    table.push({
      method: endpoint.method,
      path: new RegExp(`^${endpoint.path.replace(/:[A-Za-z_]+/g, "[^/]+")}$`),
      route: {
        operation: endpoint.name,
        path: endpoint.path,
        scope: scopeOf(endpoint.name, endpoint.method),
        credentials: Context.get(endpoint.annotations, Credentials)
      }
    })
  }
})

/** Names of all operations. */
export const operations: ReadonlyArray<string> = table.map(({ route }) => route.operation)

/** How many ids stand in a path. */
const ids = (path: RegExp): number => path.source.split("[^/]+").length

/** The operation of the contract that a request asks for. A fixed path goes before one with an id in it. */
export const match = (method: string, path: string): Route | undefined =>
  table
    .filter((entry) => entry.method === method && entry.path.test(path))
    .sort((a, b) => ids(a.path) - ids(b.path))[0]?.route
