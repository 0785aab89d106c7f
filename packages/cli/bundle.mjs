// Makes the command one file. SQLite is native, and the emulator brings its own copies of everything: both stay outside,
// and are loaded by the commands that need them.
import { build } from "esbuild"
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

await build({
  entryPoints: [at("src/bin.ts")],
  outfile: at("bundle/qurl.js"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  minifySyntax: true,
  legalComments: "none",
  external: ["@qurl/emulator"],
  plugins: [lazySqlite],
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from \"node:module\";"
      + "const require = __createRequire(import.meta.url);"
  },
  logLevel: "warning"
})
