import { assert, describe, it } from "@effect/vitest"
import { Emulator, Fault } from "@qurl/emulator"
import { Portal, type PortalOptions, type QurlError, Resources } from "@qurl/sdk"
import { Duration, Effect, Redacted } from "effect"
import { digest, digests, inventory, requests } from "../support/emulator.js"
import { asking, effects, running, servicesFor } from "../support/resources.js"
import { problem, serve } from "../support/server.js"

const url = "https://example.com/docs"
const created = { resource_id: "r_1", qurl_link: "https://qurl.link/#at_x" }

/** The names of the properties that were refused before anything was sent. */
const refused = <R>(effect: Effect.Effect<unknown, unknown, R>) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.deepInclude(error, { _tag: "ValidationError", source: "client", outcome: "not sent" })
    return Object.keys(Object(Object(error).invalidFields))
  })

describe("the verbs", () => {
  it.live("protect a URL, open a portal, walk through it", () =>
    Effect.gen(function*() {
      const handle = yield* Portal.protectUrl(url, { description: "the docs", tags: ["docs"], alias: "docs" })
      assert.deepInclude(handle, { targetUrl: url })
      assert.deepInclude(handle.details, { resource_id: handle.id, description: "the docs", alias: "docs" })
      assert.strictEqual((yield* Portal.protectUrl(url)).id, handle.id)

      const portal = yield* Portal.createPortal(handle, {
        validFor: 86_400_000,
        sessionDuration: 90_000,
        label: "Ada",
        maxSessions: 0,
        oneTimeUse: true
      })
      assert.deepInclude(portal, { resourceId: handle.id, label: "Ada" })
      assert.isTrue(portal.expiresAt instanceof Date && portal.expiresAt.getTime() > Date.now())
      const entered = yield* Portal.enterPortal(Redacted.make(portal.link))
      assert.deepInclude(entered, { resourceUrl: url, openSeconds: 90, resourceId: handle.id })
      assert.deepInclude(yield* Effect.flip(Portal.enterPortal(portal.link)), { _tag: "GoneError" })

      const both = yield* Portal.createPortalForUrl("https://example.com/other", { validFor: Duration.minutes(90) })
      assert.deepInclude(both.resource, { id: both.portal.resourceId, targetUrl: "https://example.com/other" })
      yield* Portal.createPortal(both.resource)
      const byId = yield* Portal.resourceById(handle.id)
      assert.deepStrictEqual({ ...byId }, { id: handle.id })
      assert.strictEqual((yield* Portal.createPortal(byId)).resourceId, handle.id)
      assert.strictEqual((yield* Portal.createPortal(handle.id)).resourceId, handle.id)
      yield* Resources.delete(handle.id)
      assert.deepInclude(yield* Effect.flip(Portal.createPortal(handle)), { code: "revoked" })
    }).pipe(running()))

  it.live("keep to one effect and one key when answers are lost", () =>
    Effect.gen(function*() {
      const handle = yield* Portal.protectUrl(url, {}, { idempotencyKey: "protect" })
      const portal = yield* Portal.createPortal(handle, {}, { idempotencyKey: "portal" })
      const both = yield* Portal.createPortalForUrl(url, {}, { idempotencyKey: "both" })
      const entered = yield* Portal.enterPortal(portal.link, { idempotencyKey: "enter" })
      for (const { meta } of [handle, portal, both.portal, entered]) {
        assert.deepInclude(meta, { attempts: 2, replayed: "yes" })
      }
      const keys = ["protect", "portal", "both", "enter"].flatMap((key) => [digest(key), digest(key)])
      assert.deepStrictEqual(yield* digests, keys)
      assert.deepStrictEqual(yield* effects, ["resource.created", "token.created", "token.created", "token.resolved"])
      assert.strictEqual((yield* inventory).tokens.length, 2)
    }).pipe(running({ fault: Fault.destroyAfterCommit, per: "key", nth: 1 })))

  it.live("repeat 429, and walking through nothing else", () =>
    Effect.gen(function*() {
      const { portal } = yield* Portal.createPortalForUrl(url)
      assert.strictEqual(portal.meta.attempts, 2)
      const error = yield* Effect.flip(Portal.enterPortal(portal.link))
      assert.deepInclude(error, { _tag: "ServerError", operation: "enterPortal", attempts: 1 })
      assert.notInclude(JSON.stringify(error), portal.link.slice(portal.link.indexOf("at_")))
    }).pipe(running(
      { fault: Fault.rateLimit({ retryAfter: { seconds: 0 } }), nth: 1 },
      { fault: Fault.status(502), operation: "resolve" }
    )))

  it.live("refuse the handle of another service", () =>
    Effect.gen(function*() {
      const handle = yield* Portal.protectUrl(url)
      const { url: baseUrl } = yield* Emulator
      const elsewhere = Effect.provide(Portal.createPortal(handle, { label: " " }), servicesFor(baseUrl))
      assert.sameMembers(yield* refused(elsewhere), ["resource", "label"])
      assert.sameMembers(yield* refused(Portal.createPortal({ id: handle.id })), ["resource"])
      assert.strictEqual((yield* requests).length, 1)
    }).pipe(running()))
})

