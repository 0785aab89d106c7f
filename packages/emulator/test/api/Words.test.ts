import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { create, onSocket } from "../support/support.js"

it.scoped("policies that cannot be satisfied are refused, and the error names their field", () =>
  Effect.gen(function*() {
    const target_url = "https://x.test/"
    for (
      const [field, access_policy] of [
        ["access_policy.ip_allowlist", { ip_allowlist: ["10.0.0.0/8", "10.0.0.0/33"] }],
        ["access_policy.ip_denylist", { ip_denylist: ["localhost"] }],
        ["access_policy.geo_allowlist", { geo_allowlist: ["de"] }],
        ["access_policy.user_agent_deny_regex", { user_agent_deny_regex: "(" }],
        ["access_policy.ai_agent_policy.deny_categories", { ai_agent_policy: { deny_categories: ["nobody"] } }]
      ] as const
    ) {
      const { json, status } = yield* create({ body: { target_url, access_policy } })
      assert.deepStrictEqual([status, Object.keys(json.error.invalid_fields)], [400, [field]])
    }
    const good = {
      ip_allowlist: ["10.0.0.0/8", "2001:db8::/128", "127.0.0.1"],
      geo_denylist: ["DE"],
      user_agent_allow_regex: "^Moz.*",
      ai_agent_policy: { allow_categories: ["claude"] }
    }
    assert.strictEqual((yield* create({ body: { target_url, access_policy: good } })).status, 201)
  }).pipe(Effect.provide(onSocket())))
