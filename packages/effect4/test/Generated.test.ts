import { describe, expect, it } from "vitest"
import { files } from "./support/generate.js"

// `npm run promise` writes the files; the comparison shows every change of the SDK in review.

describe("files generated from the SDK", () => {
  it.each([...files])("%s", async (file, text) => {
    await expect(text).toMatchFileSnapshot(`../src/${file}`)
  })
})
