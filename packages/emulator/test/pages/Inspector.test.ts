import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Page } from "playwright-core"
import { Emulator, Fault, FaultPlan, Inventory, TestKey } from "../../src/index.js"
import { batch, create, onSocket, send, targets, tokenOf } from "../support/support.js"
import { browser, withoutBrowser } from "./browser.js"

const path = "/_emulator/inspector"
const promise = <A>(run: () => Promise<A>) => Effect.promise(run)

/** The page on a screen of this size, and everything that the browser refuses or the script throws. */
const open = Effect.fnUntraced(function*(width = 1280, colorScheme: "light" | "dark" = "light") {
  const { url } = yield* Emulator
  const chromium = yield* browser
  const page = yield* promise(() => chromium.newPage({ viewport: { width, height: 800 }, colorScheme }))
  const complaints: Array<string> = []
  page.on("pageerror", (error) => complaints.push(error.message))
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(message.text())
  })
  yield* promise(() => page.goto(url + path))
  yield* promise(() => page.getByText("Live", { exact: true }).waitFor())
  return { complaints, page }
})

const total = (page: Page, name: string, value: number) =>
  promise(() =>
    page.locator("#totals div", { hasText: name }).getByRole("definition")
      .filter({ hasText: new RegExp(`^${value.toLocaleString("en")}$`) }).waitFor()
  )

const rows = (page: Page) => page.locator("#calls > li")
const row = (page: Page, text: string | RegExp) => rows(page).filter({ hasText: text })
const details = (page: Page) => page.getByRole("region", { name: "Details of the call" })
const count = (page: Page, calls: number) =>
  promise(() => page.waitForFunction((calls) => document.querySelectorAll("#calls > li").length === calls, calls))

const patience = 120_000

it.scopedLive.skipIf(withoutBrowser)(
  "a lost answer and its replay are one call, with what each attempt made",
  () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      yield* control.setFaults(FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 }))
      const { complaints, page } = yield* open()
      yield* Effect.flip(batch(targets(100), { key: "job-42" }))
      yield* total(page, "links made", 100)
      const call = row(page, "batchCreate")
      yield* promise(() => call.getByText(/^Answer lost: .*100 links created/).waitFor())
      yield* batch(targets(100), { key: "job-42" })
      yield* promise(() => call.getByText(/^Done once: .*the last answer was a replay$/).waitFor())
      assert.strictEqual(yield* promise(() => call.locator(".timeline i").count()), 2)
      yield* promise(() => call.getByRole("button").click())
      const attempts = details(page).getByRole("list", { name: "Attempts" }).getByRole("listitem")
      const [lost, repeated] = yield* promise(() => attempts.allInnerTexts())
      assert.match(lost ?? "", /connection was cut before the answer\s+.*100 links created\s+.*and 97 more/)
      assert.match(
        repeated ?? "",
        /^waited \d+(\.\d)? m?s\s+201, replayed: nothing was done again\s+\d\d:\d\d:\d\d\.\d+, took /
      )
      assert.match(yield* promise(() => details(page).innerText()), /POST \/v1\/qurls\/batch\s+key\s+#[0-9a-f]{8}/)
      yield* promise(() => details(page).getByRole("button").click())
      yield* promise(() => details(page).waitFor({ state: "hidden" }))
      yield* total(page, "links made", 100)
      yield* total(page, "replays", 1)
      assert.strictEqual(yield* promise(() => call.count()), 1)

      // The same without a key is a call of its own each time.
      yield* batch(targets(100))
      yield* total(page, "links made", 200)
      yield* promise(() => row(page, "no key").getByText(/^Done: .*100 links created/).waitFor())
      assert.deepStrictEqual(complaints, [])
    }).pipe(Effect.provide(onSocket())),
  patience
)