describe("on the wire", () => {
  /** The bodies of the portals with these options. */
  const bodies = (...options: ReadonlyArray<PortalOptions>) =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 201, json: { data: created } })
      yield* asking(server, Effect.forEach(options, (options) => Portal.createPortal("r_1", options)))
      return server.received.map(({ body }) => JSON.parse(body))
    }).pipe(Effect.scoped)

  it.live("durations have the largest unit that divides them; a string passes as it is", () =>
    Effect.gen(function*() {
      const durations = [86_400_000, 90_000, 5_400_000, Duration.days(3), Duration.seconds(61), "36h", "1w"]
      assert.deepStrictEqual(yield* bodies(...durations.map((validFor) => ({ validFor }))), [
        { expires_in: "24h" },
        { expires_in: "90s" },
        { expires_in: "90m" },
        { expires_in: "72h" },
        { expires_in: "61s" },
        { expires_in: "36h" },
        { expires_in: "1w" }
      ])
    }))

  it.live("zero and false are sent, null is not", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(
        yield* bodies(
          { maxSessions: 0, oneTimeUse: false, label: null, validFor: undefined, sessionDuration: 1000 },
          {}
        ),
        [{ one_time_use: false, max_sessions: 0, session_duration: "1s" }, {}]
      )
    }))

  it.live("a URL is protected as a url, and a redacted target is the one that was given", () =>
    Effect.gen(function*() {
      const server = yield* serve({ status: 201, json: { data: { resource_id: "r_1" } } })
      const handle = yield* asking(server, Portal.protectUrl(url, { customDomain: "links.example.com" }))
      assert.deepInclude(handle, { id: "r_1", targetUrl: url })
      assert.deepStrictEqual(JSON.parse(String(server.received[0]?.body)), {
        custom_domain: "links.example.com",
        type: "url",
        target_url: url
      })
    }).pipe(Effect.scoped))

  it.live("what misses its point is an error", () =>
    Effect.gen(function*() {
      const unexpected = <A, R>(effect: Effect.Effect<A, { readonly _tag: string }, R>) =>
        Effect.map(Effect.flip(effect), ({ _tag }) => assert.strictEqual(_tag, "UnexpectedResponseError"))
      const server = yield* serve({ status: 201, json: { data: {} } })
      yield* asking(
        server,
        Effect.all([
          unexpected(Portal.protectUrl(url)),
          unexpected(Portal.createPortal("r_1")),
          unexpected(Portal.createPortalForUrl(url)),
          unexpected(Portal.enterPortal("at_x"))
        ])
      )
      const open = yield* serve({ status: 200, json: { data: { target_url: url } } })
      assert.deepInclude(yield* asking(open, Portal.enterPortal("https://qurl.link/#at_x")), {
        resourceUrl: url,
        openSeconds: 0,
        resourceId: undefined
      })
      assert.deepStrictEqual(open.received.map(({ body }) => body), ["{\"access_token\":\"at_x\"}"])
    }).pipe(Effect.scoped))
})

