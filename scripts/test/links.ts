import { existsSync, readFileSync } from "node:fs"
import { dirname, resolve } from "node:path"
import { slugOf } from "../docs/slug.js"
import { nameOf } from "./snippets.js"

const withoutCode = (page: string) =>
  page.replace(/^\s*```[\s\S]*?^\s*```/gm, (block) => block.replace(/[^\n]/g, "")).replace(/`[^`\n]*`/g, "")

const anchors = (page: string) => [...page.matchAll(/^#{1,6}\s+(.*)$/gm)].map(([, heading = ""]) => slugOf(heading))

/** Links of a page to files of the project that are not there, or to headings that they do not have. */
export const deadLinks = (file: string): ReadonlyArray<string> => {
  const lines = withoutCode(readFileSync(file, "utf8")).split("\n")
  return lines.flatMap((line, index) =>
    [...line.matchAll(/\]\(([^)\s]+)[^)]*\)/g)].flatMap(([, link = ""]) => {
      if (/^[a-z][a-z+.-]*:/i.test(link)) return []
      const [path = "", anchor] = decodeURI(link).split("#")
      const target = path === "" ? file : resolve(dirname(file), path)
      const dead = !existsSync(target)
        || (anchor !== undefined && target.endsWith(".md") && !anchors(readFileSync(target, "utf8")).includes(anchor))
      return dead ? [`${nameOf(file)}:${index + 1} ${link}`] : []
    })
  )
}
