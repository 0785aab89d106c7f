import { HttpClient, HttpClientRequest } from "@effect/platform"
import { type CallError, type Dialect, Idempotent, type Report } from "@qurl/idempotency"
import { Context, Data, Effect, Layer, type Redacted, Schema } from "effect"

/** The rules about keys on the vendor's page. */
export const dialect: Dialect.Dialect = {
  name: "Parcels",
  header: "idempotency-key",
  replayedHeader: "idempotency-replayed",
  credentialHeader: "authorization",
  keyRules: { minLength: 1, maxLength: 64 },
  retryStatuses: [429, 503],
  inFlight: { status: 409, code: "still_running" },
  mismatch: { status: 422, code: "key_reused" },
  envelope: { refusal: ["code", "request id"], success: ["id"], conflicts: [] },
  codePaths: [["code"]],
  messagePaths: [["message"]],
  requestIdPaths: [["request_id"]],
  retentionMillis: 24 * 60 * 60 * 1000
}

class Label extends Schema.Class<Label>("Label")({ id: Schema.String, to: Schema.String }) {}

class Refused extends Data.TaggedError("Refused")<{ readonly code?: string | undefined; readonly report: Report }> {}

interface Service {
  readonly createLabel: (to: string, options?: Idempotent.CallOptions) => Effect.Effect<Label, Refused | CallError>
}

export class Parcels extends Context.Tag("example/Parcels")<Parcels, Service>() {}

const make = Effect.fnUntraced(function*(apiUrl: string, token: Redacted.Redacted) {
  const { execute } = yield* Idempotent.make(yield* HttpClient.HttpClient, { dialect })
  const labels = HttpClientRequest.post(`${apiUrl}/labels`).pipe(HttpClientRequest.bearerToken(token))
  const createLabel: Service["createLabel"] = Effect.fn("Parcels.createLabel")(function*(to, options) {
    const { code, json, report } = yield* execute(HttpClientRequest.bodyUnsafeJson(labels, { to }), options)
    if (report.outcome !== "applied") return yield* new Refused({ code, report })
    const label = Effect.flatMap(json(), Schema.decodeUnknown(Label))
    return yield* Effect.mapError(label, () => new Refused({ code: "unreadable", report }))
  })
  return { createLabel }
})

export const layer = (apiUrl: string, token: Redacted.Redacted) => Layer.effect(Parcels, make(apiUrl, token))
