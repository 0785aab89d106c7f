/**
 * The client as one file: a process that is killed every second or so must not spend it on reading a thousand.
 *
 * @since 0.1.0
 */
import * as Effect from "effect/Effect"
import { build } from "esbuild"
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)

/** Native, so that it stays outside: where the SQLite client finds it. */
const driver = createRequire(require.resolve("@effect/sql-sqlite-node/SqliteClient")).resolve("better-sqlite3")

/**
 * Makes the file.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (outfile: string): Effect.Effect<string> =>
  Effect.as(
    Effect.promise(() =>
      build({
        entryPoints: [require.resolve("@qurl/lab/chaos/client")],
        outfile,
        bundle: true,
        platform: "node",
        format: "esm",
        target: "node20.19",
        logLevel: "error",
        banner: {
          js: `import { createRequire } from "node:module"; const require = createRequire("${import.meta.url}")`
        },
        plugins: [{
          name: "driver",
          setup: (build) => build.onResolve({ filter: /^better-sqlite3$/ }, () => ({ path: driver, external: true }))
        }]
      })
    ),
    outfile
  )