it.scopedLive.skipIf(withoutBrowser)(
  "waits, refusals and duplicates are named, and a pause says that it holds the page",
  () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      yield* control.setFaults(FaultPlan.of({ fault: Fault.rateLimit({ retryAfter: { seconds: 7 } }), nth: 1 }))
      const { page } = yield* open()
      yield* create({ key: "a" })
      yield* promise(() => row(page, "429: nothing changed").getByRole("button").click())
      yield* create({ key: "a" })
      yield* promise(() => details(page).getByText(/^waited .*, Retry-After: 7$/).waitFor())
      const named = { headers: { [Inventory.intentHeader]: "<b>invite Ada</b>" } }
      yield* create(named)
      yield* create(named)
      yield* promise(() =>
        row(page, "<b>invite Ada</b>").getByText(/^Done more than once: .*2 links created/).waitFor()
      )

      yield* promise(() => page.getByRole("button", { name: "Pause" }).press("Enter"))
      yield* promise(() => page.getByText("Paused", { exact: true }).waitFor())
      yield* create({ key: "b" })
      yield* promise(() => page.getByText("Paused, 1 call has changed").waitFor())
      yield* total(page, "requests", 4)
      yield* promise(() => page.getByRole("button", { name: "Resume" }).press("Enter"))
      yield* total(page, "requests", 5)
      yield* promise(() => page.getByText("Live", { exact: true }).waitFor())
    }).pipe(Effect.provide(onSocket())),
  patience
)

it.scopedLive.skipIf(withoutBrowser)(
  "calls are found by key, name, operation and outcome, and cleared",
  () =>
    Effect.gen(function*() {
      const { page } = yield* open()
      yield* create({ key: "job-42" })
      yield* create({ key: "job-43" })
      yield* create({ headers: { [Inventory.intentHeader]: "invite Ada" } })
      yield* send("GET", "/v1/quota")
      yield* send("GET", "/v1/resources/r_nowhere")
      yield* count(page, 5)
      const search = page.getByRole("searchbox")
      yield* promise(() => search.fill("job-42"))
      yield* count(page, 1)
      yield* promise(() => page.getByText("Live, 1 shown").waitFor())
      yield* promise(() => search.fill("ADA"))
      yield* promise(() => row(page, "invite Ada").waitFor())
      yield* count(page, 1)
      yield* promise(() => search.fill("nothing has this name"))
      yield* promise(() => page.getByText("No call matches.").waitFor())
      yield* promise(() => search.fill(""))
      yield* promise(() => page.getByLabel("Operation").selectOption("create"))
      yield* count(page, 3)
      yield* promise(() => page.getByLabel("Operation").selectOption(""))
      yield* promise(() => page.getByLabel("Outcome").selectOption("eventful"))
      yield* promise(() => row(page, "404: nothing changed").waitFor())
      yield* count(page, 1)
      yield* promise(() => page.getByLabel("Outcome").selectOption(""))
      yield* promise(() => page.getByRole("button", { name: "Clear" }).click())
      yield* promise(() => page.getByText(/^No calls yet/).waitFor())
      yield* total(page, "requests", 0)
      yield* create({ key: "job-44" })
      yield* count(page, 1)
      yield* total(page, "links made", 1)
    }).pipe(Effect.provide(onSocket())),
  patience
)

it.scopedLive.skipIf(withoutBrowser)(
  "a thousand calls are a few dozen rows, and the first one can be reached",
  () =>
    Effect.gen(function*() {
      const { page } = yield* open()
      yield* create({ headers: { [Inventory.intentHeader]: "the first" } })
      yield* Effect.replicateEffect(send("GET", "/v1/quota"), 999, { concurrency: 20, discard: true })
      yield* total(page, "calls", 1000)
      assert.isBelow(yield* promise(() => page.locator("*").count()), 500)
      yield* promise(() => page.locator("#view").evaluate((view) => view.scrollTo(0, view.scrollHeight)))
      yield* promise(() => row(page, "the first").waitFor())
      assert.strictEqual(yield* promise(() => row(page, "the first").getAttribute("aria-posinset")), "1000")
      assert.isBelow(yield* promise(() => page.locator("*").count()), 500)
    }).pipe(Effect.provide(onSocket())),
  patience
)

