import { readFileSync } from "node:fs"
import { assert, beforeAll, describe, test } from "vitest"
import { undocumented } from "./docstrings.js"
import { deadLinks } from "./links.js"
import { compile, nameOf, pages, snippets, snippetsOf } from "./snippets.js"

test("examples are found in pages and in docstrings, and nowhere else", () => {
  const page = [
    "```ts\nconst a = 1\n```",
    "```sh\nls\n```",
    "- item\n  ```ts\n  const b = 2\n  ```",
    "```ts no-check\nc\n```"
  ]
  const source = [
    "/**\n * @example\n * ```ts\n * const d = 4\n *\n * d\n * ```\n */",
    "/**\n * @example\n * const e = 5\n *\n * @since 0.1.0\n */",
    "const f = `\n```ts\ng\n```\n`"
  ]
  assert.deepStrictEqual(snippetsOf("page.md", page.join("\n")), [
    { file: "page.md", line: 2, code: "const a = 1" },
    { file: "page.md", line: 9, code: "const b = 2" }
  ])
  assert.deepStrictEqual(snippetsOf("Source.ts", source.join("\n")), [
    { file: "Source.ts", line: 4, code: "const d = 4\n\nd" },
    { file: "Source.ts", line: 11, code: "const e = 5\n" }
  ])
})

describe("every example compiles as a user's program", () => {
  const wrong = { file: "wrong.md", line: 10, code: "import { Effect } from \"effect\"\nconst n: string = Effect" }
  let results: Awaited<ReturnType<typeof compile>>
  beforeAll(async () => {
    results = await compile([...snippets, wrong])
  }, 300_000)

  const files = [...new Set(snippets.map(({ file }) => file))]
  test.each(files.map((file) => [nameOf(file), file]))("%s", (_, file) => {
    assert.deepStrictEqual([...results].flatMap(([snippet, problems]) => snippet.file === file ? problems : []), [])
  })

  test("an example that does not compile is found on its line", () => {
    const problems = results.get(wrong) ?? []
    assert.strictEqual(problems.length, 1)
    assert.match(problems[0] ?? "", /wrong\.md:11 Type .* is not assignable to type 'string'/)
  })
})

test("the README's programs compile on Effect 4 with only their imports changed", async () => {
  // The test kit is for Effect 3.
  const programs = snippets.filter(({ code, file }) =>
    nameOf(file) === "README.md" && code.includes("@qurl/sdk") && !code.includes("@qurl/testing")
  )
  const moved = programs.map((program) => ({ ...program, code: program.code.replaceAll("@qurl/sdk", "@qurl/effect4") }))
  assert.isAtLeast(moved.length, 2)
  assert.deepStrictEqual([...(await compile(moved)).values()].flat(), [])
}, 60_000)

/** Parts of the SDK that `@qurl/promise` does not have; examples of them need no tab for it. */
const effectOnly =
  /@qurl\/sdk\/(Agent|Journal)|Journal\.reconcile|@effect\/(opentelemetry|vitest)|@qurl\/(emulator|testing)|HttpApi|proxy:/

test("every example of the SDK in a page has a tab for Effect and one for Promises", () => {
  const examples = pages.filter((file) => /^docs\/(api\/)?[\w-]+\.md$/.test(nameOf(file))).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^(::: code-group\n[\s\S]*?^:::|```ts\n[\s\S]*?^```)$/gm)].map((
      [text]
    ) => ({
      file: nameOf(file),
      text
    }))
  )
  const alone = examples.filter(({ text }) => text.includes("\"@qurl/sdk") && !/\[Promise\]/.test(text))
  assert.isAbove(examples.length, 50)
  // Its two sections are the two faces.
  const expected = new Set(["docs/getting-started.md"])
  assert.deepStrictEqual(alone.filter(({ file, text }) => !expected.has(file) && !effectOnly.test(text)), [])
})

describe("every link within the project leads somewhere", () => {
  test.each(pages.map((file) => [nameOf(file), file]))("%s", (_, file) => {
    assert.deepStrictEqual(deadLinks(file), [])
  })
})

test("every export of a public module says what it is, since when, and of which kind", () => {
  assert.deepStrictEqual(undocumented(), [])
})
