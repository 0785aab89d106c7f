import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import { assert, describe, test } from "vitest"
import { root } from "./snippets.js"

/** Runs a program of the lab, which may import every package. Node resolves its imports, not Vitest. */
const run = async (program: string): Promise<unknown> => {
  const args = ["--input-type=module", "--eval", `console.log(JSON.stringify(await (async () => {${program}})()))`]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: join(root, "packages", "lab") })
  return JSON.parse(stdout)
}

describe("what Node loads", () => {
  test.each(["idempotency", "contract", "sdk", "promise"])(
    "%s has the modules and exports of its build",
    async (name) => {
      const found = await run(`
      const { readFileSync } = await import("node:fs")
      const { entriesOf } = await import("../../scripts/entries.mjs")
      const { exports } = JSON.parse(readFileSync("../${name}/package.json", "utf8"))
      const found = {}
      for (const path of entriesOf("../${name}")) {
        const bundled = "@qurl/${name}" + path.slice(1)
        const built = "./../${name}/" + (exports[path]?.default ?? "dist/" + path + ".js")
        const names = Object.keys(await import(bundled)).sort().join()
        const expected = Object.keys(await import(built)).sort().join()
        if (!import.meta.resolve(bundled).includes("/bundle/") || names !== expected) found[path] = names
      }
      return found`)
      assert.deepStrictEqual(found, {})
    },
    60_000
  )

  test("every class exists once, whichever entry point it comes from", async () => {
    const found = await run(`
      const { Qurl, QurlLive, KeyGenerator, ConfigurationError } = await import("@qurl/sdk")
      const contract = await import("@qurl/contract")
      return [
        Qurl === (await import("@qurl/sdk/Qurls")).Qurl,
        QurlLive === (await import("@qurl/sdk/QurlLive")).QurlLive,
        QurlLive !== (await import("@qurl/sdk/Node")).QurlLive,
        KeyGenerator === (await import("@qurl/idempotency")).KeyGenerator,
        KeyGenerator === (await import("@qurl/idempotency/KeyGenerator")).KeyGenerator,
        ConfigurationError === (await import("@qurl/sdk/Configuration")).ConfigurationError,
        contract.Qurl === (await import("@qurl/contract/groups/Qurls/Qurl")).Qurl,
        contract.Envelope.envelope === (await import("@qurl/contract/Envelope")).envelope
      ]`)
    assert.deepStrictEqual(found, Array.from({ length: 8 }, () => true))
  }, 60_000)

  test("a refusal in the part for Node is the error that the main entry exports", async () => {
    const found = await run(`
      const { Effect, Layer } = await import("effect")
      const { ConfigurationError } = await import("@qurl/sdk")
      const { layer } = await import("@qurl/sdk/Node")
      process.env.QURL_API_KEY = "lv_live_0123456789"
      const error = await Effect.runPromise(Effect.flip(Effect.scoped(Layer.build(layer({ proxy: { http: "no" } })))))
      return error instanceof ConfigurationError`)
    assert.isTrue(found)
  }, 60_000)
})
