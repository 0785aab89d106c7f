import { HttpClient, HttpClientRequest, HttpClientResponse } from "@effect/platform"
import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault, FaultPlan, TestKey } from "@qurl/emulator"
import { KeyGenerator, Pin, Qurl, RetryPolicy, Webhooks } from "@qurl/sdk"
import { ExactlyOnce, ExactlyOnceViolation } from "@qurl/testing"
import { Cause, Duration, Effect, Exit, Layer, Option, Redacted } from "effect"

const quick = RetryPolicy.make({ backoff: { base: Duration.millis(1) } })

const layerTest = (faults: FaultPlan.FaultPlan, policy = quick) =>
  ExactlyOnce.layer(Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" })).pipe(
    Layer.provide(RetryPolicy.layer(policy)),
    Layer.provideMerge(Emulator.layerHttpClient({ faults }))
  )

const lostOnce = FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "create", nth: 1 })
const input = { target_url: "https://example.com/menu", label: "for Ada" }

/** The kinds of what `check` finds, with everything it says. */
const findings = Effect.map(ExactlyOnce.check, ({ violations }) => violations.map(({ kind }) => kind))

/** Runs a program that is meant to violate; the judgement at the end of its scope is the result. */
const violationOf = <A, E>(program: Effect.Effect<A, E>) =>
  Effect.gen(function*() {
    const exit = yield* Effect.exit(program)
    const defect = Exit.isFailure(exit) ? Option.getOrUndefined(Cause.dieOption(exit.cause)) : undefined
    return defect instanceof ExactlyOnceViolation ? defect : assert.fail(`no violation: ${String(exit)}`)
  })

