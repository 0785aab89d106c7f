import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { type Account, anonymous } from "../../TestKey.js"

/** The request being served. */
export interface Exchange {
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly operation: string | null
  readonly account: Account
  readonly keyDigest: string | null
  readonly intent: string | null
  readonly remoteAddress: string
  readonly userAgent: string | undefined
  /** Asked once, before the handler and outside every transaction: delays and rate limits. */
  readonly admission: Effect.Effect<void, HttpServerResponse.HttpServerResponse>
}

/** A reference, because handlers are built once and the exchange reaches them with each request. */
export class Current extends Context.Reference<Current>()("@qurl/emulator/Current", {
  defaultValue: (): Exchange => ({
    requestId: "",
    method: "",
    path: "",
    operation: null,
    account: anonymous,
    keyDigest: null,
    intent: null,
    remoteAddress: "",
    userAgent: undefined,
    admission: Effect.void
  })
}) {}
