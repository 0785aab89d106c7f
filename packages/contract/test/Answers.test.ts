import { assert, describe, it } from "@effect/vitest"
import { BatchCreate, CreateQurlResult, Envelope, MintLinkResult, Quota, Qurl } from "@qurl/contract"
import { FastCheck, Option, Schema } from "effect"

const read = <A, I>(schema: Schema.Schema<A, I>) => Schema.decodeUnknownSync(schema)

/** As JSON would write it: a property that reads as undefined is not there. */
const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe("answers", () => {
  it("tolerate what is unknown, null or empty", () => {
    const created = read(CreateQurlResult)({
      resource_id: "r_1",
      qurl_link: "https://qurl.link/#at_1",
      qurl_id: "",
      label: null,
      type: "kind of tomorrow",
      expires_at: "soon",
      surprise: 1
    })
    assert.deepStrictEqual(written(created), {
      resource_id: "r_1",
      qurl_link: "https://qurl.link/#at_1",
      type: "kind of tomorrow"
    })
  })

  it("keep an expiry that is an instant", () => {
    const minted = read(MintLinkResult)({ qurl_link: "l", expires_at: "2030-01-01T00:00:00Z" })
    assert.strictEqual(minted.expires_at, "2030-01-01T00:00:00Z")
    assert.isUndefined(read(MintLinkResult)({ qurl_link: "l", expires_at: 5 }).expires_at)
  })

  it("insist on the link", () => {
    assert.throws(() => read(MintLinkResult)({ qurl_link: "" }))
    assert.throws(() => read(CreateQurlResult)({ resource_id: "r_1" }))
  })

  it("keep the null that means unlimited", () => {
    const quota = read(Quota)({ plan: "free", usage: { active_qurls_percent: null, total_accesses: null } })
    assert.deepStrictEqual(written(quota), {
      plan: "free",
      usage: { active_qurls_percent: null }
    })
  })
})

describe("a resource", () => {
  const tokens = (resource: object) => read(Qurl)({ resource_id: "r_1", ...resource }).access_tokens

  it("exposes qurls as access_tokens", () => {
    assert.deepStrictEqual(tokens({ qurls: [{ qurl_id: "q_1" }] }), [{ qurl_id: "q_1" }])
    assert.deepStrictEqual(tokens({ qurls: [] }), [])
    assert.isUndefined(tokens({ qurls: null }))
    assert.isUndefined(tokens({ qurls: "many" }))
    assert.deepStrictEqual(tokens({ qurls: [{ qurl_id: "q_1" }], access_tokens: [] }), [])
    assert.notProperty(read(Qurl)({ resource_id: "r_1", qurls: [] }), "qurls")
  })

  it("is written with qurls", () => {
    assert.deepStrictEqual(Schema.encodeSync(Qurl)({ resource_id: "r_1", access_tokens: [{ qurl_id: "q_1" }] }), {
      resource_id: "r_1",
      qurls: [{ qurl_id: "q_1" }]
    })
  })
})

describe("a page", () => {
  it("without data is empty, and an empty cursor is none", () => {
    const page = read(Envelope.page(Qurl))
    assert.deepStrictEqual(written(page({ meta: { next_cursor: "", has_more: false } })), {
      data: [],
      meta: { has_more: false }
    })
    assert.deepStrictEqual(page({ data: null }), { data: [] })
  })
})

describe("a batch result", () => {
  const good = (index: number) => ({ index, success: true, resource_id: "r", qurl_link: "l", qurl_site: "s" }) as const
  const bad = (index: number) => ({ index, success: false, error: { code: "new", message: "" } }) as const
  const result = (entries: ReadonlyArray<typeof good extends (n: number) => infer A ? A : never>) => ({
    succeeded: entries.length,
    failed: 0,
    results: entries
  })

  it("keeps the rules in any order", () => {
    FastCheck.assert(FastCheck.property(
      FastCheck.array(FastCheck.boolean(), { minLength: 1, maxLength: 100 }).chain((outcomes) =>
        FastCheck.shuffledSubarray(outcomes.map((success, index) => success ? good(index) : bad(index)), {
          minLength: outcomes.length
        })
      ),
      (results) => {
        const succeeded = results.filter(({ success }) => success).length
        const whole = { succeeded, failed: results.length - succeeded, results }
        assert.deepStrictEqual(read(BatchCreate.BatchCreateResult)(whole), whole)
        assert.isTrue(Option.isNone(BatchCreate.breach(whole, results.length)))
        assert.isTrue(Option.isSome(BatchCreate.breach(whole, results.length + 1)))
        assert.isTrue(Option.isSome(BatchCreate.breach({ ...whole, succeeded: succeeded + 1 }, results.length)))
        const moved = results.map((entry, at) => at === 0 ? { ...entry, index: results.length } : entry)
        assert.isTrue(Option.isSome(BatchCreate.breach({ ...whole, results: moved }, results.length)))
      }
    ))
  })

  it("breaks them by a repeated index or a count of its own", () => {
    assert.isTrue(Option.isSome(BatchCreate.breach(result([good(0), good(0)]), 2)))
    assert.isTrue(Option.isSome(BatchCreate.breach({ succeeded: 1, failed: 1, results: [bad(0), bad(1)] }, 2)))
    assert.throws(() => read(BatchCreate.BatchCreateResult)({ succeeded: -1, failed: 1, results: [] }))
  })
})
