import { readFileSync } from "node:fs"
import { relative } from "node:path"
import { assert, describe, expect, test } from "vitest"
import { current, errors, page } from "../docs/errors.js"
import { docs, entries, guide, markdownIn } from "../docs/pages.js"
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

test("there are twelve services", () => {
  assert.strictEqual(services.length, 12)
})

describe("the page of each service names every method of it", () => {
  test.each(services.map((each) => [each.name, each] as const))("%s", (_, { methods, page }) => {
    const text = readFileSync(page, "utf8")
    assert.deepStrictEqual(methods.filter((method) => !text.includes(`| \`${method}(`)), [])
  })
})
