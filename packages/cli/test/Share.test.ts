import { assert, it } from "@effect/vitest"
import { Fault } from "@qurl/emulator"
import { Effect } from "effect"
import { emulated, patience, qurl, tokens } from "./support/qurl.js"

it.scopedLive("a URL is published, shared for one visit, and deleted twice", () =>
  Effect.gen(function*() {
    const made = yield* qurl(["publish", "https://example.com/plans", "--allow-requests", "-o", "json"])
    const { crid, ...resource } = JSON.parse(made.stdout)
    assert.deepInclude(resource, { private: true, access_requests: true })
    assert.notInclude(made.stderr, "existed already")
    const found = yield* qurl(["publish", "https://example.com/plans", "-q"])
    const again = yield* qurl(["publish", "https://example.com/plans"])
    assert.include(again.stderr, "existed already")
    assert.deepStrictEqual([found.code, found.stdout], [0, `${crid}\n`])
    assert.strictEqual((yield* qurl(["publish", "https://example.com/plans", "--public"])).code, 8)

    const shared = yield* qurl(["share", crid, "--ttl", "90s", "--yes", "-o", "json"])
    assert.deepInclude(JSON.parse(shared.stdout), { crid, expires_in_seconds: 90, single_use: true })
    assert.match((yield* qurl(["share", crid, "-q"])).stdout, /^https:\/\/qurl\.link\/#\S+\n$/)
    // The first answer was lost.
    assert.strictEqual((yield* tokens).length, 2)
    assert.strictEqual((yield* qurl(["share", `${crid.slice(0, -1)}y`])).code, 8)

    for (let times = 0; times < 2; times++) {
      assert.strictEqual((yield* qurl(["delete", crid, "--yes"])).code, 0)
    }
    assert.strictEqual((yield* qurl(["delete", "r_mistyped0000", "--yes"])).code, 5)
  }).pipe(emulated({ fault: Fault.destroyAfterCommit, operation: "shareResource", nth: 1 })), patience)
