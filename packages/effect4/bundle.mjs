// Makes what npm receives: the package with its engine, Effect 3, inside of one file, and declarations that name nothing
// but Effect 4. `dist`, which the workspace uses, refers to the SDK and to Effect 3 instead.
import { build } from "esbuild"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
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

rmSync(at("bundle"), { recursive: true, force: true })
mkdirSync(at("bundle"))
await build({
  entryPoints: [at("src/index.ts")],
  outfile: at("bundle/index.js"),
  bundle: true,
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
writeFileSync(at("bundle/index.d.ts"), declarations(at("dist/index.d.ts")))
