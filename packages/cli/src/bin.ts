import { writeSync } from "node:fs"
import * as nodeModule from "node:module"
import { versionLine } from "./version.js"

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
  const { main } = await import("./main.js")
  main(words)
}
