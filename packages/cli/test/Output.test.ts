import { assert, it } from "@effect/vitest"
import { Emulator } from "@qurl/emulator"
import { Effect } from "effect"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { directory, emulated, patience, qurl } from "./support/qurl.js"

const targets = (stdout: string) =>
  JSON.parse(stdout).resources.map(({ target_url }: { readonly target_url: string }) => target_url)

it.scopedLive(
  "-o json is one document with the cursor of the next page; --json is JSON Lines; csv has a heading",
  () =>
    Effect.gen(function*() {
      for (const page of ["a", "b", "c"]) yield* qurl(["create", `https://example.com/${page}`])
      const first = yield* qurl(["list", "-o", "json", "--limit", "2"])
      assert.deepStrictEqual(targets(first.stdout), ["https://example.com/c", "https://example.com/b"])
      const { has_more, next_cursor } = JSON.parse(first.stdout)
      assert.isTrue(has_more)
      const second = yield* qurl(["list", "--output=json", "--cursor", next_cursor])
      assert.deepStrictEqual(targets(second.stdout), ["https://example.com/a"])
      assert.isFalse(JSON.parse(second.stdout).has_more)
      const text = yield* qurl(["list", "--limit", "1", "--cursor", next_cursor])
      assert.include(text.stdout, "https://example.com/a")
      const typed = yield* qurl(["list", "--type", "url", "-o", "json"])
      assert.strictEqual(targets(typed.stdout).length, 3)
      const lines = yield* qurl(["list", "--json"])
      assert.strictEqual(lines.stdout.trim().split("\n").length, 3)
      const csv = yield* qurl(["list", "-o", "csv"])
      assert.match(csv.stdout, /^resource,status,links,expires,target\n[\w-]{122},active,/)
      const record = yield* qurl(["quota", "--output", "csv"])
      assert.match(record.stdout, /^plan,/)
    }).pipe(emulated()),
  patience
)

it.scopedLive("a script for the official command finds its flags", () =>
  Effect.gen(function*() {
    const { url } = yield* Emulator
    const env = { QURL_API_URL: "" }
    const made = yield* qurl(["create", "https://example.com", "-o", "json", "--endpoint", url], { env })
    const { resource_id: id } = JSON.parse(made.stdout)
    const deleted = yield* qurl(["delete", id, "--yes", "-o", "json"], {
      env: { QURL_API_URL: "", QURL_ENDPOINT: url }
    })
    assert.deepStrictEqual(JSON.parse(deleted.stdout), { id, deleted: true, already_gone: false })
    const wrong = yield* qurl(["list", "-o", "xml"])
    assert.strictEqual(wrong.code, 2)
    assert.strictEqual((yield* qurl(["completion", "powershell"])).code, 0)
  }).pipe(emulated()), patience)

it.scopedLive("a link goes to the clipboard, to a browser and into a QR code", () =>
  Effect.gen(function*() {
    const cwd = yield* directory
    const program = (name: string, text: string) =>
      writeFileSync(join(cwd, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
    program("wl-copy", `cat > ${cwd}/copied`)
    program("browser", `printf %s "$1" > ${cwd}/opening && mv ${cwd}/opening ${cwd}/opened`)
    const env = { PATH: `${cwd}:${process.env["PATH"] ?? ""}`, QURL_BROWSER: join(cwd, "browser") }
    const made = yield* qurl(["create", "https://example.com", "-q", "--copy", "--qr", "--open"], { env })
    assert.strictEqual(made.code, 0, made.stderr)
    const link = made.stdout.trim()
    assert.strictEqual(readFileSync(join(cwd, "copied"), "utf8"), link)
    assert.match(made.stderr, /[\u2580\u2584\u2588]/)
    while (!existsSync(join(cwd, "opened"))) yield* Effect.sleep("20 millis")
    assert.strictEqual(readFileSync(join(cwd, "opened"), "utf8"), link)
    const without = yield* qurl(["create", "https://example.com", "--copy"], { env: { PATH: cwd, QURL_BROWSER: "" } })
    assert.strictEqual(without.code, 0)
  }).pipe(emulated()), patience)
