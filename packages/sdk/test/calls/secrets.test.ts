import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import type { HttpClient } from "@effect/platform/HttpClient"
import { assert, describe, it } from "@effect/vitest"
import { Qurl, RetryPolicy } from "@qurl/sdk"
import { layerHttpClient } from "@qurl/sdk/Node"
import { Cause, Context, Effect, Exit, Layer, Logger, LogLevel, Redacted, Stream, Tracer } from "effect"
import { inspect } from "node:util"
import { problem, type Reply, serve } from "../support/server.js"

/** Every planted value carries this word, so that any trace of one is found. */
const planted = "planted"
const apiKey = "lv_test_planted0123456789"
const token = "at_planted_token"
const link = `https://qurl.link/#${token}`
const target_url = "https://user:planted@internal.planted.test/path?secret=planted"
const secrets = { secret: "whsec_planted", qurl_link: link, signing_secret: "planted" }

/** All that could be shown of a run: log lines, spans, and the failure in every form it is printed in. */
class Shown {
  readonly texts: Array<string> = []

  add(value: unknown) {
    this.texts.push(
      String(value),
      inspect(value, { depth: 12, showHidden: true, getters: true }),
      JSON.stringify(value) ?? ""
    )
  }

  readonly logger = Logger.make(({ annotations, cause, message, spans }) => {
    this.add({ message, annotations: [...annotations], spans: [...spans].map(({ label }) => label) })
    this.texts.push(Cause.pretty(cause))
  })

  readonly tracer = Tracer.make({
    context: (f) => f(),
    span: (name, parent, context, links, startTime, kind) => {
      const attributes = new Map<string, unknown>()
      return {
        _tag: "Span",
        name,
        spanId: `span-${name}`,
        traceId: "trace",
        parent,
        context,
        links,
        kind,
        sampled: true,
        status: { _tag: "Started", startTime },
        attributes,
        attribute: (key, value) => {
          attributes.set(key, value)
        },
        event: (name, _, attributes) => this.add({ name, attributes }),
        addLinks: () => {},
        end: (_, exit) => {
          this.add({ name, attributes: [...attributes] })
          if (Exit.isFailure(exit)) this.cause(exit.cause)
        }
      }
    }
  })

  cause(cause: Cause.Cause<unknown>) {
    this.texts.push(Cause.pretty(cause, { renderErrorCause: true }))
    this.add(Cause.squash(cause))
    const error = Cause.squash(cause)
    if (error instanceof Error) this.texts.push(error.message, error.stack ?? "", inspect(error.cause))
  }
}

/** Runs a call against a server with these replies and looks at everything that was shown of it. */
const shown = (
  layerHttp: Layer.Layer<HttpClient>,
  call: Effect.Effect<unknown, unknown, Qurl>,
  ...replies: ReadonlyArray<Reply>
) =>
  Effect.gen(function*() {
    const all = new Shown()
    const server = yield* serve(...replies)
    const service = yield* Layer.build(
      Qurl.layer({ apiKey: Redacted.make(apiKey), baseUrl: server.url }).pipe(Layer.provide(layerHttp))
    )
    all.add(Context.get(service, Qurl))
    const exit = yield* Effect.exit(call).pipe(
      Effect.provide(service),
      Effect.provide(RetryPolicy.layer(RetryPolicy.none)),
      Effect.withTracer(all.tracer),
      Effect.provide(Logger.replace(Logger.defaultLogger, all.logger)),
      Logger.withMinimumLogLevel(LogLevel.All)
    )
    if (Exit.isFailure(exit)) {
      all.cause(exit.cause)
      all.add(exit)
    }
    return { exit, texts: all.texts, server }
  }).pipe(Effect.scoped)

const echo = `${apiKey} ${token} ${link} ${target_url} Bearer ${apiKey}`
const create = Qurl.create({ target_url })

const kinds: ReadonlyArray<readonly [string, Effect.Effect<unknown, unknown, Qurl>, ...ReadonlyArray<Reply>]> = [
  ["a wrong input", Qurl.create({ target_url: `${token} is no URL`, label: "" })],
  ["a wrong item", Qurl.batchCreate([{ target_url: token }, { target_url, custom_domain: "" }])],
  ["a pasted token as id", Qurl.get(token)],
  ["a pasted link as id", Qurl.delete(link)],
  ["an unknown field", Qurl.create(JSON.parse(JSON.stringify({ target_url, [token]: link })))],
  ...[400, 401, 403, 404, 409, 410, 418, 422, 429, 500, 502, 503].map((status) =>
    [
      `an echoing ${status}`,
      Qurl.resolve({ access_token: token }),
      problem(status, { code: token, title: echo, detail: echo, invalid_fields: { [token]: echo, label: echo } }, {
        tombstone: { tombstoned_at: link }
      })
    ] as const
  ),
  ["a token of another form", Qurl.resolve({ access_token: "odd-planted" }), problem(410, { detail: "odd-planted" })],
  ["a page", create, { status: 502, text: echo }],
  ["a redirect", create, { status: 307, headers: { location: link }, text: echo }],
  ["a success that is not JSON", create, { status: 201, text: echo }],
  ["a success that breaks the contract", create, { status: 201, json: { data: { ...secrets, resource_id: 5 } } }],
  ["a batch that contradicts itself", Qurl.batchCreate([{ target_url }]), {
    status: 201,
    json: {
      data: {
        succeeded: 5,
        failed: 0,
        results: [{ index: 0, success: true, resource_id: "r", qurl_site: "", ...secrets }]
      }
    }
  }],
  ["a lost answer", create, "reset"],
  ["an answer cut short", create, "cut"],
  ["a timeout", Qurl.create({ target_url }, { timeout: 0 })],
  [
    "a key that was used before",
    Effect.zipRight(
      Effect.ignore(Qurl.create({ target_url }, { idempotencyKey: "job" })),
      Qurl.create({ target_url: `${target_url}2` }, { idempotencyKey: "job" })
    ),
    { status: 500 }
  ],
  ["a page of a list", Stream.runDrain(Qurl.listAll({ q: planted })), problem(400, { detail: echo })]
]

for (const [name, layerHttp] of [["fetch", FetchHttpClient.layer], ["undici", layerHttpClient]] as const) {
  describe(`on ${name}, nothing secret is shown of`, () => {
    for (const [what, call, ...replies] of kinds) {
      it.live(what, () =>
        Effect.gen(function*() {
          const { exit, texts } = yield* shown(layerHttp, call, ...replies)
          assert.isTrue(Exit.isFailure(exit))
          const found = texts.filter((text) => text.includes(planted))
          assert.deepStrictEqual(found, [])
          assert.isTrue(texts.some((text) => text.includes("Qurl.")))
        }))
    }

    it.live("a success", () =>
      Effect.gen(function*() {
        const reply = { status: 201, json: { data: { resource_id: "r_1", ...secrets, label: planted } } }
        const { exit, server, texts } = yield* shown(layerHttp, create, reply)
        assert.isTrue(Exit.isSuccess(exit))
        // The test looks at something: the secrets did travel, and the call was traced and logged.
        assert.strictEqual(server.received[0]?.headers.authorization, `Bearer ${apiKey}`)
        assert.isTrue(texts.some((text) => text.includes("Qurl.create")))
        assert.isTrue(texts.some((text) => text.includes("idempotency_key=")))
        assert.deepStrictEqual(texts.filter((text) => text.includes(planted)), [])
      }))
  })
}
