import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** Paths by which modules of an unpacked package can be imported, such as `.` and `./Qurls`. Programs have none. */
export const entriesOf = (directory) => {
  const { exports = {} } = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"))
  const paths = Object.entries(exports)
  const named = paths.filter(([path, target]) => !path.includes("*") && target?.default !== undefined)
  const closed = paths.filter(([, target]) => target === null).map(([path]) => path.slice("./".length, -"*".length))
  const dist = join(directory, "dist")
  const others = exports["./*"] === undefined || !existsSync(dist)
    ? []
    : readdirSync(dist, { recursive: true, encoding: "utf8" })
      .map((file) => file.replaceAll("\\", "/"))
      .filter((file) => file.endsWith(".js") && !/^(bin|index)\.js$/.test(file))
      .filter((file) => !closed.some((folder) => file.startsWith(folder)))
      .map((file) => `./${file.slice(0, -".js".length)}`)
  return [...new Set([...named.map(([path]) => path), ...others])]
}
