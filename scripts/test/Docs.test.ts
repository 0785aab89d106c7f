import { assert, beforeAll, describe, test } from "vitest"
import { undocumented } from "./docstrings.js"
import { deadLinks } from "./links.js"
import { compile, nameOf, pages, snippets } from "./snippets.js"

describe("every example compiles as a user's program", () => {
  const wrong = { file: "wrong.md", line: 10, code: "import { Effect } from \"effect\"\nconst n: string = Effect" }
  let results: ReturnType<typeof compile>
  beforeAll(() => {
    results = compile([...snippets, wrong])
  })

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

describe("every link within the project leads somewhere", () => {
  test.each(pages.map((file) => [nameOf(file), file]))("%s", (_, file) => {
    assert.deepStrictEqual(deadLinks(file), [])
  })
})

test("every export of a public module says what it is, since when, and of which kind", () => {
  assert.deepStrictEqual(undocumented(), [])
})