describe("ExactlyOnce", () => {
  it.live("is content when a lost answer is repeated under its key", () =>
    Effect.gen(function*() {
      const { meta } = yield* Qurl.create(input)
      assert.strictEqual(meta.attempts, 2)
      const { calls, changes, violations } = yield* ExactlyOnce.check
      assert.deepStrictEqual(violations, [])
      assert.deepStrictEqual(calls, [{ call: "create #1", outcome: "applied" }])
      assert.strictEqual(changes, 2, "a resource and its link")
    }).pipe(Effect.provide(layerTest(lostOnce))))

  it.live("names the two calls when a caller repeats an unknown call with a key of its own", () =>
    Effect.gen(function*() {
      const { message, verdict } = yield* violationOf(
        Qurl.create(input).pipe(Effect.retry({ times: 1 }), Effect.provide(layerTest(lostOnce, RetryPolicy.none)))
      )
      assert.deepStrictEqual(verdict.violations.map(({ calls, kind }) => ({ kind, calls })), [{
        kind: "repeated",
        calls: [{ call: "create #1", outcome: "unknown" }, { call: "create #2", outcome: "applied" }]
      }])
      assert.include(message, "create #1 and create #2 are the same call")
      assert.include(message, "Pin")
      assert.include(message, "idempotencyKey")
    }))

  it.live("sees a caller's own timeout as such a repetition", () =>
    Effect.gen(function*() {
      const { verdict } = yield* violationOf(
        Qurl.create(input).pipe(
          Effect.timeout("50 millis"),
          Effect.retry({ times: 1 }),
          Effect.provide(layerTest(FaultPlan.of({ fault: Fault.noAnswer, operation: "create", nth: 1 })))
        )
      )
      assert.deepStrictEqual(verdict.violations.map(({ kind }) => kind), ["repeated"])
    }))

  it.live("takes what is repeated inside a declared intent for one thing", () =>
    Effect.gen(function*() {
      const { message, verdict } = yield* violationOf(
        Qurl.create(input).pipe(
          ExactlyOnce.intent("an inner name"),
          Effect.retry({ times: 1 }),
          ExactlyOnce.intent("invite Ada"),
          Effect.provide(layerTest(lostOnce, RetryPolicy.none))
        )
      )
      assert.deepStrictEqual(verdict.violations.map(({ intent, kind }) => ({ intent, kind })), [
        { intent: "invite Ada", kind: "duplicate" }
      ])
      assert.include(message, "The intent \"invite Ada\" was carried out 2 times.")
      assert.include(message, "Every repetition needs the same key")
      assert.match(message, /request req_\w+, create, key \w{8}…\w{4}: created 1 resource, created 1 link/)
    }))

  it.live("is content with a pin inside the intent", () =>
    Effect.gen(function*() {
      const pin = yield* Pin.make
      yield* pin(Qurl.create(input)).pipe(Effect.retry({ times: 1 }), ExactlyOnce.intent("invite Ada"))
      assert.deepStrictEqual(yield* findings, [])
    }).pipe(Effect.provide(layerTest(lostOnce, RetryPolicy.none))))

  it.live("is content with one key of the caller for both calls", () =>
    Effect.gen(function*() {
      yield* Effect.retry(Qurl.create(input, { idempotencyKey: "invite-ada" }), { times: 1 })
      assert.deepStrictEqual(yield* findings, [])
    }).pipe(Effect.provide(layerTest(lostOnce, RetryPolicy.none))))

  it.live("lets two things in one intent, and the same thing twice without one, be", () =>
    Effect.gen(function*() {
      yield* Effect.all([Qurl.create(input), Qurl.create({ ...input, label: "for Grace" })]).pipe(
        ExactlyOnce.intent("invite both")
      )
      yield* Effect.all([Qurl.create(input), Qurl.create(input)], { concurrency: 2 })
      assert.deepStrictEqual(yield* findings, [])
    }).pipe(Effect.provide(layerTest(FaultPlan.none))))

  it.live("lets the same call after an unknown one be when both have names of their own", () =>
    Effect.gen(function*() {
      yield* Effect.exit(Qurl.create(input).pipe(ExactlyOnce.intent("for the morning")))
      yield* Qurl.create(input).pipe(ExactlyOnce.intent("for the evening"))
      assert.deepStrictEqual(yield* findings, [])
    }).pipe(Effect.provide(layerTest(lostOnce, RetryPolicy.none))))

  it.live("finds a reported link that does not exist", () => {
    const invented = Layer.succeed(
      HttpClient.HttpClient,
      HttpClient.make((request) =>
        Effect.succeed(HttpClientResponse.fromWeb(
          request,
          Response.json({
            data: {
              resource_id: "r_invented",
              qurl_id: "q_invented",
              qurl_link: "https://qurl.link/#at_x",
              expires_at: "2030-01-01T00:00:00Z"
            }
          }, { status: 201 })
        ))
      )
    )
    return Effect.gen(function*() {
      const { message, verdict } = yield* violationOf(
        Qurl.create(input).pipe(Effect.provide(
          ExactlyOnce.layer(Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" })).pipe(
            Layer.provide(invented),
            Layer.provide(Emulator.layerHttpClient())
          )
        ))
      )
      assert.deepStrictEqual(verdict.violations.map(({ kind, missing }) => ({ kind, missing })), [
        { kind: "missing", missing: ["token.created of q_invented", "resource.created of r_invented"] }
      ])
      assert.include(message, "a result that does not exist")
    })
  })

  it.live("finds an effect that was reported as rejected", () =>
    Effect.gen(function*() {
      const { verdict } = yield* violationOf(
        Effect.exit(Qurl.create(input)).pipe(Effect.provide(
          layerTest(FaultPlan.of({ fault: Fault.status(404, { when: "after" }), operation: "create", nth: 1 }))
        ))
      )
      assert.deepStrictEqual(verdict.violations.map(({ calls, kind }) => ({ kind, calls })), [
        { kind: "unexpected", calls: [{ call: "create #1", outcome: "rejected" }] }
      ])
    }))

  it.live("waits for what a request does after its client has left", () =>
    Effect.gen(function*() {
      const { verdict } = yield* violationOf(
        Qurl.create(input).pipe(
          Effect.timeout("20 millis"),
          Effect.retry({ times: 1 }),
          ExactlyOnce.intent("invite Ada"),
          Effect.provide(layerTest(FaultPlan.of({ fault: Fault.delay(200), operation: "create", nth: 1 })))
        )
      )
      assert.deepStrictEqual(verdict.violations.map(({ kind }) => kind), ["duplicate"])
    }))

  it.live("follows other clients that send the header", () =>
    Effect.gen(function*() {
      const { verdict } = yield* violationOf(
        Effect.gen(function*() {
          // Not the layer's client, which would name the request by itself.
          const client = yield* HttpClient.HttpClient
          const post = Effect.gen(function*() {
            const request = HttpClientRequest.post("http://127.0.0.1/v1/qurls").pipe(
              HttpClientRequest.setHeaders({ ...yield* ExactlyOnce.headers, authorization: `Bearer ${TestKey.full}` }),
              HttpClientRequest.bodyUnsafeJson(input)
            )
            return yield* client.execute(request)
          })
          yield* post.pipe(
            Effect.zipRight(post),
            ExactlyOnce.intent("by hand"),
            Effect.provide(
              ExactlyOnce.layer(Qurl.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" }))
            )
          )
        }).pipe(Effect.provide(Emulator.layerHttpClient()))
      )
      assert.deepStrictEqual(
        verdict.violations.map(({ executions, intent, kind }) => [kind, intent, executions[0]?.keyDigest]),
        [
          ["duplicate", "by hand", undefined]
        ]
      )
    }))

  it.live("judges every kind of write", () =>
    Effect.gen(function*() {
      const { results } = yield* Qurl.batchCreate([input, { target_url: "https://example.com/b" }])
      const [first] = results
      const id = first?.success === true ? first.resource_id : assert.fail("the batch failed")
      yield* Qurl.update(id, { description: "a menu" })
      yield* Qurl.extend(id, { extend_by: "1h" })
      const { qurl_link } = yield* Qurl.mintLink(id)
      yield* Qurl.resolve({ access_token: Redacted.make(new URL(qurl_link).hash.slice(1)) })
      yield* Qurl.delete(id)
      const { calls, violations } = yield* ExactlyOnce.check
      assert.deepStrictEqual(violations, [])
      assert.deepStrictEqual(calls.map(({ outcome }) => outcome), calls.map(() => "applied"))
      assert.strictEqual(calls.length, 6)
      yield* Qurl.get(id)
      assert.strictEqual((yield* ExactlyOnce.check).calls.length, 6, "a read is no call that matters")
    }).pipe(Effect.provide([layerTest(FaultPlan.none), KeyGenerator.sequence("test")])))

  it.live("follows requests on its own HttpClient inside of intents", () =>
    Effect.gen(function*() {
      const post = (label: string) =>
        Effect.flatMap(HttpClient.HttpClient, (client) =>
          client.execute(
            HttpClientRequest.post("http://127.0.0.1/v1/qurls").pipe(
              HttpClientRequest.bearerToken(TestKey.full),
              HttpClientRequest.bodyUnsafeJson({ ...input, label })
            )
          ))
      yield* Effect.all([post("for Ada"), post("for Grace")]).pipe(ExactlyOnce.intent("invite both"))
      yield* Effect.all([post("for Ada"), post("for Ada")])
      assert.deepStrictEqual(yield* findings, [], "two things, and requests outside of any intent")
      const { verdict } = yield* violationOf(
        Effect.all([post("for Ada"), post("for Ada")]).pipe(
          ExactlyOnce.intent("invite Ada"),
          Effect.provide(layerTest(FaultPlan.none))
        )
      )
      assert.deepStrictEqual(verdict.violations.map(({ intent, kind }) => [kind, intent]), [[
        "duplicate",
        "invite Ada"
      ]])
    }).pipe(Effect.provide(layerTest(FaultPlan.none))))

  it.live("watches the other services of the SDK, too", () =>
    Effect.gen(function*() {
      const { verdict } = yield* violationOf(
        Webhooks.create({ url: "https://hooks.example.com/qurl", events: ["qurl.created"] }).pipe(
          Effect.retry({ times: 1 }),
          Effect.provide(
            ExactlyOnce.layer(Webhooks.layer({ apiKey: Redacted.make(TestKey.full), baseUrl: "http://127.0.0.1" }))
              .pipe(
                Layer.provide(RetryPolicy.layer(RetryPolicy.none)),
                Layer.provide(Emulator.layerHttpClient({
                  faults: FaultPlan.of({ fault: Fault.destroyAfterCommit, nth: 1 })
                }))
              )
          )
        )
      )
      assert.deepStrictEqual(verdict.violations.map(({ calls, kind }) => ({ kind, calls })), [{
        kind: "repeated",
        calls: [{ call: "Webhooks.create #1", outcome: "unknown" }, { call: "Webhooks.create #2", outcome: "applied" }]
      }])
    }))
})
