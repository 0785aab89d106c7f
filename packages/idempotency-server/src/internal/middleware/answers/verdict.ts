import type { HttpServerResponse } from "@effect/platform/HttpServerResponse"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Service, Verdict } from "../../../Execution.js"
import type { Identity, Settlement, Ticket } from "../../../Store.js"
import { idOf, maxRetentionMillis } from "../../../Store.js"
import { digest } from "../../digest.js"
import type { Settings } from "../settings.js"
import { toKept } from "./kept.js"

/** Statements of a handler about its answer. */
export interface Said {
  verdict: Verdict | undefined
  retentionMillis: number | undefined
}

/** An execution as its handler sees it, and what the handler says. */
export interface Made {
  readonly service: Service
  readonly said: Said
}

/** Makes an execution. Without an identity its child keys are random, and without a ticket nothing is to be fenced. */
export const makeExecution = (
  identity: Identity | undefined,
  claimed?: { readonly ticket: Ticket; readonly lost: Effect.Effect<void> }
): Made => {
  const said: Said = { verdict: undefined, retentionMillis: undefined }
  const service: Service = {
    childKey: (step) =>
      Effect.sync(() => identity === undefined ? crypto.randomUUID() : digest(JSON.stringify([idOf(identity), step]))),
    say: (verdict) => Effect.sync(() => void (said.verdict = verdict)),
    keepFor: (retention) =>
      Effect.sync(() => void (said.retentionMillis = Math.min(maxRetentionMillis, Duration.toMillis(retention)))),
    fence: claimed?.ticket.gen ?? 0,
    lost: claimed?.lost ?? Effect.never
  }
  return { service, said }
}

/** Beginning of the reason of a release after which the handler may have had an effect. */
export const mayHaveRun = "may have run: "

/** The end of an execution whose effect is unknown: in a transaction it is undone, elsewhere the policy decides. */
export const uncertain = ({ crash, mode }: Pick<Settings, "crash" | "mode">, reason: string): Settlement =>
  mode === "lease" && (crash === "park" || typeof crash === "object")
    ? { _tag: "Park", reason }
    : { _tag: "Release", reason: mode === "lease" ? `${mayHaveRun}${reason}` : reason }

/** Decides by its status and its handler's verdict whether an answer is final. */
export const isFinal = ({ verdict }: Settings, said: Said, { status }: HttpServerResponse): boolean =>
  said.verdict === undefined ? verdict(status) === "final" : said.verdict !== "no effect"

/** The end of an execution that failed without an answer. */
export const failure = (settings: Settings, said: Said): Settlement =>
  said.verdict === "no effect" ? { _tag: "Release", reason: "no effect" } : uncertain(settings, "failed")

/** The end of an execution by its answer, whose body is in hand or, for the reason given, not kept. */
export const settlementOf = (
  settings: Settings,
  said: Said,
  response: HttpServerResponse,
  body: Uint8Array | string
): Settlement => {
  const { status } = response
  if (said.verdict === "no effect") return { _tag: "Release", reason: "no effect" }
  const verdict = said.verdict === undefined ? settings.verdict(status) : "final"
  if (verdict === "refused") return { _tag: "Release", reason: String(status) }
  if (verdict === "failed") return uncertain(settings, String(status))
  const retentionMillis = said.retentionMillis ?? settings.retentionMillis
  const reason = said.verdict === "withhold"
    ? "withheld"
    : typeof body === "string"
    ? body
    : body.length > settings.maxKeptBytes
    ? "too large"
    : undefined
  const kept = toKept(
    response,
    reason === undefined && typeof body !== "string" ? body : new Uint8Array(),
    settings.headers
  )
  return reason === undefined
    ? { _tag: "Answer", response: kept, retentionMillis }
    : { _tag: "Tombstone", reason, response: kept, retentionMillis }
}
