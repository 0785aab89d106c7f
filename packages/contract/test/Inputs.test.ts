import { assert, describe, it } from "@effect/vitest"
import {
  BatchCreate,
  CreateQurlRequest,
  InvalidFields,
  ListQurlsQuery,
  MintLinkRequest,
  UpdateQurlRequest
} from "@qurl/contract"
import { Either, Schema } from "effect"

const problems = <A, I>(schema: Schema.Schema<A, I>) => (input: unknown) =>
  Either.match(Schema.decodeUnknownEither(schema)(input, { errors: "all" }), {
    onLeft: ({ issue }) => InvalidFields.fromIssue(issue),
    onRight: () => ({})
  })

const create = problems(CreateQurlRequest)
const update = problems(UpdateQurlRequest)
const mint = problems(MintLinkRequest)
const batch = problems(BatchCreate.BatchCreateRequest)
const target_url = "https://example.com"

describe("create", () => {
  it("takes everything that is documented", () => {
    assert.deepStrictEqual(
      create({
        type: "url",
        target_url,
        expires_in: "24h",
        one_time_use: false,
        max_sessions: 0,
        session_duration: "1h",
        label: "for Ada",
        custom_domain: "links.example.com",
        access_policy: {
          ip_allowlist: ["10.0.0.0/8"],
          geo_denylist: ["DE"],
          user_agent_deny_regex: "bot",
          ai_agent_policy: { block_all: false, deny_categories: ["gptbot", "one of tomorrow"] }
        }
      }),
      {}
    )
  })

  it("names every failing property at once, the rules between properties included", () => {
    assert.deepStrictEqual(create({ label: "", max_sessions: 1001, one_time_use: "yes", targeturl: "x" }), {
      targeturl: "is not a property of this input: remove it or check its spelling",
      label: "must be text of 1 to 500 characters, not an empty string",
      max_sessions: "must be a whole number from 0 to 1000, where 0 means unlimited, not the number 1001",
      one_time_use: "must be true or false, not a string of 3 characters",
      target_url: "is missing: give the http or https URL the link leads to"
    })
  })

  it("needs a target URL unless the type says otherwise", () => {
    assert.property(create({}), "target_url")
    assert.property(create({ type: "url" }), "target_url")
    assert.deepStrictEqual(create({ type: "tunnel" }), {})
    assert.deepStrictEqual(create({ type: "tunel" }), {
      type: "must be url or tunnel or transit, not a string of 5 characters"
    })
  })

  it("takes http and https URLs of up to 2048 characters", () => {
    const ofLength = (length: number) => "https://x.test/".padEnd(length, "a")
    assert.deepStrictEqual(create({ target_url: ofLength(2048) }), {})
    assert.property(create({ target_url: ofLength(2049) }), "target_url")
    assert.property(create({ target_url: "ftp://x.test" }), "target_url")
    assert.property(create({ target_url: "https://" }), "target_url")
  })

  it("W2 refuses blanks, line ends and characters that do not print in every part of an address", () => {
    const good = "https://x.test/\u00e4/\u{1f600}"
    assert.deepStrictEqual(create({ target_url: good, custom_domain: "links.x.test" }), {})
    for (
      const bad of [" ", "\t", "\r", "\n", "\0", "\u001b", "\u007f", "\u009b", "\u00a0", "\u202e", "\u2028", "\ufeff"]
    ) {
      for (const at of ["", `${bad}b`]) {
        const name = `${JSON.stringify(bad)}${at === "" ? " at the end" : ""}`
        assert.property(create({ target_url: `${good}${bad}${at}` }), "target_url", name)
        assert.property(create({ target_url, custom_domain: `x.test${bad}${at}` }), "custom_domain", name)
      }
    }
  })

  it("repeats no value and no name that is not a plain word", () => {
    const text = JSON.stringify([
      create({ target_url: "ftp://secret.test/at_secret", "at_secret": 1, "a secret": 1 }),
      create("at_secret"),
      create({ target_url, access_policy: { ip_allowlist: [{ secret: "at_secret" }] } })
    ])
    assert.notInclude(text, "secret")
  })

  it("looks into the access policy", () => {
    assert.deepStrictEqual(
      create({ target_url, access_policy: { ip_allowlist: [1], ai_agent_policy: { block_al: true } } }),
      {
        "access_policy.ip_allowlist[0]": "must be a string, not the number 1",
        "access_policy.ai_agent_policy.block_al": "is not a property of this input: remove it or check its spelling"
      }
    )
  })

  it("names the expected type for an input that is not an object", () => {
    assert.deepStrictEqual(create(null), { input: "must be an object, not null" })
  })
})

describe("batchCreate", () => {
  it("takes 1 to 100 items", () => {
    assert.property(batch({ items: [] }), "items")
    assert.deepStrictEqual(batch({ items: Array(100).fill({ target_url }) }), {})
    assert.deepStrictEqual(batch({ items: Array(101).fill({ target_url }) }), {
      items: "must be an array of 1 to 100 items, not an array of 101"
    })
  })

  it("names every failing item", () => {
    assert.deepStrictEqual(Object.keys(batch({ items: [{ target_url }, {}, { target_url, label: "" }, 5] })), [
      "items[1].target_url",
      "items[2].label",
      "items[3]"
    ])
  })
})

describe("update", () => {
  it("wants at least one property", () => {
    assert.deepStrictEqual(update({}), {
      input: "has nothing to change: give at least one of extend_by, expires_at, description and tags"
    })
    assert.deepStrictEqual(update({ description: "" }), {})
    assert.deepStrictEqual(update({ tags: [] }), {})
  })

  it("takes one way to set the expiry", () => {
    assert.property(update({ extend_by: "1h", expires_at: "2030-01-01T00:00:00Z" }), "expires_at")
    assert.property(update({ extend_by: "" }), "extend_by")
  })

  it("checks the tags", () => {
    assert.deepStrictEqual(Object.keys(update({ tags: ["ok", "-no", "a".repeat(51)] })), ["tags[1]", "tags[2]"])
    assert.property(update({ tags: Array(11).fill("a") }), "tags")
  })
})

describe("mintLink", () => {
  it("takes one way to set the expiry, or none", () => {
    assert.deepStrictEqual(mint({}), {})
    assert.property(mint({ expires_in: "1h", expires_at: "2030-01-01T00:00:00Z" }), "expires_at")
  })
})

describe("list", () => {
  it("reads its limit from the query", () => {
    const read = Schema.decodeUnknownSync(ListQurlsQuery)
    assert.deepStrictEqual(read({ limit: "5", status: "active,revoked" }), { limit: 5, status: "active,revoked" })
    assert.deepStrictEqual(Object.keys(problems(ListQurlsQuery)({ limit: "0", sort: "name", page: "2" })), [
      "page",
      "limit",
      "sort"
    ])
    assert.notInclude(JSON.stringify(problems(ListQurlsQuery)({ limit: "secret" })), "secret")
  })
})
