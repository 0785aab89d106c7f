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
  // The usual themes of code have too little contrast.
  markdown: {
    anchor: { slugify: slugOf },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" }
  },
  // The index of the search is larger than the usual limit, and is loaded apart from the page.
  vite: { build: { chunkSizeWarningLimit: 2048 } },
  themeConfig: {
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        // Results and benchmarks are tables of numbers, and code in the reference repeats the names in its headings.
        _render: (source, env, markdown) => {
          const path = String(env.relativePath)
          if (/^(results|benchmarks)\//.test(path)) {
            return markdown.render(source.split("\n").slice(0, 3).join("\n"), env)
          }
          const text = path.startsWith("reference/") ? source.replace(/^```[\s\S]*?^```/gm, "") : source
          return markdown.render(text, env)
        },
        miniSearch: {
          searchOptions: {
            prefix: true,
            fuzzy: 0.1,
            boost: { title: 6, titles: 2, text: 1 },
            // Readers want a guide first, then an API page, then the reference. The browser gets this function as text.
            boostDocument: (id: string) => {
              const weights: ReadonlyArray<readonly [part: string, weight: number]> = [
                ["/reference/", 0.04],
                ["/benchmarks/", 0.05],
                ["/results/", 0.05],
                ["/decisions/", 0.15],
                ["/promises", 0.15],
                ["/scenarios", 0.2],
                ["/operating", 0.1],
                ["/packages/", 0.5],
                ["/migrate/", 0.5],
                ["/api/", 0.9]
              ]
              return weights.find(([part]) => id.includes(part))?.[1] ?? 1
            }
          }
        }
      }
    },
    externalLinkIcon: true,
    nav: [
      { text: "Get started", link: "/getting-started" },
      { text: "Recipes", link: "/recipes" },
      { text: "Guide", link: "/idempotency-and-retries" },
      { text: "Errors", link: "/errors" },
      { text: "API reference", link: "/reference/" }
    ]
  }
})
