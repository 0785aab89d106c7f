import * as SqlClient from "@effect/sql/SqlClient"
import type { CreateDelegatedBatchRequest, DelegatedGrant } from "@qurl/contract"
import { type DelegatedBatch, DelegatedResult } from "@qurl/contract"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { Assumed } from "../kit/assumed.js"
import { Current } from "../kit/current.js"
import * as Durations from "../kit/durations.js"
import { Entropy } from "../kit/entropy.js"
import { limits } from "../kit/plans.js"
import * as Problem from "../kit/problem.js"
import * as Words from "../kit/vocabulary.js"
import { mint } from "../qurls/links.js"
import { instant, type ResourceRow } from "../resources/lookup.js"
import { note } from "../webhooks/effects.js"

interface BatchRow {
  readonly id: string
  readonly owner: string
  readonly item_count: number
  readonly created_at: number
  /** Results, which are shown once the batch has ended. */
  readonly results: string
}

const Results = Schema.parseJson(Schema.Array(DelegatedResult))
const encodeResults = Schema.encodeSync(Results)
const decodeResults = Schema.decodeSync(Results)

const statusOf = (results: ReadonlyArray<DelegatedResult>): DelegatedBatch["status"] => {
  const failed = results.filter(({ status }) => status === "failed").length
  return failed === 0 ? "succeeded" : failed === results.length ? "failed" : "partially_failed"
}

/** A batch as it is now: queued, then running, then ended. */
const view = Effect.fnUntraced(function*(row: BatchRow) {
  const { batchSeconds } = yield* Assumed
  const now = yield* Clock.currentTimeMillis
  const step = batchSeconds * 1000
  const known = { batch_id: row.id, item_count: row.item_count, submitted_at: instant(row.created_at) }
  const batch: DelegatedBatch = now < row.created_at + step
    ? { ...known, status: "queued" }
    : now < row.created_at + 2 * step
    ? { ...known, status: "running" }
    : {
      ...known,
      status: statusOf(decodeResults(row.results)),
      completed_at: instant(row.created_at + 2 * step),
      results: decodeResults(row.results)
    }
  return batch
})

/** Strong tag of a batch in its present state. */
export const tagOf = ({ batch_id, status }: Pick<DelegatedBatch, "batch_id" | "status">): string =>
  `"dqb-${createHash("sha256").update(`${batch_id}\0${status}`).digest("hex").slice(0, 32)}"`

/** Tests if a batch has ended. */
export const hasEnded = ({ results }: DelegatedBatch): boolean => results !== undefined

/**
 * The resource that a capability names. How the service issues capabilities is not public: here one is `mc_` and
 * the CRID or the public key of a resource.
 */
const resourceOf = Effect.fnUntraced(function*(capability: string) {
  const sql = yield* SqlClient.SqlClient
  const id = capability.replace(/^mc_/, "")
  const [row] = id === capability ? [] : yield* sql<ResourceRow>`
    SELECT * FROM resources WHERE (id = ${id} OR crid = ${id}) AND revoked_at IS NULL`
  return row ?? (yield* Problem.notFound({ code: "not_found", detail: "The capability names no resource." }))
})

const failed = (index: number, code: string) => ({ detail }: { readonly detail?: string | undefined }) =>
  Effect.succeed<DelegatedResult>({ index, status: "failed", error: { code, message: detail ?? code } })

/** Creates the link of one grant in a savepoint, so that its failure leaves the others alone. */
const grantOne = (batchId: string, resource: ResourceRow, grant: DelegatedGrant, index: number) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const { account } = yield* Current
    const now = yield* Clock.currentTimeMillis
    return yield* sql.withTransaction(Effect.gen(function*() {
      const lifetime = yield* Effect.catchAll(
        Durations.lifetime(grant.expires_in, limits[account.plan]),
        Problem.badRequest
      )
      const link = yield* mint(resource, {
        expiresAt: now + lifetime,
        session: yield* Effect.catchAll(Durations.session(grant.session_duration), Problem.badRequest),
        label: grant.label,
        one_time_use: grant.one_time_use,
        max_sessions: grant.max_sessions,
        access_policy: grant.access_policy
      })
      const { expires_at, qurl_id, qurl_link } = link
      yield* sql`INSERT INTO delegated_links ${
        sql.insert({ token_id: qurl_id, owner: account.owner, batch_id: batchId })
      }`
      const result: DelegatedResult = { index, status: "succeeded", qurl: { qurl_id, qurl_link, expires_at } }
      return result
    })).pipe(
      Effect.catchTags({
        BadRequestProblem: failed(index, "creation_failed"),
        ForbiddenProblem: failed(index, "creation_failed")
      })
    )
  })

/** Creates the links of a batch at once, and shows them once the batch has had its time. */
export const create = Effect.fnUntraced(function*({ grants, mint_capability }: CreateDelegatedBatchRequest) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  for (const { access_policy } of grants) {
    yield* Effect.catchAll(Words.accessPolicy(access_policy), Problem.badRequest)
  }
  const resource = yield* resourceOf(mint_capability)
  const id = `dqb_${Buffer.from((yield* Entropy).bytes(16)).toString("base64url")}`
  const results = yield* Effect.forEach(grants, (grant, index) => grantOne(id, resource, grant, index))
  const row: BatchRow = {
    id,
    owner: account.owner,
    item_count: grants.length,
    created_at: yield* Clock.currentTimeMillis,
    results: encodeResults(results)
  }
  yield* sql`INSERT INTO delegated_batches ${sql.insert({ ...row })}`
  yield* note("delegated_batch.created", id)
  const batch: DelegatedBatch = {
    batch_id: id,
    status: "queued",
    item_count: row.item_count,
    submitted_at: instant(row.created_at)
  }
  return batch
})

/** The caller's batch. */
export const read = Effect.fnUntraced(function*(id: string) {
  const sql = yield* SqlClient.SqlClient
  const { account } = yield* Current
  const [row] = yield* sql<BatchRow>`
    SELECT * FROM delegated_batches WHERE id = ${id} AND owner = ${account.owner}`
  return row === undefined
    ? yield* Problem.notFound({ code: "not_found", detail: "The batch does not exist or belongs to another account." })
    : yield* view(row)
})
