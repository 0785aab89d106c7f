// Packs every published package, as npm would receive it, into a directory: `npm run tarballs -- ./tarballs`.
import { mkdirSync } from "node:fs"
import { resolve } from "node:path"
import { pack } from "./pack.mjs"

const directory = resolve(process.argv[2] ?? "tarballs")
mkdirSync(directory, { recursive: true })
for (const file of pack(directory)) console.log(resolve(directory, file))
