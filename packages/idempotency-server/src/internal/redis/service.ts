import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Change, Claimed, Identity, Response, Service, Settlement } from "../../Store.js"
import { idOf, resolutionRetentionMillis, StoreError } from "../../Store.js"
import * as Summary from "../summary.js"
import { type Reply, run } from "./ask.js"
import { makeOperators, toResolution } from "./operators.js"
import { encodeHeaders, toRecord } from "./rows.js"
import { makeScripts } from "./scripts.js"
import type { Server } from "./server.js"
import { makeWaiters } from "./waiters.js"

/** The state that a settlement leads to. */
const stateOf = { Answer: "done", Tombstone: "tombstone", Release: "released", Park: "parked" } as const

/** The server counts in whole milliseconds, and no record needs thirty thousand years. */
const whole = (millis: number): number => Math.min(Math.ceil(millis), 1e15)

const responseOf = ({ body, headers, status }: Response) => [status, encodeHeaders(headers), body] as const

/** Names of the fields of a hash, and their values. */
const fieldsOf = (settlement: Settlement): ReadonlyArray<string | number | Uint8Array> => {
  const reason = "reason" in settlement ? ["reason", settlement.reason] : []
  if (!("response" in settlement)) return reason
  const [status, headers, body] = responseOf(settlement.response)
  return [...reason, "status", status, "headers", headers, "body", body]
}

const isWord = (reply: Reply, word: string): boolean => reply[0]?.toString() === word

const corrupt = Effect.fail(new StoreError({ reason: "corrupt" }))

const toChange = (reply: Reply): Effect.Effect<Change, StoreError> =>
  isWord(reply, "ok") ? Effect.succeed("ok") : isWord(reply, "lost") ? Effect.succeed("lost") : corrupt

const toFound = (reply: Reply) =>
  Option.match(isWord(reply, "found") ? toRecord(reply.slice(1)) : Option.none(), {
    onNone: () => corrupt,
    onSome: Effect.succeed
  })

const origins = ["nothing", "released", "orphan"] as const

/** Every operation is one script, whose reply is taken as it is. `clock` sets the time of the scripts. */
export const makeStore = Effect.fnUntraced(function*(server: Server, prefix: string, clock: string) {
  const { commands, subscriber } = server
  const scripts = makeScripts(clock)
  const channel = `${prefix}changed`
  const keyOf = (identity: Identity): string => `${prefix}{${idOf(identity)}}`
  const resolutionsOf = (identity: Identity): string => `${keyOf(identity)}:resolutions`
  const waitFor = yield* makeWaiters(subscriber, channel)

  const claim: Service["claim"] = Effect.fnUntraced(function*(request) {
    const { fingerprint, identity, leaseMillis, orphans, owner, retentionMillis } = request
    const summary = Summary.encode(request.summary) ?? ""
    const args = [fingerprint, owner, whole(leaseMillis), whole(retentionMillis), orphans, channel, summary]
    const reply = yield* run(commands, scripts.claim, [keyOf(identity)], args)
    if (!isWord(reply, "claimed")) return { _tag: "Found", record: yield* toFound(reply) } satisfies Claimed
    const from = origins.find((origin) => origin === reply[2]?.toString())
    const gen = Number(reply[1]?.toString())
    if (from === undefined || !Number.isInteger(gen)) return yield* corrupt
    return { _tag: "Claimed", ticket: { identity, owner, gen, leaseMillis }, from } satisfies Claimed
  })

  const store: Service = {
    capabilities: { durable: false, linearizable: false, transactional: false, notify: true, serverClock: true },
    ...makeOperators(server, prefix, scripts),
    claim,
    look: (identity) =>
      Effect.flatMap(
        run(commands, scripts.look, [keyOf(identity)], []),
        (reply) => isWord(reply, "nothing") ? Effect.succeedNone : Effect.asSome(toFound(reply))
      ),
    renew: ({ gen, identity, owner }, leaseMillis) =>
      Effect.flatMap(run(commands, scripts.renew, [keyOf(identity)], [owner, gen, whole(leaseMillis)]), toChange),
    settle: ({ gen, identity, owner }, settlement) =>
      Effect.flatMap(
        run(commands, scripts.settle, [keyOf(identity)], [
          owner,
          gen,
          "retentionMillis" in settlement ? whole(settlement.retentionMillis) : "",
          channel,
          stateOf[settlement._tag],
          ...fieldsOf(settlement)
        ]),
        toChange
      ),
    touch: (identity, retentionMillis) =>
      Effect.asVoid(run(commands, scripts.touch, [keyOf(identity)], [whole(retentionMillis)])),
    awaitChange: (identity, gen) =>
      waitFor(
        keyOf(identity),
        Effect.map(run(commands, scripts.changed, [keyOf(identity)], [gen]), (reply) => isWord(reply, "changed"))
      ),
    resolve: (identity, gen, decision, actor) =>
      Effect.flatMap(
        run(commands, scripts.resolve, [keyOf(identity), resolutionsOf(identity)], [
          crypto.randomUUID(),
          decision._tag,
          actor,
          channel,
          decision._tag === "Finish" ? whole(decision.retentionMillis) : "",
          gen,
          resolutionRetentionMillis,
          ...(decision._tag === "Finish" ? responseOf(decision.response) : [])
        ]),
        toChange
      ),
    resolutions: (identity) =>
      Effect.map(
        run(commands, scripts.resolutions, [resolutionsOf(identity)], [resolutionRetentionMillis]),
        (entries) => entries.flatMap((entry) => toResolution(entry?.toString() ?? ""))
      )
  }
  return store
})
