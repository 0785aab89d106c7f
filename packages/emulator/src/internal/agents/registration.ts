import * as SqlClient from "@effect/sql/SqlClient"
import type { AgentBootstrapRequest, AgentBootstrapResult } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Current } from "../kit/current.js"
import { Entropy, text } from "../kit/entropy.js"
import * as Problem from "../kit/problem.js"
import { instant } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

interface AgentRow {
  readonly id: string
  readonly owner: string
  readonly public_key: string
  readonly hostname: string | null
  readonly version: string | null
  readonly registered_at: number
}

/** No process listens there: the emulator does not speak UDP. */
const peer: AgentBootstrapResult["nhp_server_peer"] = {
  public_key_b64: Buffer.alloc(32).toString("base64"),
  host: "nhp.invalid",
  port: 62206,
  expire_time: 0
}

/** Registers a public key, or replaces that of an agent that is known. */
export const bootstrap = Effect.fnUntraced(function*(input: AgentBootstrapRequest) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const id = input.agent_id ?? `agent-${text(yield* Entropy, 12)}`
  const [holder] = yield* sql<AgentRow>`SELECT * FROM agents WHERE public_key = ${input.public_key}`
  if (holder !== undefined && (holder.owner !== account.owner || holder.id !== id)) {
    return yield* Problem.conflict({ code: "conflict", detail: "Another agent has this public key." })
  }
  const [known] = yield* sql<AgentRow>`SELECT * FROM agents WHERE owner = ${account.owner} AND id = ${id}`
  const agent: AgentRow = {
    id,
    owner: account.owner,
    public_key: input.public_key,
    hostname: input.hostname ?? known?.hostname ?? null,
    version: input.version ?? known?.version ?? null,
    registered_at: known?.registered_at ?? (yield* Clock.currentTimeMillis)
  }
  yield* sql`INSERT INTO agents ${sql.insert({ ...agent })}
    ON CONFLICT (owner, id) DO UPDATE SET public_key = excluded.public_key, hostname = excluded.hostname,
    version = excluded.version`
  if (known === undefined) yield* note("agent.registered", id)
  else if (known.public_key !== agent.public_key) yield* note("agent.key_replaced", id)
  const result: AgentBootstrapResult = {
    agent_id: id,
    registered_at: instant(agent.registered_at),
    nhp_server_peer: peer
  }
  return result
})
