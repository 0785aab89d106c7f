import { assert, it } from "@effect/vitest"
import { Emulator, TestKey } from "@qurl/emulator"
import { Effect } from "effect"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../src/root.js"
import { directory, emulated, patience, runProcess, settings } from "./support/qurl.js"

/** Commands that other tests run as processes, because they speak a protocol or run until a signal. */
const elsewhere = ["emulator", "mcp"]

it.scopedLive("every command runs as it is published, and fails with its exit code", () =>
  Effect.gen(function*() {
    const cwd = yield* directory
    const env = { ...(yield* settings), XDG_CONFIG_HOME: cwd, QURL_STATE_DIR: join(cwd, "state") }
    const ran = new Set<string>()
    const qurl = (args: ReadonlyArray<string>, stdin = "", further: Readonly<Record<string, string>> = {}) =>
      Effect.map(runProcess(args, { cwd, env: { ...env, ...further }, stdin }), ({ code, stderr, stdout }) => {
        ran.add(args[0] ?? "")
        assert.deepStrictEqual([code, stderr.includes("error:")], [0, false], `${args.join(" ")}\n${stderr}`)
        return stdout.trim()
      })
    writeFileSync(join(cwd, "rows.csv"), "target_url\nhttps://example.com/row\n")

    const { qurl_link: link, resource_id: id } = JSON.parse(yield* qurl(["create", "https://example.com", "--json"]))
    assert.strictEqual(yield* qurl(["resolve", "-", "-q"], link), "https://example.com")
    assert.match(yield* qurl(["mint", id, "-q"]), /^https:\/\/qurl\.link/)
    assert.include(yield* qurl(["get", id]), id)
    assert.include(yield* qurl(["list", "-o", "csv"]), id)
    assert.include(yield* qurl(["update", id, "--description", "changed"]), "changed")
    yield* qurl(["extend", id, "--by", "24h"])
    const crid = yield* qurl(["publish", "https://example.com/plans", "-q"])
    assert.match(yield* qurl(["share", crid, "-q"]), /^https:\/\/qurl\.link/)
    yield* qurl(["delete", id, "--yes"])
    yield* qurl(["batch", "rows.csv", "--job", "j"])
    assert.include(yield* qurl(["jobs", "list"]), "j")
    yield* qurl(["resources", "create", "https://example.com/r", "--tag", "x"])
    yield* qurl(["webhooks", "create", "https://example.com/hook", "--event", "qurl.accessed"])
    yield* qurl(["domains", "register", "go.example.com"])
    yield* qurl(["keys", "list"], "", { QURL_API_KEY: TestKey.jwt })
    yield* qurl(["usage"], "", { QURL_API_KEY: TestKey.jwt })
    yield* qurl(["quota"])
    yield* qurl(["login", "--no-keyring"], TestKey.full)
    assert.include(yield* qurl(["whoami"], "", { QURL_API_KEY: "" }), "file")
    yield* qurl(["logout"])
    assert.include(yield* qurl(["completion", "bash"]), "complete")
    assert.sameMembers([...ran, ...elsewhere], root.children.map(({ name }) => name))

    const { url } = yield* Emulator
    assert.strictEqual((yield* runProcess(["list"], { env: { QURL_API_URL: url, XDG_CONFIG_HOME: cwd } })).code, 3)
    assert.strictEqual((yield* runProcess(["list", "--jsn"], { env })).code, 2)
  }).pipe(emulated()), patience)