it.scopedLive.skipIf(withoutBrowser)(
  "fits a narrow screen, and works without a mouse",
  () =>
    Effect.gen(function*() {
      const { page } = yield* open(320)
      yield* create({ key: "a-key" })
      yield* create({ key: "another-key" })
      yield* total(page, "calls", 2)
      const widths = () =>
        page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth])
      const [width, scrolled] = yield* promise(widths)
      assert.strictEqual(scrolled, width)
      const focused = () => page.evaluate(() => document.activeElement?.id)
      for (const id of ["pause", "clear", "search", "operation", "outcome"]) {
        yield* promise(() => page.keyboard.press("Tab"))
        assert.strictEqual(yield* promise(focused), id)
      }
      yield* promise(() => rows(page).first().getByRole("button").focus())
      yield* promise(() => page.keyboard.press("ArrowDown"))
      yield* promise(() => page.keyboard.press("Enter"))
      yield* promise(() => details(page).waitFor())
      assert.strictEqual(
        yield* promise(() => rows(page).last().getByRole("button").getAttribute("aria-expanded")),
        "true"
      )
      assert.deepStrictEqual(yield* promise(widths), [width, width])
    }).pipe(Effect.provide(onSocket())),
  patience
)

for (const scheme of ["light", "dark"] as const) {
  it.scopedLive.skipIf(withoutBrowser)(
    `has nothing that axe complains of in its ${scheme} colors`,
    () =>
      Effect.gen(function*() {
        const { control } = yield* Emulator
        yield* control.setFaults(FaultPlan.of({ fault: Fault.destroyAfterCommit, nth: 1 }))
        const { page } = yield* open(1280, scheme)
        yield* Effect.flip(create({ key: "a" }))
        yield* create({ key: "a" })
        yield* send("GET", "/v1/resources/r_nowhere")
        yield* promise(() => row(page, "Done once").getByRole("button").click())
        yield* promise(() => details(page).waitFor())
        // By the debugger's hand, because the page's own policy lets no other script in.
        yield* promise(() => page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8")))
        const violations = yield* promise(() =>
          page.evaluate<ReadonlyArray<string>>(
            "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html))"
          )
        )
        assert.deepStrictEqual(violations, [])
      }).pipe(Effect.provide(onSocket())),
    patience
  )
}

it.scopedLive("no key, link or credential is on the page, and everything comes from the emulator", () =>
  Effect.gen(function*() {
    const { control, url } = yield* Emulator
    const key = "a-key-that-nobody-shall-see"
    const { json } = yield* create({ key })
    const link = String(json.data.qurl_link)
    yield* send("POST", "/v1/resolve", { body: { access_token: tokenOf(link) } })
    const events = yield* promise(async () => {
      const { body } = await fetch(`${url}${path}/events`)
      const reader = body?.getReader()
      const { value } = await reader?.read() ?? {}
      await reader?.cancel()
      return new TextDecoder().decode(value)
    })
    assert.include(events, "\"title\":\"resolve\"")
    for (const secret of [key, tokenOf(link), TestKey.full]) assert.notInclude(events, secret)
    for (const { key_digest } of yield* control.requests) {
      if (key_digest !== null) assert.notInclude(events, key_digest)
    }
    const page = yield* send("GET", path)
    assert.match(page.headers["content-security-policy"] ?? "", /^default-src 'none'; script-src 'self'; /)
    assert.notMatch(page.headers["content-security-policy"] ?? "", /unsafe|https?:|\*/)
    assert.notMatch(page.text, /https?:\/\//)
    assert.strictEqual((yield* send("POST", path)).status, 404)
  }).pipe(Effect.provide(onSocket())))
