import { execFileSync } from "node:child_process"
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, test } from "vitest"
import { root } from "./snippets.js"

test(
  "the changesets give every package a changelog and one version, which the SDK and the command also tell the server",
  () => {
    const copy = mkdtempSync(join(tmpdir(), "qurl-release-"))
    try {
      for (const file of ["package.json", "pnpm-workspace.yaml", "pnpm-lock.yaml", ".changeset"]) {
        cpSync(join(root, file), join(copy, file), { recursive: true })
      }
      const all = readdirSync(join(root, "packages"))
      const isPublished = (name: string) =>
        JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")).private !== true
      const names = all.filter(isPublished)
      for (const name of all) {
        cpSync(join(root, "packages", name, "package.json"), join(copy, "packages", name, "package.json"))
      }
      const told = [
        join("packages", "sdk", "src", "internal", "version.ts"),
        join("packages", "cli", "src", "version.ts")
      ]
      for (const file of told) cpSync(join(root, file), join(copy, file))
      execFileSync("git", ["init", "--quiet", "--initial-branch", "main"], { cwd: copy })
      execFileSync(process.execPath, [join(root, "scripts", "version.mjs")], { cwd: copy, stdio: "pipe" })

      const manifests = names.map((name) =>
        JSON.parse(readFileSync(join(copy, "packages", name, "package.json"), "utf8"))
      )
      const [version] = new Set(manifests.map(({ version }) => String(version)))
      assert.deepStrictEqual([...new Set(manifests.map(({ version }) => version))], [version])
      assert.notStrictEqual(version, "0.0.0")
      for (const file of told) assert.include(readFileSync(join(copy, file), "utf8"), `version = "${version}"`)
      for (const name of names) {
        const changelog = join(copy, "packages", name, "CHANGELOG.md")
        assert.isTrue(existsSync(changelog), `${name} has no changelog`)
        assert.include(readFileSync(changelog, "utf8"), `## ${version}`)
      }
    } finally {
      rmSync(copy, { recursive: true, force: true })
    }
  },
  60_000
)

test("the workflow that publishes may sign, and holds no token of npm's", () => {
  const workflow = readFileSync(join(root, ".github", "workflows", "release.yml"), "utf8")
  assert.match(workflow, /id-token: write/)
  assert.match(workflow, /NPM_CONFIG_PROVENANCE: "true"/)
  assert.notMatch(workflow, /NPM_TOKEN|NODE_AUTH_TOKEN/)
})

test("every published package has a description, a license and keywords", () => {
  for (const name of readdirSync(join(root, "packages"))) {
    const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"))
    if (manifest.private === true) continue
    assert.match(String(manifest.description), /\S/, name)
    assert.strictEqual(manifest.license, "MIT", name)
    assert.isAtLeast(manifest.keywords?.length ?? 0, 4, name)
  }
})
