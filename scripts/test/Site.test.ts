import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { assert, describe, expect, onTestFinished, test } from "vitest"
import { problemsOf } from "../docs/built.js"
import { current, errors, page } from "../docs/errors.js"
import { docs, entries, guide, markdownIn, root } from "../docs/pages.js"
import { services } from "../docs/services.js"

test("every page of docs/ stands once in docs/sidebar.json, and nothing else does", () => {
  const pages = markdownIn(docs).map((file) => relative(docs, file).replaceAll("\\", "/"))
  assert.deepStrictEqual([...entries].sort(), [...pages].sort())
})

test("every page has a first heading, which names it in the sidebar", () => {
  const untitled = guide.flatMap(({ pages }) => pages).filter(({ title }) => title.endsWith(".md"))
  assert.deepStrictEqual(untitled, [])
})

describe("every error class says what it means and what to do next", () => {
  test.each(errors.flatMap(([, classes]) => classes.map((each) => [each.name, each] as const)))("%s", (_, each) => {
    assert.notStrictEqual(each.meaning, "")
    assert.match(each.next, /^[`a-z].*\.$/s, "its docstring needs a paragraph that begins with `Next:`")
  })
})

test("docs/errors.md is what the classes say; `npx vitest run --project scripts Site -u` makes it anew", async () => {
  await expect(current()).toMatchFileSnapshot(page)
})

test("there are fourteen services", () => {
  assert.strictEqual(services.length, 14)
})

describe("the page of each service names every method of it", () => {
  test.each(services.map((each) => [each.name, each] as const))("%s", (_, { methods, page }) => {
    const text = readFileSync(page, "utf8")
    assert.deepStrictEqual(methods.filter((method) => !text.includes(`| \`${method}(`)), [])
  })
})

test("the front page shows a program of ten lines and the README's table of the demo", () => {
  const front = readFileSync(join(docs, "index.md"), "utf8")
  const demo = (page: string) =>
    page.split("\n").filter((line) => /^\| (retries blindly|never retries|this SDK) /.test(line))
  assert.strictEqual(/```ts.*\n([\s\S]*?)\n```/.exec(front)?.[1]?.split("\n").length, 10)
  assert.strictEqual(demo(front).length, 3)
  assert.deepStrictEqual(demo(front), demo(readFileSync(join(root, "README.md"), "utf8")))
})

test("dead links, dead anchors and foreign hosts are found in a built site", () => {
  const site = mkdtempSync(join(tmpdir(), "qurl-site-"))
  onTestFinished(() => rmSync(site, { recursive: true }))
  const page = [
    `<h2 id="here">Here</h2>`,
    `<a href="#here">`,
    `<a href="/base/b.html#there">`,
    `<a href="https://example.com/">`,
    `<a href="#nowhere">`,
    `<a href="/base/b.html#nowhere">`,
    `<a href="/base/c.html">`,
    `<script src="https://cdn.example.com/a.js"></script>`
  ]
  writeFileSync(join(site, "a.html"), page.join("\n"))
  writeFileSync(join(site, "b.html"), `<h2 id="there">There</h2>`)
  writeFileSync(join(site, "style.css"), "@font-face { src: url(//fonts.example.com/a.woff2) }")
  assert.deepStrictEqual(problemsOf(site, "/base/"), [
    "a.html links to #nowhere, which is not there",
    "a.html links to /base/b.html#nowhere, which is not there",
    "a.html links to /base/c.html, which is not there",
    "a.html loads https://cdn.example.com/a.js",
    "style.css loads //fonts.example.com/a.woff2"
  ])
})
