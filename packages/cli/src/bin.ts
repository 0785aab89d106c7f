import { writeSync } from "node:fs"
import * as nodeModule from "node:module"
import { proxyVariable } from "./api/proxyVariable.js"
import { versionLine } from "./version.js"

/** Commands that `bundle.mjs` puts in a file of their own. Undefined outside of the bundle. */
declare const COMMANDS_ALONE: ReadonlyArray<string> | undefined

const words = process.argv.slice(2)

// The rest takes several times as long to load as Node itself.
if (words.length === 1 && (words[0] === "--version" || words[0] === "version")) {
  try {
    writeSync(1, versionLine)
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : ""
    if (code !== "EPIPE") {
      process.stderr.write(`error: Standard output could not be written (${code}).\n`)
      process.exitCode = 1
    }
  }
} else {
  // Node 22.8 and newer keep compiled code between runs.
  if ("enableCompileCache" in nodeModule && typeof nodeModule.enableCompileCache === "function") {
    nodeModule.enableCompileCache()
  }
  const [name = ""] = words
  const isAlone = typeof COMMANDS_ALONE !== "undefined" && COMMANDS_ALONE.includes(name)
    && proxyVariable() === undefined
  if (isAlone) {
    const { start } = await import(new URL(`./alone/${name}.js`, import.meta.url).href)
    start(words)
  } else {
    const [{ main }, { root }] = await Promise.all([import("./main.js"), import("./root.js")])
    main(words, root)
  }
}
