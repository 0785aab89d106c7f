// Runs an example: `npm run example -- first-link`. Without QURL_API_KEY it starts a local qURL API first.
import { Emulator, TestKey } from "@qurl/emulator"
import { Effect } from "effect"
import { readdirSync } from "node:fs"
import { basename } from "node:path"

const others = new Set(["run.mjs", "servers.mjs", "trace.mjs"])
const names = readdirSync(new URL(".", import.meta.url))
  .filter((file) => file.endsWith(".mjs") && !others.has(file))
  .map((file) => basename(file, ".mjs"))
const [name] = process.argv.slice(2)

if (!names.includes(name)) {
  console.error(`${name === undefined ? "Name an example" : `Unknown example ${name}`}: ${names.join(", ")}.`)
  process.exit(2)
}

const example = Effect.promise(async () => {
  const { program } = await import(`./${name}.mjs`)
  await program
})

const withEmulator = Effect.flatMap(Emulator, ({ url }) => {
  process.env.QURL_API_URL = url
  process.env.QURL_API_KEY = TestKey.full
  return example
}).pipe(Effect.provide(Emulator.layerServer()))

await Effect.runPromise(process.env.QURL_API_KEY === undefined ? withEmulator : example)
