import { assert, describe, it } from "@effect/vitest"
import { type CreateInput, type ExtendInput, Qurl, type QurlError } from "@qurl/sdk"
import { Duration, Effect, Stream } from "effect"
import { against, created, serve } from "../support/server.js"
import { untyped } from "../support/untyped.js"

const target_url = "https://example.com"

/** Error of a call that must not be sent because of its input. */
const refused = <A>(effect: Effect.Effect<A, QurlError, Qurl>) =>
  Effect.gen(function*() {
    const server = yield* serve(created())
    const error = yield* Effect.flip(against(server, effect))
    assert(error._tag === "ValidationError")
    assert.deepInclude(error, { source: "client", outcome: "not sent", attempts: 0 })
    assert.strictEqual(server.received.length, 0)
    return error
  }).pipe(Effect.scoped)

describe("inputs", () => {
  it.live("are refused with every failing field at once", () =>
    Effect.gen(function*() {
      const error = yield* refused(Qurl.create({ target_url: "planted", label: "", max_sessions: -1 }))
      assert.deepStrictEqual(error.invalidFields, {
        target_url:
          "must be an http or https URL of at most 2048 characters without spaces or control characters, not a string of 7 characters",
        label: "must be text of 1 to 500 characters, not an empty string",
        max_sessions: "must be a whole number from 0 to 1000, where 0 means unlimited, not the number -1"
      })
      assert.include(error.message, "create failed: the input is wrong: target_url must be")
      assert.include(error.message, "Nothing was sent.")
      assert.notInclude(error.message, "planted")
    }))

  it.live("of a batch are refused with every failing item", () =>
    Effect.gen(function*() {
      // @ts-expect-error The types refuse it as well.
      const error = yield* refused(Qurl.batchCreate([{ target_url }, {}, { target_url, label: "a".repeat(501) }]))
      assert.deepStrictEqual(error.invalidFields, {
        "items[1].target_url": "is missing: give the http or https URL the link leads to",
        "items[2].label": "must be text of 1 to 500 characters, not a string of 501 characters"
      })
    }))

  it.live("of a batch that is not a list, or too long, are refused before the rows are looked at", () =>
    Effect.gen(function*() {
      const fieldsOf = (items?: unknown) =>
        Effect.map(refused(Qurl.batchCreate(untyped(items))), ({ invalidFields }) => invalidFields)
      for (const items of [undefined, null, 7, "links", {}]) {
        assert.match((yield* fieldsOf(items)).items ?? "", /an array of 1 to 100 items/)
      }
      let looks = 0
      const row = {
        get target_url() {
          looks += 1
          return target_url
        }
      }
      assert.deepStrictEqual(yield* fieldsOf(Array.from({ length: 1000 }, () => row)), {
        items: "must be an array of 1 to 100 items, not an array of 1000"
      })
      assert.strictEqual(looks, 0)
      const bulk = Stream.runDrain(Qurl.batchCreateAll(untyped<ReadonlyArray<CreateInput>>(undefined)))
      const error = yield* refused(untyped<Effect.Effect<void, QurlError, Qurl>>(bulk))
      assert.match(error.invalidFields.rows ?? "", /must be a list/)
    }))

  it.live("that cannot be read to their end are refused by field", () =>
    Effect.gen(function*() {
      const fieldsOf = (input: unknown) =>
        Effect.map(refused(Qurl.create(untyped(input))), ({ invalidFields, message }) => {
          assert.notInclude(message, "planted")
          return invalidFields
        })
      const itself = "contains itself, which JSON has no form for"
      const throws = "cannot be read: its getter or its proxy throws"
      const self: Record<string, unknown> = { target_url }
      self.self = self
      assert.deepStrictEqual(yield* fieldsOf(self), { self: itself })
      const list: Array<unknown> = ["10.0.0.0/8"]
      list.push(list)
      assert.deepStrictEqual(yield* fieldsOf({ target_url, access_policy: { ip_allowlist: list } }), {
        "access_policy.ip_allowlist[1]": itself
      })
      const broken = {
        target_url,
        get label() {
          throw new Error("planted")
        }
      }
      assert.deepStrictEqual(yield* fieldsOf(broken), { label: throws })
      const revoked = Proxy.revocable({}, {})
      revoked.revoke()
      assert.deepStrictEqual(yield* fieldsOf(revoked.proxy), { input: throws })
      const deep = Array.from({ length: 20_000 }).reduce<object>((inner) => ({ inner }), {})
      assert.deepStrictEqual(yield* fieldsOf({ target_url, access_policy: deep }), {
        access_policy: "nests deeper than 100 levels"
      })
      const batch = yield* refused(Qurl.batchCreate([{ target_url }, untyped(broken)]))
      assert.deepStrictEqual(batch.invalidFields, { "items[1].label": throws })
      const query = yield* refused(Qurl.list(untyped(self)))
      assert.deepStrictEqual(query.invalidFields, { self: itself })
    }))

  it.live("with options that cannot be read are refused by option", () =>
    Effect.gen(function*() {
      const throws = "cannot be read: its getter or its proxy throws"
      const planted = () => {
        throw new Error("planted")
      }
      const throwing = (name: string): never =>
        untyped(Object.defineProperty({}, name, { get: planted, enumerable: true }))
      const revoked = Proxy.revocable({}, {})
      revoked.revoke()
      const cases: ReadonlyArray<readonly [field: string, options: never]> = [
        ["idempotencyKey", throwing("idempotencyKey")],
        ["timeout", throwing("timeout")],
        ["retry.attempts", untyped({ retry: throwing("attempts") })],
        ["retry", untyped({ retry: revoked.proxy })],
        ["deadline", untyped({ deadline: revoked.proxy })],
        ["options", untyped(revoked.proxy)]
      ]
      for (const [field, options] of cases) {
        // Without the name of a job, a bulk job fails as a call does.
        const bulk = untyped<Effect.Effect<void, QurlError, Qurl>>(Stream.runDrain(Qurl.batchCreateAll([], options)))
        for (
          const call of [
            Qurl.create({ target_url }, options),
            Qurl.list({}, options),
            Stream.runDrain(Qurl.listAll({}, options)),
            bulk
          ]
        ) {
          const { invalidFields, message } = yield* refused<unknown>(call)
          assert.notInclude(message, "planted")
          assert.deepStrictEqual(Object.keys(invalidFields), [field])
          if (field !== "deadline") assert.strictEqual(invalidFields[field], throws)
        }
      }
    }))

  it.live("keep the options that their object has from its class or prototype", () =>
    Effect.gen(function*() {
      class Named {
        get idempotencyKey() {
          return "key-of-a-class-0123456789"
        }
      }
      const server = yield* serve(created())
      for (const options of [new Named(), Object.create({ idempotencyKey: "key-of-a-prototype-01234" })]) {
        yield* against(server, Qurl.create({ target_url }, options))
      }
      assert.deepStrictEqual(server.received.map(({ headers }) => headers["idempotency-key"]), [
        "key-of-a-class-0123456789",
        "key-of-a-prototype-01234"
      ])
    }).pipe(Effect.scoped))

  it.live("of a batch number 1 to 100", () =>
    Effect.gen(function*() {
      assert.property((yield* refused(Qurl.batchCreate([]))).invalidFields, "items")
      const many = Array.from({ length: 101 }, () => ({ target_url }))
      assert.property((yield* refused(Qurl.batchCreate(many))).invalidFields, "items")
    }))

  it.live("with a misspelt field are refused, even if it is called __proto__", () =>
    Effect.gen(function*() {
      // What callers without types pass, and JSON with a name that assignment would swallow.
      const misspelt: CreateInput & { readonly lable: string } = { target_url, lable: "x" }
      assert.deepStrictEqual(Object.keys((yield* refused(Qurl.create(misspelt))).invalidFields), ["lable"])
      const smuggled: CreateInput = JSON.parse(`{"target_url":"${target_url}","__proto__":{"label":"x"}}`)
      assert.deepStrictEqual(Object.keys((yield* refused(Qurl.create(smuggled))).invalidFields), ["(unprintable)"])
    }))

  it.live("take durations of whole seconds only", () =>
    Effect.gen(function*() {
      const words = ["1 day", "24 hours", "1.5h", "h", "24", "-1h", ""].map((text) => JSON.parse(JSON.stringify(text)))
      for (const expires_in of [Duration.millis(1500), Duration.zero, Duration.infinity, ...words]) {
        const error = yield* refused(Qurl.create({ target_url, expires_in }))
        assert.include(error.invalidFields.expires_in, "a whole number with the unit")
      }
    }))

  it.live("of update, extend, mintLink, resolve and list have their rules", () =>
    Effect.gen(function*() {
      // @ts-expect-error The types refuse it as well.
      assert.property((yield* refused(Qurl.update("r_1", {}))).invalidFields, "input")
      // @ts-expect-error The types refuse it as well.
      assert.property((yield* refused(Qurl.update("r_1", { extend_by: null }))).invalidFields, "input")
      const both = { extend_by: "1h", expires_at: "2030-01-01T00:00:00Z" }
      // @ts-expect-error The types refuse it as well.
      assert.property((yield* refused(Qurl.update("r_1", both))).invalidFields, "expires_at")
      const untyped: ExtendInput = JSON.parse(JSON.stringify(both))
      assert.property((yield* refused(Qurl.extend("r_1", untyped))).invalidFields, "input")
      const mint = { expires_in: "1h", expires_at: "2030-01-01T00:00:00Z" }
      // @ts-expect-error The types refuse it as well.
      assert.property((yield* refused(Qurl.mintLink("r_1", mint))).invalidFields, "expires_at")
      assert.property((yield* refused(Qurl.resolve({ access_token: "" }))).invalidFields, "access_token")
      assert.property((yield* refused(Qurl.list({ limit: 101 }))).invalidFields, "limit")
      assert.property((yield* refused(Qurl.list(JSON.parse("{\"page\":\"2\"}")))).invalidFields, "page")
    }))

  it.live("and ids are judged together", () =>
    Effect.gen(function*() {
      const error = yield* refused(Qurl.update(" ", { tags: ["-"] }))
      assert.deepStrictEqual(Object.keys(error.invalidFields), ["id", "tags[0]"])
    }))
})

