import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { TestProjectConfiguration } from "vitest/config"

const packages = fileURLToPath(new URL("./packages", import.meta.url))

/** Tests run on the sources: `@qurl/x` is `packages/x/src/index.ts`, `@qurl/x/Y` is `packages/x/src/Y.ts`. */
const alias = [
  { find: /^@qurl\/([^/]+)$/, replacement: `${packages}/$1/src/index.ts` },
  { find: /^@qurl\/([^/]+)\/(.+)$/, replacement: `${packages}/$1/src/$2.ts` }
]

/** One test project per package that has tests. */
const projects: Array<TestProjectConfiguration> = readdirSync(packages).sort().map((name) => ({
  resolve: { alias },
  test: {
    name,
    root: `${packages}/${name}`,
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000
  }
}))

export default projects