describe("before anything is sent", () => {
  const nothingSent = <A, E>(effect: Effect.Effect<A, E, Portal>) =>
    Effect.gen(function*() {
      const server = yield* serve(problem(500, { code: "internal_error" }))
      yield* asking(server, effect)
      assert.strictEqual(server.received.length, 0)
    }).pipe(Effect.scoped)

  it.live("a URL has to lead somewhere, without a password", () =>
    nothingSent(Effect.gen(function*() {
      const urls = [
        "ftp://example.com",
        "example.com",
        "https:///example.com",
        "https://",
        "https://?x",
        "https://exa mple.com",
        "https://[::1",
        "https://ada:hunter2@example.com",
        "https://hunter2@example.com",
        `https://example.com/${"x".repeat(2030)}`,
        ""
      ]
      for (const bad of urls) {
        const verbs: ReadonlyArray<Effect.Effect<unknown, QurlError, Portal>> = [
          Portal.protectUrl(bad),
          Portal.createPortalForUrl(bad)
        ]
        for (const verb of verbs) {
          const error = yield* Effect.flip(verb)
          assert(error._tag === "ValidationError", bad)
          assert.deepStrictEqual(Object.keys(error.invalidFields), ["url"])
          assert.notInclude(JSON.stringify(error) + error.message, "hunter2")
          assert.notInclude(error.message, "example")
        }
      }
    })))

  it.live("all problems are reported at once, by the names that the caller used", () =>
    nothingSent(Effect.gen(function*() {
      const options = {
        validFor: 59_999,
        sessionDuration: 1500,
        label: " ",
        maxSessions: 1001,
        oneTimeUse: "yes",
        colour: 1
      }
      // The types forbid this; plain JavaScript does not.
      const error = yield* refused(Portal.createPortal("", options as never))
      assert.sameMembers(error, [
        "resource",
        "validFor",
        "sessionDuration",
        "label",
        "maxSessions",
        "oneTimeUse",
        "colour"
      ])
      assert.sameMembers(
        yield* refused(Portal.protectUrl("", { tags: ["-"], alias: "A", description: "x".repeat(501) })),
        [
          "url",
          "tags[0]",
          "alias",
          "description"
        ]
      )
      assert.sameMembers(yield* refused(Portal.createPortalForUrl(url, { targetPath: "/x" } as never)), ["targetPath"])
      for (const validFor of [Number.NaN, Number.POSITIVE_INFINITY, Duration.infinity, 60_500, 0, "", " "]) {
        assert.sameMembers(yield* refused(Portal.createPortal("r_1", { validFor })), ["validFor"])
      }
      assert.sameMembers(yield* refused(Portal.createPortal("r_1", { sessionDuration: 999 })), ["sessionDuration"])
    })))

  it.live("ids are neither blank, padded nor secret", () =>
    nothingSent(
      Effect.forEach(["", "  ", " r_1", "at_hunter2", "https://qurl.link/#at_hunter2"], (id) =>
        Effect.gen(function*() {
          const error = yield* Effect.flip(Portal.resourceById(id))
          assert.deepInclude(error, { _tag: "ValidationError", outcome: "not sent" })
          assert.notInclude(JSON.stringify(error), "hunter2")
        }))
    ))

  it.live("a link without a token, and a signed one, are refused without an echo", () =>
    nothingSent(Effect.forEach(
      ["", "https://qurl.link/#", "https://qurl.link/at_hunter2", "#qv2t1.2.hunter2", "qv2t1.2.hunter2", "hunter 2"],
      (link) =>
        Effect.gen(function*() {
          const error = yield* Effect.flip(Portal.enterPortal(link))
          assert.deepInclude(error, { _tag: "ValidationError", outcome: "not sent" })
          assert.notInclude(JSON.stringify(error) + error.message, "hunter")
        })
    )))
})
