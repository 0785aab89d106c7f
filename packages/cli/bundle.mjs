// Bundles the command, with a chunk for what each subcommand needs. SQLite and the keyring are native and the emulator has
// its own copies of everything: they stay outside, and are loaded by the commands that need them.
//
// Commands that scripts call in loops have a file of their own besides. It holds nothing that only other commands use, and
// starts in half the time of the same command in chunks.
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

const alone = [
  "create",
  "delete",
  "get",
  "list",
  "mint",
  "publish",
  "quota",
  "resolve",
  "share",
  "whoami"
]

/** Modules that commands load when they need them, which stay apart from files of one command. */
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
  define: { COMMANDS_ALONE: JSON.stringify(alone) },
  banner: { js: `#!/usr/bin/env node\n${requiring}` }
})

/** A proxy takes the SDK's client on undici, with which the command starts from its chunks. */
const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /\/lazy\/\w+\.js$/ }, ({ path }) => ({
      path: `../lazy/${path.split("/").at(-1)}`,
      external: true
    }))
  }
}

await Promise.all(alone.map((name) =>
  build({
    ...common,
    stdin: {
      contents: `import { main } from "./main.js"
import * as loaded from "./commands/${name}.js"
const command = Object.values(loaded).find((each) => each.name === "${name}")
export const start = (words) => main(words, { name: "qurl", summary: "", children: [command] })`,
      resolveDir: at("src"),
      loader: "ts"
    },
    outfile: at(`bundle/alone/${name}.js`),
    external: ["@napi-rs/keyring", "@qurl/sdk/Node"],
    plugins: [apart],
    banner: { js: requiring }
  })
))
