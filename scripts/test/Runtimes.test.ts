import { assert, test } from "vitest"
import * as Emulator from "./runtimes/emulator.js"
import { engines } from "./runtimes/engines.js"

interface Told {
  readonly attempts: number
  readonly replayed: string
  readonly key: string
}

interface Face {
  readonly lost: Told
  readonly limited: Told
  readonly webhook: readonly [genuine: string, forged: string]
}

const missing = engines.filter(({ path }) => path === undefined && process.env.CI === undefined)
if (missing.length > 0) {
  const names = missing.map(({ name }) => name).join(", ")
  console.log(`Skipped: ${names} not installed. \`npm run runtimes\` brings all but the browser.`)
}

for (const engine of engines) {
  test.skipIf(missing.includes(engine)).concurrent(
    `${engine.name}: a lost answer makes one link, Retry-After is kept, and only what is signed is an event`,
    async () => {
      assert.isDefined(engine.path, "not installed, and here it has to be")
      await using emulator = await Emulator.start()
      const report: { readonly sdk: Face; readonly promise: Face } = JSON.parse(
        await engine.run(engine.path, emulator.options)
      )
      for (const { limited, lost, webhook } of [report.sdk, report.promise]) {
        assert.strictEqual(lost.replayed, "yes")
        assert.include(engine.repeats === true ? [2, 3] : [3], lost.attempts)
        assert.strictEqual(limited.attempts, 2)
        assert.match(lost.key, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
        assert.deepStrictEqual(webhook, ["qurl.expired", "WebhookSignatureError"])
      }
      // Two faces made two links each, and the backoff alone would have come back sooner, after 0.75 s at most.
      assert.strictEqual(await emulator.links(), 4)
      assert.deepStrictEqual((await emulator.pauses("create")).map(({ length }) => length), [2, 2])
      const waited = (await emulator.pauses("batchCreate")).flat()
      assert.strictEqual(waited.length, 2)
      for (const pause of waited) assert.isAtLeast(pause, 990)
    },
    120_000
  )
}