describe("ids", () => {
  for (
    const [what, id] of [
      ["empty", ""],
      ["blank", "  "],
      ["padded", " r_planted"],
      ["the current directory", "."],
      ["the parent directory", ".."],
      ["a URL", "https://qurl.link/planted"],
      ["a URL without a scheme", "//qurl.link/planted"],
      ["a link with a token", "qurl.link/#at_planted"],
      ["a token", "at_planted"],
      ["half a character", "r_planted\ud800"],
      ["with a line break", "r_planted\nx"]
    ] as const
  ) {
    it.live(`${what}: refused without being repeated`, () =>
      Effect.gen(function*() {
        const error = yield* refused(Qurl.get(id))
        assert.deepStrictEqual(Object.keys(error.invalidFields), ["id"])
        assert.notInclude(JSON.stringify(error) + error.message, "planted")
      }))
  }

  it.live("of links are refused by delete alone", () =>
    Effect.gen(function*() {
      assert.property((yield* refused(Qurl.delete("q_3a7f2c8e91b"))).invalidFields, "id")
      assert.property((yield* refused(Qurl.delete("at_planted"))).invalidFields, "id")
      const server = yield* serve({ status: 200, json: { data: { resource_id: "r_1" } } }, { status: 204 })
      yield* against(server, Qurl.get("q_3a7f2c8e91b"))
      yield* against(server, Qurl.delete("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"))
      assert.strictEqual(server.received.length, 2)
    }).pipe(Effect.scoped))
})
