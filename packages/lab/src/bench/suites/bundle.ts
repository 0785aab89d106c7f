/** Bytes that a browser loads for one call. */
import * as Effect from "effect/Effect"
import { build } from "esbuild"
import { gzipSync } from "node:zlib"
import type { Row } from "../row.js"
import * as Rpc from "../rpc.js"
import type { Suite } from "../suite.js"

const programs = {
  httpApiClientFetch: "HttpApiClient",
  sdkOneService: "@qurl/sdk, one service",
  sdkFetch: "@qurl/sdk, QurlLive",
  promise: "@qurl/promise",
  effect4: "@qurl/effect4"
}

const size = (program: string): Effect.Effect<number> =>
  Effect.promise(async () => {
    const { outputFiles } = await build({
      entryPoints: [Rpc.modulePath(`programs/${program}`)],
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2022",
      define: { "process.env.NODE_ENV": "\"production\"" }
    })
    return gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength / 1024
  })

export const bundle: Suite = {
  id: "bundle",
  run: () =>
    Effect.map(
      Effect.forEach(Object.entries(programs), ([program, name]): Effect.Effect<Row> =>
        Effect.map(size(program), (kib) => ({ name, samples: [kib] }))),
      (rows) => [{
        id: "bundle",
        title: "Bundle of one call for the browser, minified and compressed by gzip",
        unit: "KiB",
        digits: 1,
        baseline: programs.httpApiClientFetch,
        rows
      }]
    )
}
