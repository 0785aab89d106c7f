import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative } from "node:path"

const attributes = (html: string, name: string) =>
  [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value = ""]) => value)

/** Finds resources that a page would load from another host when it is opened. Links are not loaded. */
const foreign = (html: string) =>
  [...html.matchAll(/<(?:script|img|link|iframe|source)\b[^>]*\s(?:src|href)="((?:https?:)?\/\/[^"]*)"/g)]
    .map(([, url]) => url)

/** Links of a built site that lead nowhere, anchors included, and what it would load from elsewhere. */
export const problemsOf = (site: string, base: string): ReadonlyArray<string> => {
  const files = readdirSync(site, { encoding: "utf8", recursive: true }).map((name) => join(site, name))
  const pages = new Map(
    files.filter((file) => file.endsWith(".html")).map((file) => {
      const html = readFileSync(file, "utf8")
      return [file, { html, ids: new Set(attributes(html, "id")) }] as const
    })
  )
  const fileOf = (page: string, path: string) => {
    const file = path === ""
      ? page
      : path.startsWith("/")
      ? join(site, path.slice(base.length))
      : join(dirname(page), path)
    return existsSync(file) && statSync(file).isDirectory() ? join(file, "index.html") : file
  }
  const isDead = (page: string, href: string) => {
    const [path = "", anchor = ""] = decodeURI(href.replaceAll("&amp;", "&")).split("#")
    const target = fileOf(page, path)
    return !existsSync(target) || (anchor !== "" && pages.get(target)?.ids.has(anchor) === false)
  }
  const dead = [...pages].filter(([page]) => !page.endsWith("404.html")).flatMap(([page, { html }]) =>
    [...new Set(attributes(html, "href"))]
      .filter((href) => !/^([a-z][a-z+.-]*:|\/\/)/i.test(href) && isDead(page, href))
      .map((href) => `${relative(site, page)} links to ${href}, which is not there`)
  )
  const loaded = [...pages].flatMap(([page, { html }]) =>
    foreign(html).map((url) => `${relative(site, page)} loads ${url}`)
  )
  const styled = files.filter((file) => file.endsWith(".css")).flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/url\(["']?((?:https?:)?\/\/[^)"']*)/g)]
      .map(([, url]) => `${relative(site, file)} loads ${url}`)
  )
  return [...dead, ...loaded, ...styled]
}
