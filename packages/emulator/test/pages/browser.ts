import { Effect } from "effect"
import { existsSync } from "node:fs"
import { chromium } from "playwright-core"

/** Places where a browser may be installed. */
const executable = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path): path is string => path !== undefined && existsSync(path))

/** Without a browser a test says so and is left out; in CI it fails. */
export const withoutBrowser = executable === undefined && process.env.CI === undefined

if (withoutBrowser) console.log("Skipped: no Chromium is installed (CHROMIUM names another place).")

/** It talks to the page's server only. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync"
]

/** A browser that ends with the scope. */
export const browser = Effect.acquireRelease(
  Effect.promise(() => {
    if (executable === undefined) throw new Error("Chromium is not installed, and here it has to be.")
    return chromium.launch({ executablePath: executable, headless: true, args: flags })
  }),
  (browser) => Effect.promise(() => browser.close())
)
