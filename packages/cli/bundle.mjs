// Bundles the command, with a chunk for what each subcommand needs. SQLite and the keyring are native and the emulator has
// its own copies of everything: they stay outside, and are loaded by the commands that need them.
//
// Commands that scripts call in loops have a file of their own besides. It holds nothing that only other commands use, and
// starts in half the time of the same command in chunks. `src/bin.ts` decides which of the two runs.
import { build } from "esbuild"
import { rmSync } from "node:fs"
import { basename } from "node:path"
import { fileURLToPath } from "node:url"

const at = (path) => fileURLToPath(new URL(path, import.meta.url))

/** An import would load the driver at every start of the bundle; a call of `require` loads it when a journal is opened. */
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

/** Modules in `src/commands`, each named like its command. */
const alone = [
  "account/quota",
  "account/whoami",
  "create",
  "delete",
  "get",
  "list",
  "mint",
  "publish",
  "resolve",
  "share"
]

/** Modules that a command loads only when it needs them. Files of one command load them from `bundle/lazy`. */
const lazy = ["uqr", "yaml"]

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  minify: true,
  legalComments: "none",
  plugins: [lazySqlite],
  logLevel: "warning"
}

const requiring = "import { createRequire as __createRequire } from \"node:module\";"
  + "const require = __createRequire(import.meta.url);"

rmSync(at("bundle"), { recursive: true, force: true })
await build({
  ...common,
  entryPoints: {
    qurl: at("src/bin.ts"),
    ...Object.fromEntries(lazy.map((name) => [`lazy/${name}`, at(`src/lazy/${name}.ts`)]))
  },
  outdir: at("bundle"),
  chunkNames: "chunks/[name]-[hash]",
  splitting: true,
  external: ["@qurl/emulator", "@napi-rs/keyring"],
  define: { COMMANDS_ALONE: JSON.stringify(alone.map((path) => basename(path))) },
  banner: { js: `#!/usr/bin/env node\n${requiring}` }
})

/** Leaves the modules of `src/lazy` outside of the file of a command. */
const outside = {
  name: "outside",
  setup({ onResolve }) {
    onResolve({ filter: /\/lazy\/\w+\.js$/ }, ({ path }) => ({
      path: `../lazy/${path.split("/").at(-1)}`,
      external: true
    }))
  }
}

await Promise.all(alone.map((path) =>
  build({
    ...common,
    stdin: {
      contents: `import { main } from "./main.js"
import * as loaded from "./commands/${path}.js"
const command = Object.values(loaded).find((each) => each.name === "${basename(path)}")
export const start = (words) => main(words, { name: "qurl", summary: "", children: [command] })`,
      resolveDir: at("src"),
      loader: "ts"
    },
    outfile: at(`bundle/alone/${basename(path)}.js`),
    // undici, which only calls through a proxy need: with one set, commands run from their chunks.
    external: ["@napi-rs/keyring", "@qurl/sdk/Node"],
    plugins: [outside],
    banner: { js: requiring }
  })
))
