/**
 * Mistakes that were made elsewhere, each put in the place of one part. The model must find every one of them.
 *
 * @since 0.1.0
 */
import * as StoreModel from "@qurl/idempotency-server/StoreModel"
import * as Decision from "@qurl/idempotency/Decision"
import { RetryPolicy } from "@qurl/idempotency/RetryPolicy"
import { type Mode, type Parts, shipped } from "./Parts.js"

/**
 * A mistake, and the way of working in which it matters.
 *
 * @since 0.1.0
 * @category models
 */
export interface Bug {
  readonly name: string
  readonly mode: Mode
  readonly parts: Parts
}

const bug = (name: string, mode: Mode, parts: Partial<Parts>): Bug => ({ name, mode, parts: { ...shipped, ...parts } })

/** An answer of whatever origin as if it were the API's own, if `isFooled` by its status. */
const mistaken = (isFooled: (status: number) => boolean) => (observation: Decision.Observation): Decision.Observation =>
  observation._tag === "Answered" && isFooled(observation.status) ? { ...observation, source: "api" } : observation

const believed = mistaken(() => true)

const refused = (observation: Decision.Observation): Decision.Observation =>
  observation._tag === "Answered" && observation.source === "unknown" && (observation.status === 409
      || observation.status === 423)
    ? { ...observation, source: "api", status: 400 }
    : observation

const turnedAway = mistaken((status) => status === 403)

/**
 * The mistakes.
 *
 * @since 0.1.0
 * @category models
 */
export const bugs: ReadonlyArray<Bug> = [
  bug("a status counts whatever its sender", "transaction", {
    remember: (intent, history, observation) => Decision.remember(intent, history, believed(observation)),
    decide: (intent, history, observation, now, random) =>
      Decision.decide(intent, history, believed(observation), now, random)
  }),
  bug("a conflict that the dialect does not know counts as a refusal", "transaction", {
    remember: (intent, history, observation) => Decision.remember(intent, history, refused(observation)),
    decide: (intent, history, observation, now, random) =>
      Decision.decide(intent, history, refused(observation), now, random)
  }),
  bug("a gateway's refusal counts as the API's", "lease", {
    remember: (intent, history, observation) => Decision.remember(intent, history, turnedAway(observation)),
    decide: (intent, history, observation, now, random) =>
      Decision.decide(intent, history, turnedAway(observation), now, random)
  }),
  bug("a key per attempt", "transaction", { key: (intent, call, attempt) => `key-${intent}-${call}-${attempt}` }),
  bug("a key per run of a program", "transaction", { key: (intent, call) => `key-${intent}-${call}` }),
  bug("writes without a key are retried", "transaction", { key: () => undefined, policy: RetryPolicy.unsafe }),
  bug("a refusal counts as the outcome of the call", "transaction", {
    decide: (intent, history, observation, now, random) =>
      Decision.decide(intent, { ...history, effect: "none" }, observation, now, random)
  }),
  bug("a lost answer counts as a rejection", "transaction", {
    remember: (intent, history, observation) => ({
      ...Decision.remember(intent, history, observation),
      effect: "none"
    })
  }),
  bug("a record is settled without checking owner and generation", "transaction", {
    settle: (row, ticket, settlement, now) =>
      StoreModel.settle(
        row === undefined ? row : { ...row, state: { _tag: "Running", leaseUntil: 0, from: "nothing" } },
        row === undefined ? ticket : { ...ticket, owner: row.owner, gen: row.gen },
        settlement,
        now
      )
  }),
  bug("a refused duplicate frees the record of its owner", "lease", { refused: () => undefined }),
  bug("the work of a lost claim is not rolled back", "transaction", { undoes: false }),
  bug("the answer leaves before the commit", "transaction", { answersEarly: true }),
  bug("answers are kept only as long as a lease", "transaction", { retentionMillis: shipped.leaseMillis }),
  bug("a claim lasts as long as an answer", "transaction", { leaseMillis: shipped.retentionMillis }),
  bug("orphans with an unknown outcome are taken over", "lease", { orphans: () => "take" }),
  bug("a lease is not checked", "transaction", {
    undoes: false,
    claim: (row, request, now) =>
      StoreModel.claim(
        row?.state._tag === "Running" ? { ...row, state: { _tag: "Running", leaseUntil: now, from: "nothing" } } : row,
        request,
        now
      )
  }),
  bug("a stored answer is not looked up", "transaction", {
    claim: (row, request, now) => StoreModel.claim(row?.state._tag === "Done" ? undefined : row, request, now)
  }),
  bug("an operator frees a key whose work was done", "lease", {
    operator: ({ isGoingOn }) => isGoingOn ? undefined : "free"
  }),
  bug("an operator's decision that the work is done is not stored", "lease", {
    resolve: (row, gen, decision, now) =>
      StoreModel.resolve(row, gen, decision._tag === "Finish" ? { _tag: "Free" } : decision, now)
  }),
  bug("work begins although the reply to its claim was lost", "transaction", { failsOpen: true }),
  bug("a failure is written over an answer whose reply was lost", "transaction", {
    settle: (row, ticket, settlement, now) =>
      StoreModel.settle(
        row?.owner !== ticket.owner || row.gen !== ticket.gen
          ? row
          : { ...row, state: { _tag: "Running", leaseUntil: now, from: "nothing" } },
        ticket,
        settlement,
        now
      )
  }),
  bug("answers are kept no longer than clocks differ", "transaction", { retentionMillis: shipped.clockErrorMillis }),
  bug("a clock that was set back by a day is trusted", "transaction", { clockErrorMillis: shipped.retentionMillis }),
  bug("the body of a request is not compared", "transaction", {
    claim: (row, request, now) =>
      StoreModel.claim(row === undefined ? row : { ...row, fingerprint: request.fingerprint }, request, now)
  })
]
