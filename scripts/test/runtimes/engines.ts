import { build } from "esbuild"
import { existsSync, realpathSync } from "node:fs"
import { copyFile, mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chromium as playwright } from "playwright-core"
import { root } from "../snippets.js"
import * as Browser from "./browser.js"
import type { Options } from "./emulator.js"
import * as Process from "./process.js"

const folder = join(root, "scripts", "runtimes")
const installed = join(folder, "engines", "node_modules")

/** The command of the program and its output. Without the engine there is nothing to run. */
export interface Engine {
  readonly name: string
  readonly path: string | undefined
  /** It sends a request again by itself when a connection that was kept ends before the answer. The key covers that. */
  readonly repeats?: boolean
  readonly run: (path: string, options: Options) => Promise<string>
}

/** The binary that a package brings in one of its parts, of which npm installs the one for this machine. */
const binary = (name: string, parts: ReadonlyArray<string>): string | undefined => {
  const manifest = join(installed, name, "package.json")
  if (!existsSync(manifest)) return undefined
  const { resolve } = createRequire(realpathSync(manifest))
  return parts.flatMap((part) => {
    try {
      return [resolve(part)]
    } catch {
      return []
    }
  }).at(0)
}

const withTemp = async <A>(use: (directory: string) => Promise<A>): Promise<A> => {
  const directory = await mkdtemp(join(tmpdir(), "qurl-runtimes-"))
  try {
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Bundles an entry into one file without anything of Node; an import from Node fails the bundling. */
const bundle = (entry: string, outfile: string) =>
  build({ entryPoints: [join(folder, entry)], outfile, bundle: true, format: "esm", platform: "browser" })

const commandLine = (name: string, path: string | undefined, args: ReadonlyArray<string> = []): Engine => ({
  name,
  path,
  repeats: name === "Deno",
  run: (path, options) =>
    withTemp((home) =>
      Process.output(path, [...args, "stdio.mjs", JSON.stringify(options)], {
        cwd: folder,
        env: { DENO_DIR: home, DENO_NO_UPDATE_CHECK: "1", DO_NOT_TRACK: "1" }
      })
    )
})

/** A page of another origin than the API's. */
const inBrowser: Engine["run"] = (executablePath, options) =>
  withTemp(async (directory) => {
    const script = join(directory, "page.js")
    await bundle("page.mjs", script)
    const origin = createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html>"))
    await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve))
    const browser = await playwright.launch({ executablePath, args: Browser.flags })
    try {
      const page = await browser.newPage()
      const address = origin.address()
      await page.goto(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`)
      await page.addScriptTag({ path: script, type: "module" })
      await page.waitForFunction("smoke")
      return JSON.stringify(await page.evaluate(`smoke(${JSON.stringify(options)})`))
    } finally {
      await browser.close()
      origin.close()
    }
  })

const inWorker: Engine["run"] = (path, options) =>
  withTemp(async (directory) => {
    await bundle("worker.mjs", join(directory, "worker.js"))
    await copyFile(join(folder, "worker.capnp"), join(directory, "worker.capnp"))
    await using server = await Process.server(
      path,
      ["serve", "--control-fd=3", join(directory, "worker.capnp")],
      3
    )
    const { port } = JSON.parse(server.line)
    const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify(options) })
    return response.text()
  })

const libcs = (name: string) => ["", "-musl"].map((libc) => `${name}${libc}`)
const host = `${process.platform}-${process.arch}`
const arm = process.arch === "arm64" ? "aarch64" : process.arch

export const engines: ReadonlyArray<Engine> = [
  commandLine(`Node ${process.versions.node}`, process.execPath),
  ...["22", "24", "26"].map((major) => commandLine(`Node ${major}`, binary(`node-${major}`, ["./bin/node"]))),
  commandLine("Bun", binary("bun", libcs(`@oven/bun-${process.platform}-${arm}`).map((name) => `${name}/bin/bun`))),
  commandLine("Deno", binary("deno", [`@deno/${host}/deno`, `@deno/${host}-glibc/deno`]), [
    "run",
    "--no-prompt",
    "--no-lock",
    "--node-modules-dir=manual",
    "--allow-net=127.0.0.1"
  ]),
  {
    name: "workerd",
    path: binary(
      "workerd",
      [`@cloudflare/workerd-${process.platform}-${process.arch === "x64" ? "64" : process.arch}/bin/workerd`]
    ),
    run: inWorker
  },
  { name: "Chromium", path: Browser.chromium(), repeats: true, run: inBrowser }
]
