import { describe, expect, it } from "vitest"
import { unused } from "./support/docstrings.js"
import { files } from "./support/generate.js"

// `npm run promise` writes the files; the comparison shows every change of the face in review.

describe("files generated from the services of the SDK", () => {
  it.each([...files])("%s", async (file, text) => {
    await expect(text).toMatchFileSnapshot(`../src/${file}`)
  })

  it("use every phrase that promises call otherwise", () => {
    expect(unused()).toEqual([])
  })
})
