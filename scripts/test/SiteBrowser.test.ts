import { execFile } from "node:child_process"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { createRequire } from "node:module"
import { extname, join } from "node:path"
import { promisify } from "node:util"
import { type Browser, chromium, type Page } from "playwright-core"
import { afterAll, assert, beforeAll, describe, test } from "vitest"
import { docs, markdownIn, root } from "../docs/pages.js"
import * as Installed from "./runtimes/browser.js"

const dist = join(docs, ".vitepress", "dist")
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8")

const theme = join(docs, ".vitepress", "theme")
const sources = [
  ...markdownIn(docs),
  join(docs, ".vitepress", "config.ts"),
  ...readdirSync(theme).map((file) => join(theme, file))
]
const index = join(dist, "index.html")
const isBuilt = () =>
  existsSync(index) && Math.max(...sources.map((file) => statSync(file).mtimeMs)) < statSync(index).mtimeMs

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml"
}

/** The built site, as any server of static files would serve it. */
const serve = () =>
  createServer((request, response): void => {
    const path = decodeURI((request.url ?? "/").split("?")[0] ?? "/")
    const file = [path, `${path}.html`, `${path}/index.html`].map((name) => join(dist, name))
      .find((name) => existsSync(name) && statSync(name).isFile())
    if (file === undefined) response.writeHead(404).end()
    else response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream").end(readFileSync(file))
  })

const executablePath = Installed.chromium()
const isMissing = executablePath === undefined && process.env.CI === undefined
if (isMissing) console.log("Skipped: no Chromium is installed (CHROMIUM names another place).")

const pages = [
  "/",
  "/getting-started",
  "/recipes",
  "/glossary",
  "/idempotency-and-retries",
  "/testing",
  "/errors",
  "/bulk",
  "/protect-your-api",
  "/migrate/typescript-sdk",
  "/api/qurls",
  "/benchmarks/README",
  "/reference/sdk/Qurls"
]

describe.skipIf(isMissing)("the built site in Chromium", () => {
  let browser: Browser
  let server: Server
  let origin: string

  beforeAll(async () => {
    // Waited for without blocking, because the test runner gives up on a process that is silent for a minute.
    if (!isBuilt()) await promisify(execFile)(process.execPath, [join(root, "scripts", "docs.mjs")])
    assert.isDefined(executablePath, "Chromium is not installed, and here it has to be")
    server = serve()
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const address = server.address()
    origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`
    browser = await chromium.launch({ executablePath, args: Installed.flags })
  }, 1_200_000)

  afterAll(async () => {
    await browser.close()
    server.close()
  })

  const open = async (path: string, width: number, colorScheme: "light" | "dark"): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, reducedMotion: "reduce" })
    await page.goto(origin + path)
    await page.locator("h1").first().waitFor()
    return page
  }

  /** Serious findings, and text that stands outside of the screen and cannot be scrolled to. */
  const problemsOf = async (page: Page): Promise<ReadonlyArray<string>> => {
    await page.evaluate(axe)
    const found = await page.evaluate<ReadonlyArray<string>>(`axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
      // The first is experimental and stumbles over the hint "Ctrl K" in the search button. The second objects to the
      // arrow inside the theme's foldable groups of the sidebar. Both are the theme's own markup.
      rules: { "label-content-name-mismatch": { enabled: false }, "nested-interactive": { enabled: false } }
    }).then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes.map(({ html }) => html.slice(0, 120))))`)
    const cut = await page.evaluate<ReadonlyArray<string>>(`[
      ...(document.documentElement.scrollWidth > innerWidth ? ["the page is wider than the screen"] : []),
      ...[...document.querySelectorAll("main h1, main h2, main p, main img, main table, main .language-ts")]
        .filter((element) => {
          const { left, right, width } = element.getBoundingClientRect()
          return width > 0 && (left < -1 || right > innerWidth + 1)
        })
        .map((element) => "cut off: " + element.outerHTML.slice(0, 120)),
      // Programs wrap, and tables of up to five columns fit.
      ...[...document.querySelectorAll("main div[class*=language-] pre, main table:not(:has(th:nth-child(6)))")]
        .filter((element) => element.scrollWidth > element.clientWidth + 1)
        .map((element) => "scrolls sideways: " + element.innerText.slice(0, 80))
    ]`)
    return [...found, ...cut]
  }

  describe.each([1400, 390])("%d pixels wide", (width) => {
    test.each(pages)("%s is accessible and whole in both color schemes", async (path) => {
      for (const scheme of ["light", "dark"] as const) {
        const page = await open(path, width, scheme)
        assert.deepStrictEqual(await problemsOf(page), [], scheme)
        await page.close()
      }
    }, 180_000)
  })

  test.each(["429", "batchCreate", "nextjs", "express", "expires_in", "token", "login"])(
    "a search for %s finds a guide before references and measurements",
    async (words) => {
      const page = await open("/getting-started", 1400, "light")
      await page.getByRole("button", { name: "Search" }).click()
      await page.locator("#localsearch-input").fill(words)
      const result = page.locator(".results a").first()
      await result.waitFor()
      assert.notMatch(await result.getAttribute("href") ?? "", /\/(reference|benchmarks|results|decisions)\//)
      await page.close()
    },
    120_000
  )

  test("examples have a tab for Effect and one for Promises", async () => {
    const page = await open("/", 1400, "light")
    const block = page.locator(".vp-code-group").first()
    await block.getByText("Promise", { exact: true }).click()
    const program = block.getByText("QurlClient.fromEnvironment()")
    await program.waitFor()
    assert.isTrue(await program.isVisible())
    await page.close()
  }, 120_000)
})
