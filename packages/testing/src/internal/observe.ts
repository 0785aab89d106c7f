import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import { qurlDialect } from "@qurl/contract/QurlDialect"
import { Inventory } from "@qurl/emulator"
import { Fingerprint, type Outcome } from "@qurl/idempotency"
import { type BatchCreated, Qurl, type QurlService } from "@qurl/sdk"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { hasProperty, isReadonlyRecord, isString } from "effect/Predicate"
import type { Call, Claim, Intent, Ledger } from "./ledger.js"

/** Context of the fiber: the intent around it, and the call that it makes. */
export class Current extends Context.Reference<Current>()("@qurl/testing/Current", {
  defaultValue: (): { readonly intent: Intent | undefined; readonly call: Call | undefined } => ({
    intent: undefined,
    call: undefined
  })
}) {}

/** The header for a request of this fiber; none outside of calls and intents. */
export const headers = (ledger: Ledger): Effect.Effect<Readonly<Record<string, string>>> =>
  Effect.map(Current, ({ call, intent }): Readonly<Record<string, string>> => {
    if (call !== undefined) {
      call.writes = true
      return { [Inventory.intentHeader]: ledger.header({ intent: call.intent, call, work: undefined }) }
    }
    return intent === undefined
      ? {}
      : { [Inventory.intentHeader]: ledger.header({ intent, call: undefined, work: undefined }) }
  })

const workOf = ({ body, method, url }: HttpClientRequest.HttpClientRequest): string =>
  `${method} ${url} ${Option.getOrElse(Fingerprint.fromBody(body), () => "")}`

/** Names every write after its call, and learns what the call asks for and under which key. */
export const client = (ledger: Ledger, inner: HttpClient.HttpClient): HttpClient.HttpClient =>
  HttpClient.mapRequestInputEffect(inner, (request) =>
    Effect.map(Current, ({ call, intent }) => {
      if (request.method === "GET" || request.method === "HEAD") return request
      const work = workOf(request)
      if (call !== undefined) {
        call.writes = true
        call.work ??= work
        call.key ??= request.headers[qurlDialect.header]
      }
      const trace = call !== undefined
        ? { intent: call.intent, call, work: undefined }
        : intent !== undefined
        ? { intent, call: undefined, work }
        : undefined
      return trace === undefined
        ? request
        : HttpClientRequest.setHeader(request, Inventory.intentHeader, ledger.header(trace))
    }))

const outcomes: ReadonlyArray<string> = [
  "applied",
  "not sent",
  "rejected",
  "unknown",
  "in flight",
  "applied but unreadable"
]

const isOutcome = (value: unknown): value is Outcome => isString(value) && outcomes.includes(value)

/** An error that tells no outcome, a bug and an interruption leave it open. */
const outcomeOf = (cause: Cause.Cause<unknown>): Outcome => {
  const error = Option.getOrUndefined(Cause.failureOption(cause))
  return hasProperty(error, "outcome") && isOutcome(error.outcome) ? error.outcome : "unknown"
}

const causes = (kind: Claim["kind"], subject?: string, count = 1): Claim => ({
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

const observed = <A, E, R>(
  ledger: Ledger,
  operation: string,
  run: Effect.Effect<A, E, R>,
  claimsOf: (answer: A) => ReadonlyArray<Claim>,
  unreadable: ReadonlyArray<Claim> = []
): Effect.Effect<A, E, R> =>
  Effect.flatMap(Current, ({ intent }) => {
    const call = ledger.begin(operation, intent)
    return run.pipe(
      Effect.provideService(Current, { intent, call }),
      Effect.onExit((exit) =>
        Effect.sync(() => {
          if (Exit.isSuccess(exit)) return ledger.end(call, "applied", claimsOf(exit.value))
          const outcome = outcomeOf(exit.cause)
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
    observed(ledger, "create", inner.create(input, options), ({ qurl_id, resource_id }) => [
      causes("token.created", qurl_id),
      exists("resource.created", resource_id)
    ], made),
  batchCreate: (items, options) =>
    observed(ledger, "batchCreate", inner.batchCreate(items, options), batchClaims, made),
  mintLink: (id, input, options) =>
    observed(ledger, "mintLink", inner.mintLink(id, input, options), ({ qurl_id }) => [
      causes("token.created", qurl_id)
    ], made),
  update: (id, input, options) =>
    observed(ledger, "update", inner.update(id, input, options), ({ resource_id }) => [
      causes("resource.updated", resource_id)
    ]),
  delete: (id, options) =>
    observed(ledger, "delete", inner.delete(id, options), () => [
      { ...exists("resource.revoked", id), given: "resource.created" }
    ])
})

const qurl = (ledger: Ledger, inner: QurlService): QurlService => ({
  ...inner,
  ...writes(ledger, inner),
  extend: (id, by, options) =>
    observed(ledger, "extend", inner.extend(id, by, options), ({ resource_id }) => [
      causes("resource.updated", resource_id)
    ]),
  resolve: (input, options) =>
    observed(ledger, "resolve", inner.resolve(input, options), () => [causes("token.resolved")])
})

/** Any service: its effects are calls. What they promise to exist is not known here. */
const anyService = (
  ledger: Ledger,
  service: string,
  inner: Readonly<Record<string, unknown>>
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(inner).map(([name, member]) => [
      name,
      typeof member !== "function" ? member : (...args: ReadonlyArray<unknown>): unknown => {
        const made: unknown = Reflect.apply(member, inner, args)
        return Effect.isEffect(made) ? observed(ledger, `${service}.${name}`, made, () => []) : made
      }
    ])
  )

const prefix = "@qurl/sdk/"

/** The services of the SDK in a context, every call put down in the ledger. */
export const services = <A>(ledger: Ledger, context: Context.Context<A>): Context.Context<A> => {
  const observedServices = [...context.unsafeMap].map(([key, service]: [string, unknown]): [string, unknown] => [
    key,
    key.startsWith(prefix) && key !== Qurl.key && isReadonlyRecord(service)
      ? anyService(ledger, key.slice(prefix.length), service)
      : service
  ])
  const made = Context.unsafeMake<A>(new Map(observedServices))
  return Option.match(Context.getOption(made, Qurl), {
    onNone: () => made,
    onSome: (inner) => Context.add(made, Qurl, qurl(ledger, inner))
  })
}
