import { existsSync, readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Plugin, TestProjectConfiguration } from "vitest/config"

const packages = fileURLToPath(new URL("./packages", import.meta.url))
const scripts = fileURLToPath(new URL("./scripts", import.meta.url))

/** The sources of what a package exports by name, which stand elsewhere than their import path says. */
const named = readdirSync(packages).flatMap((name) => {
  const { exports }: { exports?: Readonly<Record<string, { readonly default?: string } | null>> } = JSON.parse(
    readFileSync(`${packages}/${name}/package.json`, "utf8")
  )
  return Object.entries(exports ?? {}).flatMap(([path, target]) => {
    const built = path.includes("*") ? undefined : /^\.\/dist\/(.+)\.js$/.exec(target?.default ?? "")
    return built === null || built === undefined || path === "."
      ? []
      : [{
        find: new RegExp(`^@qurl/${name}/${path.slice(2)}$`),
        replacement: `${packages}/${name}/src/${built[1]}.ts`
      }]
  })
})

/** Tests run on the sources: `@qurl/x` is `packages/x/src/index.ts`, `@qurl/x/Y` is `packages/x/src/Y.ts`. */
const alias = [
  ...named,
  { find: "#http", replacement: `${packages}/promise/src/internal/httpNode.ts` },
  { find: /^@qurl\/([^/]+)$/, replacement: `${packages}/$1/src/index.ts` },
  { find: /^@qurl\/([^/]+)\/(.+)$/, replacement: `${packages}/$1/src/$2.ts` }
]

/** A mutant of `npm run mutants`: the file is read as if it had been changed. */
const mutate = (mutant: string): Plugin => {
  const { file, find, replace }: { file: string; find: string; replace: string } = JSON.parse(mutant)
  return {
    name: "mutant",
    enforce: "pre",
    transform: (code, id) => id.endsWith(`/${file}`) ? code.split(find).join(replace) : undefined
  }
}

const { QURL_MUTANT: mutant, QURL_TESTS: wanted } = process.env
const plugins = mutant === undefined ? [] : [mutate(mutant)]

/**
 * Tests that only `npm run test:all` and CI run: storms of processes, histories, browsers and other runtimes, benchmarks,
 * mutants, memory over many rows, packages as npm would receive them. What each of them proves has a quick test elsewhere.
 */
const slow: Readonly<Record<string, ReadonlyArray<string>>> = {
  cli: ["SharedJournal"],
  effect4: ["Bundle"],
  emulator: ["Inspector", "Postgres", "Process", "Redis", "ReferenceBrowser"],
  "idempotency-server": [
    "Fencing",
    "histories/*",
    "NextServer",
    "PostgresFailures",
    "PostgresSlow",
    "Processes",
    "RedisFailures",
    "SealedDump"
  ],
  lab: ["bench", "bulk", "chaos", "mutants", "qurlCommand"],
  scripts: ["NewOperation", "Release", "Resolution", "Runtimes", "Site", "SiteBrowser"],
  sdk: ["BatchAll.heap", "WriteFaults"]
}

/** Projects whose tests use `layer` of @effect/vitest, and share a process. */
const layered: ReadonlyArray<string> = ["emulator", "idempotency-server"]

const project = (name: string, root: string): TestProjectConfiguration => ({
  resolve: { alias },
  plugins,
  test: {
    name,
    root,
    setupFiles: layered.includes(name) ? [`${scripts}/config/testMethods.mjs`] : [],
    include: ["test/**/*.test.ts"],
    exclude: wanted === "quick" ? (slow[name] ?? []).map((file) => `test/**/${file}.test.ts`) : [],
    testTimeout: 30_000,
    hookTimeout: 60_000
  }
})

/** One test project per package, and one for what holds the workspace together: documentation and arrows. */
const projects = [
  ...readdirSync(packages)
    .filter((name) => existsSync(`${packages}/${name}/test`))
    .sort()
    .map((name) => project(name, `${packages}/${name}`)),
  project("scripts", scripts)
]

export default projects
