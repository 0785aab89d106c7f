import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { docs, guide, markdownIn, packageNames, packages, root } from "./pages.js"
import { modules, overview } from "./reference.js"

/** Places of the project's pages and modules on the site. */
const places = new Map([
  ...markdownIn(docs).map((file) => [file, relative(docs, file).replaceAll("\\", "/")] as const),
  ...packages.pages.map(({ file, path }) => [file, `${path}.md`] as const),
  [join(root, "README.md"), "index.md"] as const,
  ...modules.map(({ file, name, package: owner }) => [file, `reference/${owner}/${name}.md`] as const)
])

/** Address of the files of the repository, such as `https://github.com/owner/name/blob/main`, where it is known. */
const repository = process.env.QURL_DOCS_REPOSITORY

const outside = (text: string, file: string) => {
  const path = relative(root, file).replaceAll("\\", "/")
  if (repository !== undefined) return `[${text}](${repository}/${path})`
  return text.startsWith("`") ? text : `\`${text}\``
}

/** Links that lead to pages of the site lead there; links to other files lead to the repository or nowhere. */
const relinked = (file: string, place: string) =>
  readFileSync(file, "utf8").split(/(^\s*```[\s\S]*?^\s*```|`[^`\n]*`(?!\]))/m).map((part) =>
    part.trimStart().startsWith("`") ? part : part.replace(
      /(?<!!)\[([^\]]+)\]\(([^)\s]+)\)/g,
      (whole, text: string, link: string) => {
        if (/^([a-z][a-z+.-]*:|#)/i.test(link)) return whole
        const [path = "", anchor] = link.split("#")
        const target = resolve(dirname(file), path)
        const to = places.get(target)
        if (to === undefined) return outside(text, target)
        const address = relative(dirname(join("/", place)), join("/", to)).replaceAll("\\", "/")
        return `[${text}](${address.startsWith(".") ? address : `./${address}`}${
          anchor === undefined ? "" : `#${anchor}`
        })`
      }
    )
  ).join("")

/** Writes the site's source to a directory: the pages of `docs/` and of the packages, and the reference. */
export const stage = (directory: string) => {
  rmSync(directory, { recursive: true, force: true })
  const write = (place: string, text: string) => {
    const file = join(directory, place)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  for (const [file, place] of places) {
    if (file.endsWith(".md") && file !== join(root, "README.md")) write(place, relinked(file, place))
  }
  for (const picture of readdirSync(docs, { encoding: "utf8", recursive: true })) {
    if (picture.endsWith(".svg") && !picture.startsWith(".vitepress")) {
      cpSync(join(docs, picture), join(directory, picture))
    }
  }
  for (const module of modules) write(`reference/${module.package}/${module.name}.md`, module.markdown)
  write("reference/index.md", overview)
}

/** Sidebars in the form that VitePress wants: one beside the reference, one beside all other pages. */
export const sidebar = {
  "/": [
    ...[...guide, packages].map(({ pages, title }) => ({
      text: title,
      items: pages.map(({ path, title }) => ({ text: title, link: `/${path}` }))
    })),
    { text: "API reference", items: [{ text: "All modules", link: "/reference/" }] }
  ],
  "/reference/": [
    { text: "API reference", items: [{ text: "All modules", link: "/reference/" }] },
    ...packageNames.map((name) => ({
      text: `@qurl/${name}`,
      collapsed: true,
      items: modules.filter((module) => module.package === name).map((module) => ({
        text: module.name,
        link: `/reference/${name}/${module.name}`
      }))
    })).filter(({ items }) => items.length > 0)
  ]
}
