import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { Emulator } from "../../src/index.js"
import { onSocket } from "../support/support.js"
import { browser, withoutBrowser } from "./browser.js"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8")

/** Text that is hard to read on its background. */
const unreadable = `axe.run(document, { runOnly: ["color-contrast"], resultTypes: ["violations"] })
  .then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ any, html }) => html.slice(0, 120) + " " +
    any[0].message)))`

const screens = [["light", 390], ["light", 1400], ["dark", 390], ["dark", 1400]] as const

for (const [colorScheme, width] of screens) {
  it.scopedLive.skipIf(withoutBrowser)(
    `the page of the description is readable in its ${colorScheme} colors, ${width} pixels wide`,
    () =>
      Effect.gen(function*() {
        const { url } = yield* Emulator
        const chromium = yield* browser
        const page = yield* Effect.promise(() => chromium.newPage({ viewport: { width, height: 900 }, colorScheme }))
        const found = yield* Effect.promise(async () => {
          await page.goto(`${url}/reference`)
          await page.locator(".opblock-summary-path").first().click()
          await page.locator(".opblock-body .responses-inner").first().waitFor()
          await page.evaluate(axe)
          return await page.evaluate<ReadonlyArray<string>>(unreadable)
        })
        assert.deepStrictEqual(found, [])
        const background = yield* Effect.promise(() =>
          page.evaluate<string>("getComputedStyle(document.body).backgroundColor")
        )
        assert.strictEqual(/rgb\(22, 24, 29\)/.test(background), colorScheme === "dark", background)
      }).pipe(Effect.provide(onSocket())),
    120_000
  )
}
