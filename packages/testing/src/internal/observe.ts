import type * as HttpBody from "@effect/platform/HttpBody"
import * as Body from "@effect/platform/HttpBody"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { Inventory } from "@qurl/emulator"
import { Dialect, Fingerprint } from "@qurl/idempotency"
import type { BatchCreated, QurlError, QurlService, WriteMeta } from "@qurl/sdk"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Redacted from "effect/Redacted"
import type { Call, Claim, Intent, Ledger, Trace } from "./ledger.js"

/** What the fiber is about: the intent around it, and the call that it makes. */
export class Current extends Context.Reference<Current>()("@qurl/testing/Current", {
  defaultValue: (): { readonly intent: Intent | undefined; readonly call: Call | undefined } => ({
    intent: undefined,
    call: undefined
  })
}) {}

/** The header value for a request of this fiber, or none outside of calls and intents. */
export const headerValue = (
  ledger: Ledger,
  work: () => string | undefined
): Effect.Effect<string | undefined> =>
  Effect.map(Current, ({ call, intent }): string | undefined => {
    const trace: Trace | undefined = call !== undefined
      ? { intent: call.intent, call, work: call.work }
      : intent !== undefined
      ? { intent, call: undefined, work: work() }
      : undefined
    return trace === undefined ? undefined : ledger.header(trace)
  })

/** The same as a header, or none. */
export const headers = (ledger: Ledger): Effect.Effect<Readonly<Record<string, string>>> =>
  Effect.map(
    headerValue(ledger, () => undefined),
    (value): Readonly<Record<string, string>> => value === undefined ? {} : { [Inventory.intentHeader]: value }
  )

const fingerprint = (body: HttpBody.HttpBody): string => Option.getOrElse(Fingerprint.fromBody(body), () => "")

/** Names every request after its call, and learns the key that the call sends. */
export const client = (ledger: Ledger, inner: HttpClient.HttpClient): HttpClient.HttpClient =>
  HttpClient.mapRequestInputEffect(inner, (request) =>
    Effect.zipWith(
      Current,
      headerValue(ledger, () => `${request.method} ${request.url} ${fingerprint(request.body)}`),
      ({ call }, value) => {
        const key = request.headers[Dialect.qurl.header]
        if (call !== undefined && key !== undefined) call.key = key
        return value === undefined ? request : HttpClientRequest.setHeader(request, Inventory.intentHeader, value)
      }
    ))

/** The same for equal arguments. Secrets count as what they hide; all of it is hashed. */
const workOf = (operation: string, input: ReadonlyArray<unknown>): string => {
  const json = JSON.stringify(input, function(this: Readonly<Record<string, unknown>>, name, value: unknown) {
    const original = this[name]
    return Redacted.isRedacted(original) ? Redacted.value(original) : value
  })
  return `${operation} ${fingerprint(Body.text(json))}`
}

const outcomeOf = (cause: Cause.Cause<QurlError>) =>
  Option.match(Cause.failureOption(cause), {
    onNone: () => ({ outcome: "unknown" as const, idempotencyKey: undefined }),
    onSome: ({ idempotencyKey, outcome }) => ({ outcome, idempotencyKey })
  })

const causes = (kind: Claim["kind"], subject?: string | undefined, count = 1): Claim => ({
  kind,
  subject,
  own: true,
  count
})
const exists = (kind: Claim["kind"], subject: string): Claim => ({ kind, subject, own: false, count: 1 })

const batchClaims = ({ results }: BatchCreated): ReadonlyArray<Claim> => {
  const resources = new Set(results.flatMap((result) => result.success ? [result.resource_id] : []))
  return [
    causes("token.created", undefined, results.filter(({ success }) => success).length),
    ...[...resources].map((id) => exists("resource.created", id))
  ]
}

const observed = <A extends { readonly meta: WriteMeta }>(
  ledger: Ledger,
  operation: string,
  input: ReadonlyArray<unknown>,
  run: Effect.Effect<A, QurlError>,
  claimsOf: (answer: A) => ReadonlyArray<Claim>,
  unreadable: ReadonlyArray<Claim> = []
): Effect.Effect<A, QurlError> =>
  Effect.flatMap(Current, ({ intent }) => {
    const call = ledger.begin(operation, workOf(operation, input), intent)
    return run.pipe(
      Effect.provideService(Current, { intent, call }),
      Effect.onExit((exit) =>
        Effect.sync(() => {
          if (Exit.isSuccess(exit)) {
            call.key ??= exit.value.meta.idempotencyKey
            return ledger.end(call, "applied", claimsOf(exit.value))
          }
          const { idempotencyKey, outcome } = outcomeOf(exit.cause)
          call.key ??= idempotencyKey
          return ledger.end(call, outcome, outcome === "applied but unreadable" ? unreadable : [])
        })
      )
    )
  })

/** The writes that every client has. */
export type Writes = Pick<QurlService, "create" | "batchCreate" | "mintLink" | "update" | "delete">

const made = [causes("token.created")]

/** The writes, every one put down in the ledger. */
export const writes = (ledger: Ledger, inner: Writes): Writes => ({
  create: (input, options) =>
    observed(ledger, "create", [input], inner.create(input, options), ({ qurl_id, resource_id }) => [
      causes("token.created", qurl_id),
      exists("resource.created", resource_id)
    ], made),
  batchCreate: (items, options) =>
    observed(ledger, "batchCreate", [items], inner.batchCreate(items, options), batchClaims, made),
  mintLink: (id, input, options) =>
    observed(ledger, "mintLink", [id, input], inner.mintLink(id, input, options), ({ qurl_id }) => [
      causes("token.created", qurl_id)
    ], made),
  update: (id, input, options) =>
    observed(ledger, "update", [id, input], inner.update(id, input, options), ({ resource_id }) => [
      causes("resource.updated", resource_id)
    ]),
  delete: (id, options) =>
    observed(ledger, "delete", [id], inner.delete(id, options), () => [
      { ...exists("resource.revoked", id), given: "resource.created" }
    ])
})

/** The whole service, its writes put down in the ledger. */
export const service = (ledger: Ledger, inner: QurlService): QurlService => ({
  ...inner,
  ...writes(ledger, inner),
  extend: (id, by, options) =>
    observed(ledger, "extend", [id, by], inner.extend(id, by, options), ({ resource_id }) => [
      causes("resource.updated", resource_id)
    ]),
  resolve: (input, options) =>
    observed(ledger, "resolve", [input], inner.resolve(input, options), () => [causes("token.resolved")])
})
