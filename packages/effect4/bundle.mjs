// Makes what npm receives: the package with its engine, Effect 3, inside of its own files, and declarations that name
// nothing but Effect 4. `dist`, which the workspace uses, refers to the SDK and to Effect 3 instead.
import { build } from "esbuild"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { declarations } from "./declarations.mjs"

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** `effect` is the user's own, Effect 4, where this package imports it, and part of the bundle everywhere else. */
const twoEffects = {
  name: "two-effects",
  setup({ onResolve }) {
    onResolve(
      { filter: /^effect($|\/)/ },
      ({ importer, path }) => importer.startsWith(at("src")) ? { path, external: true } : undefined
    )
  }
}

const { exports, peerDependencies } = JSON.parse(readFileSync(at("package.json"), "utf8"))
const modules = Object.values(exports).flatMap((entry) => {
  const [, module] = /^\.\/dist\/(.+)\.js$/.exec(entry?.default ?? "") ?? []
  return module === undefined ? [] : [module]
})
const drivers = Object.keys(peerDependencies).filter((name) => name !== "effect")

rmSync(at("bundle"), { recursive: true, force: true })
await build({
  entryPoints: modules.map((module) => at(`src/${module}.ts`)),
  outbase: at("src"),
  outdir: at("bundle"),
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  external: ["node:*", ...drivers],
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["import"],
  format: "esm",
  target: "es2022",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  plugins: [twoEffects],
  logLevel: "warning"
})
for (const module of modules) {
  const index = module === "index" ? undefined : { file: at("dist/index.d.ts"), specifier: "../index.js" }
  mkdirSync(dirname(at(`bundle/${module}`)), { recursive: true })
  writeFileSync(at(`bundle/${module}.d.ts`), declarations(at(`dist/${module}.d.ts`), index))
}
