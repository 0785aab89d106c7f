import { BatchCreate, CreateQurlResult, Envelope, MintLinkResult, Qurl } from "@qurl/contract"
import { NetworkError, type Outcome, ServerError, type WriteMeta } from "@qurl/sdk"
import type { FaultRuns } from "@qurl/testing"
import { Effect, Redacted, Schema } from "effect"
import { randomUUID } from "node:crypto"

/** How such clients fail: with a status that they take for the last word, or with the network's error. */
class Failed extends Error {
  constructor(readonly status: number | undefined) {
    super(status === undefined ? "the network failed" : `the answer was ${status}`)
  }
}

const attempts = 3

/** A fetch in a loop, as it is often written. `keyHeaders` is asked inside of the loop. */
const send = async (
  setting: FaultRuns.Setting,
  headers: Readonly<Record<string, string>>,
  keyHeaders: () => Readonly<Record<string, string>>,
  request: { readonly method: string; readonly path: string; readonly body?: unknown }
): Promise<unknown> => {
  for (let attempt = 1;; attempt++) {
    const last = attempt === attempts
    let response: Response
    let text: string
    try {
      response = await fetch(setting.reach(`${setting.baseUrl}${request.path}`), {
        method: request.method,
        headers: {
          authorization: `Bearer ${Redacted.value(setting.apiKey)}`,
          "content-type": "application/json",
          ...headers,
          ...keyHeaders()
        },
        signal: AbortSignal.timeout(300),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) })
      })
      text = await response.text()
    } catch {
      if (last) throw new Failed(undefined)
      continue
    }
    if (response.ok) return text === "" ? undefined : JSON.parse(text)
    if (response.status !== 429 || last) throw new Failed(response.status)
  }
}

const story = (operation: string, method: string, outcome: Outcome) => ({
  operation,
  method,
  outcome,
  endedBy: "attempts" as const,
  attempts
})

const meta: WriteMeta = { requestId: undefined, replayed: "unknown", idempotencyKey: undefined, attempts: 1 }

type Headers = Readonly<Record<string, string>>

/** A client that asks for a maker of key headers once per call, and the maker once per request. */
const clientOf = (makerOf: () => () => Headers): FaultRuns.Client => (setting) => {
  const call = <A, I>(operation: string, method: string, path: string, schema: Schema.Schema<A, I>, body?: unknown) =>
    Effect.gen(function*() {
      const headers = yield* setting.headers
      const answer = yield* Effect.tryPromise({
        try: () => send(setting, headers, makerOf(), { method, path, body }),
        catch: (error) => {
          const status = error instanceof Failed ? error.status : undefined
          return status === undefined
            ? new NetworkError({ ...story(operation, method, "unknown"), reason: "reset" })
            : new ServerError({ ...story(operation, method, status < 500 ? "rejected" : "unknown"), status })
        }
      })
      return yield* Effect.orDie(Schema.decodeUnknown(schema)(answer))
    })
  return Effect.succeed({
    create: (input) =>
      Effect.map(call("create", "POST", "/v1/qurls", Envelope.envelope(CreateQurlResult), input), ({ data }) => ({
        ...data,
        meta
      })),
    batchCreate: (items) =>
      Effect.map(
        call("batchCreate", "POST", "/v1/qurls/batch", BatchCreate.BatchCreateAnswer, { items }),
        ({ data }) => ({ ...data, meta })
      ),
    mintLink: (id, input) =>
      Effect.map(
        call("mintLink", "POST", `/v1/qurls/${id}/mint_link`, Envelope.envelope(MintLinkResult), input ?? {}),
        ({ data }) => ({ ...data, meta })
      ),
    update: (id, input) =>
      Effect.map(call("update", "PATCH", `/v1/qurls/${id}`, Envelope.envelope(Qurl), input), ({ data }) => ({
        ...data,
        meta
      })),
    delete: (id) => Effect.as(call("delete", "DELETE", `/v1/qurls/${id}`, Schema.Unknown), { meta })
  })
}

/** Repeats what the network lost, without a key. */
export const blindClient = clientOf(() => () => ({}))

/** Sends keys, and makes each of them inside of its loop: the server sees as many calls as attempts. */
export const keyInLoopClient = clientOf(() => () => ({ "idempotency-key": randomUUID() }))

/** The same client with that put right: one key per call, made before the loop. */
export const keyPerCallClient = clientOf(() => {
  const key = randomUUID()
  return () => ({ "idempotency-key": key })
})
