import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import { Execution } from "../../Execution.js"
import type * as Policy from "../../Policy.js"
import type * as WebPolicy from "../../Web/Policy.js"
import { toStored } from "./toStored.js"

/** The request of the web platform behind a request. */
export const toWebRequest = ({ source }: HttpServerRequest.HttpServerRequest): Request =>
  source instanceof Request ? source : new Request("http://unknown")

const toFindings = async (findings: WebPolicy.Findings): Promise<Policy.Findings> => {
  if (findings === "not done") return { _tag: "NotDone" }
  if (findings === "unknown") return { _tag: "Unknown" }
  return { _tag: "Done", response: await toStored(findings.done) }
}

const toCrash = (crash: WebPolicy.Crash): Policy.Crash => {
  if (typeof crash === "string") return crash
  return {
    reconcile: (request) =>
      Effect.flatMap(Execution, ({ childKey }) =>
        Effect.promise(async () =>
          toFindings(
            await crash.reconcile(toWebRequest(request), { childKey: (step) => Effect.runSync(childKey(step)) })
          )
        ))
  }
}

/** Parts that are set. Those that are not are left to the common policy. */
const defined = <A extends object>(parts: A): A =>
  // Proof: every part is optional, and one that is undefined counts as absent.
  Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)) as A

/** The policy of a handler, with the parts that it replaces. */
export const toPolicy = (
  { bodyTimeoutMillis, crash, leaseMillis, maxWaitMillis, mode, retentionMillis, storeTimeoutMillis, ...policy }:
    | WebPolicy.RoutePolicy
    | WebPolicy.LeasePolicy
): Policy.Policy =>
  defined({
    ...policy,
    mode,
    crash: crash === undefined ? undefined : toCrash(crash),
    bodyTimeout: bodyTimeoutMillis,
    lease: leaseMillis,
    maxWait: maxWaitMillis,
    retention: retentionMillis,
    storeTimeout: storeTimeoutMillis
  })
