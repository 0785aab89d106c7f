/**
 * Counts the links in SQLite files, past the emulator: `node count.js <file> ...` prints one number per file.
 *
 * @since 0.1.0
 */
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { countLinks } from "../kit/rows.js"

await Effect.runPromise(
  Effect.forEach(process.argv.slice(2), (file) => Effect.flatMap(countLinks(file), Console.log), { discard: true })
)
