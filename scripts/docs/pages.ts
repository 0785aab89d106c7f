import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"

/** Both the tests and the site's configuration, which is bundled to another place, run from within the workspace. */
const above = (directory: string): string =>
  existsSync(join(directory, "pnpm-workspace.yaml")) && existsSync(join(directory, "docs"))
    ? directory
    : above(dirname(directory))

export const root = above(process.cwd())

export const docs = join(root, "docs")

/** A page of the site: its source, its path there, and its first heading. */
interface Page {
  readonly file: string
  readonly path: string
  readonly title: string
}

/** Pages under one title of the sidebar. */
export interface Section {
  readonly title: string
  readonly pages: ReadonlyArray<Page>
}

const slashes = (path: string) => path.replaceAll("\\", "/")

export const markdownIn = (directory: string): ReadonlyArray<string> =>
  existsSync(directory)
    ? readdirSync(directory, { encoding: "utf8", recursive: true })
      .filter((name) => name.endsWith(".md") && !name.startsWith(".vitepress"))
      .map((name) => join(directory, name))
      .sort()
    : []

const titleOf = (file: string) =>
  (/^(?:# |title: )(.+)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? slashes(relative(root, file))).replaceAll("`", "")

const page = (file: string, path: string): Page => ({ file, path, title: titleOf(file) })

/** `decisions/*` means every page of the folder. */
const expand = (entry: string): ReadonlyArray<string> =>
  entry.endsWith("/*")
    ? markdownIn(join(docs, entry.slice(0, -2))).map((file) => slashes(relative(docs, file)))
    : [entry]

interface Listed {
  readonly title: string
  readonly pages: ReadonlyArray<string>
}

// `docs/sidebar.json` is ours, and a wrong entry fails the test of the site.
const listed = JSON.parse(readFileSync(join(docs, "sidebar.json"), "utf8")) as ReadonlyArray<Listed>

/** The pages that `docs/sidebar.json` names, folders spelled out. */
export const entries: ReadonlyArray<string> = listed.flatMap(({ pages }) => pages.flatMap(expand))

export const guide: ReadonlyArray<Section> = listed
  .map(({ pages, title }) => ({
    title,
    pages: pages.flatMap(expand).map((entry) => page(join(docs, entry), entry.replace(/\.md$/, "")))
  }))
  .filter(({ pages }) => pages.length > 0)

/** From the core outwards. */
const order = [
  "sdk",
  "promise",
  "effect4",
  "cli",
  "testing",
  "emulator",
  "idempotency",
  "contract",
  "idempotency-server",
  "clients"
]

export const packageNames: ReadonlyArray<string> = readdirSync(join(root, "packages"))
  .filter((name) => existsSync(join(root, "packages", name, "README.md")))
  .sort((a, b) => (order.indexOf(a) + 1 || Infinity) - (order.indexOf(b) + 1 || Infinity))

/** A page per package: its README. */
export const packages: Section = {
  title: "Packages",
  pages: packageNames.map((name) => page(resolve(root, "packages", name, "README.md"), `packages/${name}`))
}

/** The path by which a module is imported from its package: that of its source, unless `exports` names it. */
export const importPath = (packageName: string, file: string): string => {
  const base = join(root, "packages", packageName)
  const module = slashes(relative(join(base, "src"), file)).replace(/\.ts$/, "")
  const { exports }: { exports?: Readonly<Record<string, { readonly default?: string } | null>> } = JSON.parse(
    readFileSync(join(base, "package.json"), "utf8")
  )
  const named = Object.entries(exports ?? {}).find(([, target]) => target?.default === `./dist/${module}.js`)
  return named === undefined ? module : named[0].slice("./".length)
}

/** The public modules of a package. */
export const sourcesIn = (packageName: string): ReadonlyArray<string> => {
  const src = join(root, "packages", packageName, "src")
  return readdirSync(src, { encoding: "utf8", recursive: true })
    .map(slashes)
    .filter((name) => name.endsWith(".ts") && name !== "index.ts" && !name.startsWith("internal/"))
    .sort()
    .map((name) => join(src, name))
}
