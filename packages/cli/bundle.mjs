// Bundles the command, with a chunk for what each subcommand needs. SQLite and the keyring are native and the emulator has
// its own copies of everything: they stay outside, and are loaded by the commands that need them.
import { build } from "esbuild"
import { rmSync } from "node:fs"
import { fileURLToPath } from "node:url"

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** An import of the driver would be the first thing that the bundle does; a call of `require` waits until it is asked for. */
const lazySqlite = {
  name: "lazy-sqlite",
  setup({ onLoad, onResolve }) {
    onResolve(
      { filter: /^better-sqlite3$/ },
      ({ namespace }) =>
        namespace === "lazy"
          ? { path: "better-sqlite3", external: true }
          : { path: "better-sqlite3", namespace: "lazy" }
    )
    onLoad({ filter: /.*/, namespace: "lazy" }, () => ({
      contents: "module.exports = require(\"better-sqlite3\")",
      resolveDir: at(".")
    }))
  }
}

rmSync(at("bundle"), { recursive: true, force: true })
await build({
  entryPoints: { qurl: at("src/bin.ts") },
  outdir: at("bundle"),
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  minify: true,
  legalComments: "none",
  external: ["@qurl/emulator", "@napi-rs/keyring"],
  plugins: [lazySqlite],
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from \"node:module\";"
      + "const require = __createRequire(import.meta.url);"
  },
  logLevel: "warning"
})
