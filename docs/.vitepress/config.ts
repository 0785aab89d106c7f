import { fileURLToPath } from "node:url"
import { defineConfig } from "vitepress"
import { problemsOf } from "../../scripts/docs/built.js"
import { slugOf } from "../../scripts/docs/slug.js"
import { sidebar, stage } from "../../scripts/docs/stage.js"

const srcDir = fileURLToPath(new URL("./.pages", import.meta.url))

stage(srcDir)

export default defineConfig({
  srcDir,
  outDir: fileURLToPath(new URL("./dist", import.meta.url)),
  cacheDir: fileURLToPath(new URL("./cache", import.meta.url)),
  base: process.env.QURL_DOCS_BASE ?? "/",
  buildEnd: ({ outDir, site }) => {
    const problems = problemsOf(outDir, site.base)
    if (problems.length > 0) throw new Error(problems.join("\n"))
  },
  // The front page has the site's own title.
  transformPageData: (page) => {
    if (page.relativePath === "index.md") page.titleTemplate = ":title"
  },
  lang: "en",
  title: "qURL SDK for Effect",
  description: "Create time-limited access links with the qURL API. Every write is safe to retry.",
  // No icon is better than a request for one that is not there.
  head: [["link", { rel: "icon", href: "data:," }]],
  // The same headings have the same anchors here and in the repository.
  markdown: { anchor: { slugify: slugOf } },
  // The index of the search is larger than the usual limit, and is loaded when somebody searches.
  vite: { build: { chunkSizeWarningLimit: 2048 } },
  themeConfig: {
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      // Who searches for words wants the guide first.
      options: {
        miniSearch: { searchOptions: { boostDocument: (id: string) => id.includes("/reference/") ? 0.3 : 1 } }
      }
    },
    externalLinkIcon: true,
    nav: [
      { text: "Guide", link: "/idempotency-and-retries" },
      { text: "Errors", link: "/errors" },
      { text: "API reference", link: "/reference/" }
    ]
  }
})
