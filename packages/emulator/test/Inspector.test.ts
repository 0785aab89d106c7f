import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import type { Page } from "playwright-core"
import { Emulator, Fault, FaultPlan, Inventory, TestKey } from "../src/index.js"
import { browser, withoutBrowser } from "./browser.js"
import { batch, create, onSocket, send, targets, tokenOf } from "./support.js"

const path = "/_emulator/inspector"
const promise = <A>(run: () => Promise<A>) => Effect.promise(run)

/** The page, opened on a screen of this size; what the browser refuses or the script throws is collected. */
const open = Effect.fnUntraced(function*(width = 1280) {
  const { url } = yield* Emulator
  const chromium = yield* browser
  const page = yield* promise(() => chromium.newPage({ viewport: { width, height: 800 } }))
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
    page.locator("#totals div", { hasText: name }).getByRole("definition").filter({ hasText: String(value) }).waitFor()
  )

const row = (page: Page, text: string) =>
  page.getByRole("listitem").filter({ has: page.getByRole("article"), hasText: text })

const patience = 120_000

it.scopedLive.skipIf(withoutBrowser)(
  "why 100 stayed 100: one call, a lost answer, a replay, and what each of them made",
  () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      yield* control.setFaults(FaultPlan.of({ fault: Fault.destroyAfterCommit, operation: "batchCreate", nth: 1 }))
      const { complaints, page } = yield* open()
      yield* Effect.flip(batch(targets(100), { key: "job-42" }))
      yield* total(page, "links made", 100)
      const call = row(page, "batchCreate")
      yield* promise(() => call.getByText(/^No whole answer yet: .*100 links created/).waitFor())
      yield* batch(targets(100), { key: "job-42" })
      yield* promise(() => call.getByText("The last attempt was given the first answer again.").waitFor())
      const attempts = call.getByRole("list", { name: "Attempts" }).getByRole("listitem")
      const [lost, repeated] = yield* promise(() => attempts.allInnerTexts())
      assert.match(lost ?? "", /no answer came\s+made: .*100 links created\s+.*and 97 more/)
      assert.match(repeated ?? "", /^after \d+\.\d s\s+201, the first answer again; nothing was done$/)
      yield* total(page, "links made", 100)
      yield* total(page, "replays", 1)
      assert.strictEqual(yield* promise(() => call.count()), 1)

      // The same without a key is a call of its own each time.
      yield* batch(targets(100))
      yield* total(page, "links made", 200)
      yield* promise(() => row(page, "without a key").getByText(/^Done at once: .*100 links created/).waitFor())
      assert.deepStrictEqual(complaints, [])
    }).pipe(Effect.provide(onSocket())),
  patience
)

it.scopedLive.skipIf(withoutBrowser)(
  "waits and refusals are told, one name doubled is told, and a pause holds the page",
  () =>
    Effect.gen(function*() {
      const { control } = yield* Emulator
      yield* control.setFaults(FaultPlan.of({ fault: Fault.rateLimit({ retryAfter: { seconds: 7 } }), nth: 1 }))
      const { page } = yield* open()
      yield* create({ key: "a" })
      yield* promise(() => page.getByText(/^Ended with 429/).waitFor())
      yield* create({ key: "a" })
      yield* promise(() => page.getByText(/asked to wait: 7$/).waitFor())
      const named = { headers: { [Inventory.intentHeader]: "<b>invite Ada</b>" } }
      yield* create(named)
      yield* create(named)
      yield* promise(() =>
        row(page, "<b>invite Ada</b>").getByText(/^Done more than once: .*2 links created/).waitFor()
      )

      const pause = page.getByRole("button", { name: "Pause" })
      yield* promise(() => pause.press("Enter"))
      assert.strictEqual(yield* promise(() => pause.getAttribute("aria-pressed")), "true")
      yield* create({ key: "b" })
      yield* total(page, "requests", 4)
      yield* promise(() => pause.press("Enter"))
      yield* total(page, "requests", 5)
      yield* promise(() => page.getByLabel("Only calls that").press("Space"))
      yield* promise(() => row(page, "Done at once").waitFor({ state: "detached" }))
      assert.strictEqual(yield* promise(() => page.getByRole("article").count()), 2)
    }).pipe(Effect.provide(onSocket())),
  patience
)

it.scopedLive.skipIf(withoutBrowser)(
  "fits a narrow screen, and can be worked without a mouse",
  () =>
    Effect.gen(function*() {
      const { page } = yield* open(320)
      yield* create({ key: "a-key" })
      yield* total(page, "calls", 1)
      const [width, scrolled] = yield* promise(() =>
        page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollWidth])
      )
      assert.strictEqual(scrolled, width)
      const focused = () => page.evaluate(() => document.activeElement?.id)
      yield* promise(() => page.keyboard.press("Tab"))
      assert.strictEqual(yield* promise(focused), "pause")
      yield* promise(() => page.keyboard.press("Tab"))
      assert.strictEqual(yield* promise(focused), "eventful")
    }).pipe(Effect.provide(onSocket())),
  patience
)

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
