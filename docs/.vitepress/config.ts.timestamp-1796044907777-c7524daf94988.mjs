// docs/.vitepress/config.ts
import { fileURLToPath } from "node:url";
import { defineConfig } from "file:///work/wt-five/docs/.vitepress/node_modules/.pnpm/vitepress@1.6.4_@algolia+client-search@5.65.0_postcss@8.5.33_search-insights@2.17.3/node_modules/vitepress/dist/node/index.js";

// scripts/docs/built.ts
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
var attributes = (html, name) => [...html.matchAll(new RegExp(`\\s${name}="([^"]*)"`, "g"))].map(([, value = ""]) => value);
var foreign = (html) => [...html.matchAll(/<(?:script|img|link|iframe|source)\b[^>]*\s(?:src|href)="((?:https?:)?\/\/[^"]*)"/g)].map(([, url]) => url);
var problemsOf = (site, base) => {
  const files = readdirSync(site, { encoding: "utf8", recursive: true }).map((name) => join(site, name));
  const pages = new Map(
    files.filter((file) => file.endsWith(".html")).map((file) => {
      const html = readFileSync(file, "utf8");
      return [file, { html, ids: new Set(attributes(html, "id")) }];
    })
  );
  const fileOf = (page2, path) => {
    const file = path === "" ? page2 : path.startsWith("/") ? join(site, path.slice(base.length)) : join(dirname(page2), path);
    return existsSync(file) && statSync(file).isDirectory() ? join(file, "index.html") : file;
  };
  const isDead = (page2, href) => {
    const [path = "", anchor = ""] = decodeURI(href.replaceAll("&amp;", "&")).split("#");
    const target = fileOf(page2, path);
    return !existsSync(target) || anchor !== "" && pages.get(target)?.ids.has(anchor) === false;
  };
  const dead = [...pages].filter(([page2]) => !page2.endsWith("404.html")).flatMap(
    ([page2, { html }]) => [...new Set(attributes(html, "href"))].filter((href) => !/^([a-z][a-z+.-]*:|\/\/)/i.test(href) && isDead(page2, href)).map((href) => `${relative(site, page2)} links to ${href}, which is not there`)
  );
  const loaded = [...pages].flatMap(
    ([page2, { html }]) => foreign(html).map((url) => `${relative(site, page2)} loads ${url}`)
  );
  const styled = files.filter((file) => file.endsWith(".css")).flatMap(
    (file) => [...readFileSync(file, "utf8").matchAll(/url\(["']?((?:https?:)?\/\/[^)"']*)/g)].map(([, url]) => `${relative(site, file)} loads ${url}`)
  );
  return [...dead, ...loaded, ...styled];
};

// scripts/docs/slug.ts
var slugOf = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replace(/\s/g, "-");

// scripts/docs/stage.ts
import { cpSync, mkdirSync, readdirSync as readdirSync3, readFileSync as readFileSync4, rmSync, writeFileSync } from "node:fs";
import { dirname as dirname3, join as join4, relative as relative4, resolve as resolve2 } from "node:path";

// scripts/docs/pages.ts
import { existsSync as existsSync2, readdirSync as readdirSync2, readFileSync as readFileSync2 } from "node:fs";
import { dirname as dirname2, join as join2, relative as relative2, resolve } from "node:path";
var above = (directory) => existsSync2(join2(directory, "pnpm-workspace.yaml")) && existsSync2(join2(directory, "docs")) ? directory : above(dirname2(directory));
var root = above(process.cwd());
var docs = join2(root, "docs");
var slashes = (path) => path.replaceAll("\\", "/");
var markdownIn = (directory) => existsSync2(directory) ? readdirSync2(directory, { encoding: "utf8", recursive: true }).filter((name) => name.endsWith(".md") && !name.startsWith(".vitepress")).map((name) => join2(directory, name)).sort() : [];
var titleOf = (file) => (/^(?:# |title: )(.+)$/m.exec(readFileSync2(file, "utf8"))?.[1] ?? slashes(relative2(root, file))).replaceAll("`", "");
var page = (file, path) => ({ file, path, title: titleOf(file) });
var expand = (entry) => entry.endsWith("/*") ? markdownIn(join2(docs, entry.slice(0, -2))).map((file) => slashes(relative2(docs, file))) : [entry];
var listed = JSON.parse(readFileSync2(join2(docs, "sidebar.json"), "utf8"));
var entries = listed.flatMap(({ pages }) => pages.flatMap(expand));
var guide = listed.map(({ pages, title }) => ({
  title,
  pages: pages.flatMap(expand).map((entry) => page(join2(docs, entry), entry.replace(/\.md$/, "")))
})).filter(({ pages }) => pages.length > 0);
var order = [
  "sdk",
  "promise",
  "cli",
  "testing",
  "emulator",
  "idempotency",
  "contract",
  "idempotency-server",
  "clients"
];
var packageNames = readdirSync2(join2(root, "packages")).filter((name) => existsSync2(join2(root, "packages", name, "README.md"))).sort((a, b) => (order.indexOf(a) + 1 || Infinity) - (order.indexOf(b) + 1 || Infinity));
var packages = {
  title: "Packages",
  pages: packageNames.map((name) => page(resolve(root, "packages", name, "README.md"), `packages/${name}`))
};
var sourcesIn = (packageName) => {
  const src = join2(root, "packages", packageName, "src");
  return readdirSync2(src, { encoding: "utf8", recursive: true }).map(slashes).filter((name) => name.endsWith(".ts") && name !== "index.ts" && !name.startsWith("internal/")).sort().map((name) => join2(src, name));
};

// scripts/docs/reference.ts
import { existsSync as existsSync4 } from "node:fs";
import { join as join3, relative as relative3 } from "node:path";
import ts2 from "file:///work/wt-five/node_modules/.pnpm/typescript@5.9.3/node_modules/typescript/lib/typescript.js";

// scripts/docs/declaration.ts
import { existsSync as existsSync3, readFileSync as readFileSync3 } from "node:fs";
import ts from "file:///work/wt-five/node_modules/.pnpm/typescript@5.9.3/node_modules/typescript/lib/typescript.js";
var parse = (file) => ts.createSourceFile(file, readFileSync3(file, "utf8"), ts.ScriptTarget.Latest, true);
var isExported = (node) => (ts.isVariableStatement(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isModuleDeclaration(node)) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
var exportsOf = (source) => source.statements.filter(isExported);
var nameOf = (node) => (ts.isVariableStatement(node) ? node.declarationList.declarations[0]?.name : node.name)?.getText() ?? "default";
var longest = 240;
var short = (type) => {
  const text = type?.getText().replace(/import\("[^"]*"\)\./g, "").replace(/\s*\n\s*/g, " ").replaceAll("; }", " }") ?? "";
  return text === "" || text.length > longest ? void 0 : text;
};
var inferredFrom = (declarations) => {
  if (!existsSync3(declarations)) return () => void 0;
  const nodes = exportsOf(parse(declarations));
  return (name, member) => {
    for (const node of nodes.filter((node2) => nameOf(node2) === name)) {
      if (member === void 0 && ts.isVariableStatement(node)) return short(node.declarationList.declarations[0]?.type);
      if (member !== void 0 && ts.isClassDeclaration(node)) {
        const found = node.members.find((each) => each.name?.getText() === member);
        if (found !== void 0 && ts.isPropertyDeclaration(found)) return short(found.type);
      }
    }
    return void 0;
  };
};
var parameters = (node) => {
  const generic = node.typeParameters === void 0 ? "" : `<${node.typeParameters.map((each) => each.getText()).join(", ")}>`;
  const list = node.parameters.map(
    (each) => each.initializer === void 0 ? each.getText() : `${each.name.getText()}?: ${each.type?.getText() ?? each.initializer.getText()}`
  );
  return `${generic}(${list.join(", ")})`;
};
var typeOf = (node, inferred) => {
  if (node.type !== void 0) return `: ${node.type.getText()}`;
  const { initializer } = node;
  if (inferred !== void 0) return `: ${inferred}`;
  if (initializer === void 0) return "";
  return ts.isArrowFunction(initializer) ? `: ${parameters(initializer)} => ${initializer.type?.getText() ?? "..."}` : ` = ${initializer.getText()}`;
};
var isHidden = (node) => ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(
  ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.OverrideKeyword
) === true || node.name?.getText().startsWith("#") === true;
var memberOf = (inferred, owner) => (node) => {
  if (isHidden(node)) return [];
  const modifiers = (ts.canHaveModifiers(node) ? ts.getModifiers(node) ?? [] : []).map((modifier) => modifier.getText()).filter((text) => text !== "declare" && text !== "async");
  const name = [...modifiers, node.name?.getText() ?? ""].join(" ");
  if (ts.isPropertyDeclaration(node)) {
    const optional = node.questionToken === void 0 ? "" : "?";
    return [`${name}${optional}${typeOf(node, inferred(owner, node.name.getText()))}`];
  }
  if (ts.isMethodDeclaration(node)) return [`${name}${parameters(node)}: ${node.type?.getText() ?? "..."}`];
  return ts.isConstructorDeclaration(node) ? [`constructor${parameters(node)}`] : [];
};
var generics = (node) => node.typeParameters === void 0 ? "" : `<${node.typeParameters.map((each) => each.getText()).join(", ")}>`;
var heritage = (node) => (node.heritageClauses ?? []).map((clause) => ` ${clause.getText()}`).join("");
var body = (members) => members.length === 0 ? "{}" : `{
${members.map((member) => `  ${member}`).join("\n")}
}`;
var declarationOf = (node, inferred) => {
  const name = nameOf(node);
  if (ts.isVariableStatement(node)) {
    const [declaration] = node.declarationList.declarations;
    return declaration === void 0 ? "" : `const ${name}${typeOf(declaration, inferred(name))}`;
  }
  if (ts.isFunctionDeclaration(node)) {
    return `function ${name}${parameters(node)}${node.type === void 0 ? "" : `: ${node.type.getText()}`}`;
  }
  if (ts.isInterfaceDeclaration(node)) {
    return `interface ${name}${generics(node)}${heritage(node)} ${body(node.members.map((each) => each.getText()))}`;
  }
  if (ts.isClassDeclaration(node)) {
    return `class ${name}${generics(node)}${heritage(node)} ${body(node.members.flatMap(memberOf(inferred, name)))}`;
  }
  return node.getText().replace(/^export (declare )?/, "");
};
var membersOf = (node) => ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) ? [...node.members].flatMap((member) => {
  const [doc] = ts.getJSDocCommentsAndTags(member).filter((each) => ts.isJSDoc(each));
  const name = ts.isConstructorDeclaration(member) ? "constructor" : member.name?.getText();
  if (doc === void 0 || name === void 0 || ts.isClassElement(member) && isHidden(member)) return [];
  return [[name, doc.comment]];
}) : [];

// scripts/docs/reference.ts
var categories = {
  tags: "Services",
  constructors: "Constructors",
  layers: "Layers",
  combinators: "Combinators",
  models: "Models",
  errors: "Errors"
};
var safe = (text) => text.split(/(```[\s\S]*?```|`[^`\n]*`)/).map(
  (part) => part.startsWith("`") ? part : part.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("{{", "{&#8203;{")
).join("");
var prose = (comment) => safe((ts2.getTextOfJSDocComment(comment) ?? "").replace(/\{@link (\S+?)\}/g, "`$1`"));
var exampleOf = (tag) => {
  const text = (ts2.getTextOfJSDocComment(tag.comment) ?? "").trim();
  return text.startsWith("```") ? text : `\`\`\`ts
${text}
\`\`\``;
};
var docsOf = (node) => ts2.getJSDocCommentsAndTags(node).filter((doc) => ts2.isJSDoc(doc));
var tagsOf = (docs2, name) => docs2.flatMap(({ tags = [] }) => tags.filter(({ tagName }) => tagName.text === name));
var entriesOf = (file, source) => {
  const inferred = inferredFrom(file.replace(/([\\/])src([\\/])/, "$1dist$2").replace(/\.ts$/, ".d.ts"));
  const byName = /* @__PURE__ */ new Map();
  for (const node of exportsOf(source)) {
    if (tagsOf(docsOf(node), "internal").length === 0) {
      byName.set(nameOf(node), [...byName.get(nameOf(node)) ?? [], node]);
    }
  }
  return [...byName].map(([name, nodes]) => {
    const docs2 = nodes.flatMap(docsOf);
    const [category] = tagsOf(docs2, "category");
    const deprecated = tagsOf(docs2, "deprecated").map(({ comment }) => `**Deprecated.** ${prose(comment)}`);
    return {
      name,
      category: category?.comment?.toString() ?? "models",
      markdown: [
        `### ${name}`,
        ...docs2.map(({ comment }) => prose(comment)).filter((text) => text !== ""),
        ...deprecated,
        `\`\`\`ts
${nodes.map((node) => declarationOf(node, inferred)).join("\n\n")}
\`\`\``,
        ...tagsOf(docs2, "example").flatMap((tag) => ["Example:", exampleOf(tag)]),
        ...nodes.flatMap(membersOf).map(([member, comment]) => `#### \`${member}\`

${prose(comment)}`)
      ].join("\n\n")
    };
  });
};
var introduction = (source) => {
  const [, text = ""] = /^\s*(?:\/\/\/.*\s*)*\/\*\*([\s\S]*?)\*\//.exec(source.text) ?? [];
  const lines = text.split("\n").map((line) => line.replace(/^\s*\* ?/, ""));
  const tag = lines.findIndex((line) => line.startsWith("@"));
  const described = (tag === -1 ? lines : lines.slice(0, tag)).join("\n").trim();
  return text.includes("@category") ? "" : safe(described);
};
var exportedBy = (index) => {
  const clauses = parse(index).statements.filter(ts2.isExportDeclaration).map(({ exportClause }) => exportClause);
  return {
    modules: new Set(
      clauses.filter((each) => each !== void 0 && ts2.isNamespaceExport(each)).map(({ name }) => name.text)
    ),
    names: new Set(
      clauses.filter((each) => each !== void 0 && ts2.isNamedExports(each)).flatMap(({ elements }) => elements.map(({ name }) => name.text))
    )
  };
};
var sharedBy = (source, markdown) => {
  const groups = source.statements.filter(ts2.isVariableStatement).filter((node) => {
    const [declaration] = node.declarationList.declarations;
    return declaration?.initializer !== void 0 && ts2.isObjectLiteralExpression(declaration.initializer) && node.modifiers === void 0;
  }).map((node) => ({ name: node.declarationList.declarations[0]?.name.getText() ?? "", text: node.getText() }));
  const mentions = (text, name) => new RegExp(`\\.\\.\\.${name}\\b|, ${name}\\)`).test(text);
  const direct = groups.filter(({ name }) => mentions(markdown, name));
  const texts = direct.map(({ text }) => text).join("\n");
  return groups.filter((group) => direct.includes(group) || mentions(texts, group.name)).map(({ text }) => text);
};
var sharedFields = (shared) => shared.length === 0 ? [] : ["## Shared fields", "What the declarations above spread:", `\`\`\`ts
${shared.join("\n\n")}
\`\`\``];
var frontMatter = "---\npageClass: reference\n---";
var moduleOf = (packageName, file, exported) => {
  const source = parse(file);
  const name = relative3(join3(root, "packages", packageName, "src"), file).replaceAll("\\", "/").replace(/\.ts$/, "");
  const entries2 = entriesOf(file, source);
  if (entries2.length === 0) return [];
  const intro = introduction(source);
  const specifier = `@qurl/${packageName}`;
  const fromIndex = exported.modules.has(name) ? [name] : entries2.map((entry) => entry.name).filter((entry) => exported.names.has(entry));
  const also = fromIndex.length === 0 ? [] : [`Also from \`${specifier}\`: ${fromIndex.map((each) => `\`${each}\``).join(", ")}.`];
  const groups = Object.entries(categories).flatMap(([category, title]) => {
    const members = entries2.filter((entry) => entry.category === category);
    return members.length === 0 ? [] : [`## ${title}`, ...members.map(({ markdown }) => markdown)];
  });
  const shared = sharedBy(source, groups.join("\n"));
  return [{
    package: packageName,
    name,
    summary: intro.split(/(?<=\.)\s/)[0]?.replaceAll("\n", " ") ?? "",
    markdown: [frontMatter, `# ${specifier}/${name}`, intro, ...also, ...groups, ...sharedFields(shared)].join("\n\n") + "\n"
  }];
};
var libraries = packageNames.filter((name) => existsSync4(join3(root, "packages", name, "src", "index.ts")));
var modules = libraries.flatMap((name) => {
  const exported = exportedBy(join3(root, "packages", name, "src", "index.ts"));
  return sourcesIn(name).flatMap((file) => moduleOf(name, file, exported));
});
var overview = [
  "# API reference",
  'Every public module, from its docstrings. A name is imported from its package, or from its module: `import { Qurl } from "@qurl/sdk"`, `import { Qurl } from "@qurl/sdk/Qurls"`.',
  ...libraries.flatMap((name) => [
    `## @qurl/${name}`,
    ["| module | what it is |", "| - | - |"].concat(
      modules.filter((module) => module.package === name).map(
        (module) => `| [${module.name}](./${name}/${module.name}.md) | ${module.summary} |`
      )
    ).join("\n")
  ])
].join("\n\n") + "\n";

// scripts/docs/stage.ts
var places = new Map([
  ...markdownIn(docs).map((file) => [file, relative4(docs, file).replaceAll("\\", "/")]),
  ...packages.pages.map(({ file, path }) => [file, `${path}.md`]),
  [join4(root, "README.md"), "index.md"],
  ...modules.map(
    ({ name, package: owner }) => [join4(root, "packages", owner, "src", `${name}.ts`), `reference/${owner}/${name}.md`]
  )
]);
var repository = process.env.QURL_DOCS_REPOSITORY;
var outside = (text, file) => {
  const path = relative4(root, file).replaceAll("\\", "/");
  if (repository !== void 0) return `[${text}](${repository}/${path})`;
  return text.startsWith("`") ? text : `\`${text}\``;
};
var relinked = (file, place) => readFileSync4(file, "utf8").split(/(^\s*```[\s\S]*?^\s*```|`[^`\n]*`(?!\]))/m).map(
  (part) => part.trimStart().startsWith("`") ? part : part.replace(
    /(?<!!)\[([^\]]+)\]\(([^)\s]+)\)/g,
    (whole, text, link) => {
      if (/^([a-z][a-z+.-]*:|#)/i.test(link)) return whole;
      const [path = "", anchor] = link.split("#");
      const target = resolve2(dirname3(file), path);
      const to = places.get(target);
      if (to === void 0) return outside(text, target);
      const address = relative4(dirname3(join4("/", place)), join4("/", to)).replaceAll("\\", "/");
      return `[${text}](${address.startsWith(".") ? address : `./${address}`}${anchor === void 0 ? "" : `#${anchor}`})`;
    }
  )
).join("");
var stage = (directory) => {
  rmSync(directory, { recursive: true, force: true });
  const write = (place, text) => {
    const file = join4(directory, place);
    mkdirSync(dirname3(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [file, place] of places) {
    if (file.endsWith(".md") && file !== join4(root, "README.md")) write(place, relinked(file, place));
  }
  for (const picture of readdirSync3(docs, { encoding: "utf8", recursive: true })) {
    if (picture.endsWith(".svg") && !picture.startsWith(".vitepress")) {
      cpSync(join4(docs, picture), join4(directory, picture));
    }
  }
  for (const module of modules) write(`reference/${module.package}/${module.name}.md`, module.markdown);
  write("reference/index.md", overview);
};
var sidebar = {
  "/": [
    ...[...guide, packages].map(({ pages, title }) => ({
      text: title,
      items: pages.map(({ path, title: title2 }) => ({ text: title2, link: `/${path}` }))
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
};

// docs/.vitepress/config.ts
var __vite_injected_original_import_meta_url = "file:///work/wt-five/docs/.vitepress/config.ts";
var srcDir = fileURLToPath(new URL("./.pages", __vite_injected_original_import_meta_url));
stage(srcDir);
var weights = [
  ["/reference/", 0.2],
  ["/benchmarks/", 0.05],
  ["/results/", 0.05],
  ["/decisions/", 0.15],
  ["/promises", 0.15],
  ["/scenarios", 0.2],
  ["/operating", 0.4],
  ["/packages/", 0.5],
  ["/migrate/", 0.5],
  ["/api/", 0.9]
];
var config_default = defineConfig({
  srcDir,
  outDir: fileURLToPath(new URL("./dist", __vite_injected_original_import_meta_url)),
  cacheDir: fileURLToPath(new URL("./cache", __vite_injected_original_import_meta_url)),
  base: process.env.QURL_DOCS_BASE ?? "/",
  buildEnd: ({ outDir, site }) => {
    const problems = problemsOf(outDir, site.base);
    if (problems.length > 0) throw new Error(problems.join("\n"));
  },
  // The front page has the site's own title.
  transformPageData: (page2) => {
    if (page2.relativePath === "index.md") page2.titleTemplate = ":title";
  },
  lang: "en",
  title: "qURL SDK for Effect",
  description: "Create time-limited access links with the qURL API. Every write is safe to retry.",
  // No icon is better than a request for one that is not there.
  head: [["link", { rel: "icon", href: "data:," }]],
  // The same headings have the same anchors here and in the repository.
  markdown: { anchor: { slugify: slugOf } },
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
          const path = String(env.relativePath);
          if (/^(results|benchmarks)\//.test(path)) {
            return markdown.render(source.split("\n").slice(0, 3).join("\n"), env);
          }
          const text = path.startsWith("reference/") ? source.replace(/^```[\s\S]*?^```/gm, "") : source;
          return markdown.render(text, env);
        },
        miniSearch: {
          searchOptions: {
            prefix: true,
            fuzzy: 0.1,
            boost: { title: 6, titles: 2, text: 1 },
            boostDocument: (id) => weights.find(([part]) => id.includes(part))?.[1] ?? 1
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
});
export {
  config_default as default
};
//# sourceMappingURL=data:application/json;base64,ewogICJ2ZXJzaW9uIjogMywKICAic291cmNlcyI6IFsiZG9jcy8udml0ZXByZXNzL2NvbmZpZy50cyIsICJzY3JpcHRzL2RvY3MvYnVpbHQudHMiLCAic2NyaXB0cy9kb2NzL3NsdWcudHMiLCAic2NyaXB0cy9kb2NzL3N0YWdlLnRzIiwgInNjcmlwdHMvZG9jcy9wYWdlcy50cyIsICJzY3JpcHRzL2RvY3MvcmVmZXJlbmNlLnRzIiwgInNjcmlwdHMvZG9jcy9kZWNsYXJhdGlvbi50cyJdLAogICJzb3VyY2VzQ29udGVudCI6IFsiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3d0LWZpdmUvZG9jcy8udml0ZXByZXNzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC1maXZlL2RvY3MvLnZpdGVwcmVzcy9jb25maWcudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3QtZml2ZS9kb2NzLy52aXRlcHJlc3MvY29uZmlnLnRzXCI7aW1wb3J0IHsgZmlsZVVSTFRvUGF0aCB9IGZyb20gXCJub2RlOnVybFwiXG5pbXBvcnQgeyBkZWZpbmVDb25maWcgfSBmcm9tIFwidml0ZXByZXNzXCJcbmltcG9ydCB7IHByb2JsZW1zT2YgfSBmcm9tIFwiLi4vLi4vc2NyaXB0cy9kb2NzL2J1aWx0LmpzXCJcbmltcG9ydCB7IHNsdWdPZiB9IGZyb20gXCIuLi8uLi9zY3JpcHRzL2RvY3Mvc2x1Zy5qc1wiXG5pbXBvcnQgeyBzaWRlYmFyLCBzdGFnZSB9IGZyb20gXCIuLi8uLi9zY3JpcHRzL2RvY3Mvc3RhZ2UuanNcIlxuXG5jb25zdCBzcmNEaXIgPSBmaWxlVVJMVG9QYXRoKG5ldyBVUkwoXCIuLy5wYWdlc1wiLCBpbXBvcnQubWV0YS51cmwpKVxuXG5zdGFnZShzcmNEaXIpXG5cbi8qKiBXZWlnaHQgb2YgcGFnZXMgaW4gdGhlIHNlYXJjaC4gUmVhZGVycyB3YW50IGEgZ3VpZGUgZmlyc3QsIHRoZW4gYW4gQVBJIHBhZ2UsIHRoZW4gdGhlIHJlZmVyZW5jZS4gKi9cbmNvbnN0IHdlaWdodHM6IFJlYWRvbmx5QXJyYXk8cmVhZG9ubHkgW3BhcnQ6IHN0cmluZywgd2VpZ2h0OiBudW1iZXJdPiA9IFtcbiAgW1wiL3JlZmVyZW5jZS9cIiwgMC4yXSxcbiAgW1wiL2JlbmNobWFya3MvXCIsIDAuMDVdLFxuICBbXCIvcmVzdWx0cy9cIiwgMC4wNV0sXG4gIFtcIi9kZWNpc2lvbnMvXCIsIDAuMTVdLFxuICBbXCIvcHJvbWlzZXNcIiwgMC4xNV0sXG4gIFtcIi9zY2VuYXJpb3NcIiwgMC4yXSxcbiAgW1wiL29wZXJhdGluZ1wiLCAwLjRdLFxuICBbXCIvcGFja2FnZXMvXCIsIDAuNV0sXG4gIFtcIi9taWdyYXRlL1wiLCAwLjVdLFxuICBbXCIvYXBpL1wiLCAwLjldXG5dXG5cbmV4cG9ydCBkZWZhdWx0IGRlZmluZUNvbmZpZyh7XG4gIHNyY0RpcixcbiAgb3V0RGlyOiBmaWxlVVJMVG9QYXRoKG5ldyBVUkwoXCIuL2Rpc3RcIiwgaW1wb3J0Lm1ldGEudXJsKSksXG4gIGNhY2hlRGlyOiBmaWxlVVJMVG9QYXRoKG5ldyBVUkwoXCIuL2NhY2hlXCIsIGltcG9ydC5tZXRhLnVybCkpLFxuICBiYXNlOiBwcm9jZXNzLmVudi5RVVJMX0RPQ1NfQkFTRSA/PyBcIi9cIixcbiAgYnVpbGRFbmQ6ICh7IG91dERpciwgc2l0ZSB9KSA9PiB7XG4gICAgY29uc3QgcHJvYmxlbXMgPSBwcm9ibGVtc09mKG91dERpciwgc2l0ZS5iYXNlKVxuICAgIGlmIChwcm9ibGVtcy5sZW5ndGggPiAwKSB0aHJvdyBuZXcgRXJyb3IocHJvYmxlbXMuam9pbihcIlxcblwiKSlcbiAgfSxcbiAgLy8gVGhlIGZyb250IHBhZ2UgaGFzIHRoZSBzaXRlJ3Mgb3duIHRpdGxlLlxuICB0cmFuc2Zvcm1QYWdlRGF0YTogKHBhZ2UpID0+IHtcbiAgICBpZiAocGFnZS5yZWxhdGl2ZVBhdGggPT09IFwiaW5kZXgubWRcIikgcGFnZS50aXRsZVRlbXBsYXRlID0gXCI6dGl0bGVcIlxuICB9LFxuICBsYW5nOiBcImVuXCIsXG4gIHRpdGxlOiBcInFVUkwgU0RLIGZvciBFZmZlY3RcIixcbiAgZGVzY3JpcHRpb246IFwiQ3JlYXRlIHRpbWUtbGltaXRlZCBhY2Nlc3MgbGlua3Mgd2l0aCB0aGUgcVVSTCBBUEkuIEV2ZXJ5IHdyaXRlIGlzIHNhZmUgdG8gcmV0cnkuXCIsXG4gIC8vIE5vIGljb24gaXMgYmV0dGVyIHRoYW4gYSByZXF1ZXN0IGZvciBvbmUgdGhhdCBpcyBub3QgdGhlcmUuXG4gIGhlYWQ6IFtbXCJsaW5rXCIsIHsgcmVsOiBcImljb25cIiwgaHJlZjogXCJkYXRhOixcIiB9XV0sXG4gIC8vIFRoZSBzYW1lIGhlYWRpbmdzIGhhdmUgdGhlIHNhbWUgYW5jaG9ycyBoZXJlIGFuZCBpbiB0aGUgcmVwb3NpdG9yeS5cbiAgbWFya2Rvd246IHsgYW5jaG9yOiB7IHNsdWdpZnk6IHNsdWdPZiB9IH0sXG4gIC8vIFRoZSBpbmRleCBvZiB0aGUgc2VhcmNoIGlzIGxhcmdlciB0aGFuIHRoZSB1c3VhbCBsaW1pdCwgYW5kIGlzIGxvYWRlZCBhcGFydCBmcm9tIHRoZSBwYWdlLlxuICB2aXRlOiB7IGJ1aWxkOiB7IGNodW5rU2l6ZVdhcm5pbmdMaW1pdDogMjA0OCB9IH0sXG4gIHRoZW1lQ29uZmlnOiB7XG4gICAgc2lkZWJhcixcbiAgICBvdXRsaW5lOiBbMiwgM10sXG4gICAgc2VhcmNoOiB7XG4gICAgICBwcm92aWRlcjogXCJsb2NhbFwiLFxuICAgICAgb3B0aW9uczoge1xuICAgICAgICAvLyBSZXN1bHRzIGFuZCBiZW5jaG1hcmtzIGFyZSB0YWJsZXMgb2YgbnVtYmVycywgYW5kIGNvZGUgaW4gdGhlIHJlZmVyZW5jZSByZXBlYXRzIHRoZSBuYW1lcyBpbiBpdHMgaGVhZGluZ3MuXG4gICAgICAgIF9yZW5kZXI6IChzb3VyY2UsIGVudiwgbWFya2Rvd24pID0+IHtcbiAgICAgICAgICBjb25zdCBwYXRoID0gU3RyaW5nKGVudi5yZWxhdGl2ZVBhdGgpXG4gICAgICAgICAgaWYgKC9eKHJlc3VsdHN8YmVuY2htYXJrcylcXC8vLnRlc3QocGF0aCkpIHtcbiAgICAgICAgICAgIHJldHVybiBtYXJrZG93bi5yZW5kZXIoc291cmNlLnNwbGl0KFwiXFxuXCIpLnNsaWNlKDAsIDMpLmpvaW4oXCJcXG5cIiksIGVudilcbiAgICAgICAgICB9XG4gICAgICAgICAgY29uc3QgdGV4dCA9IHBhdGguc3RhcnRzV2l0aChcInJlZmVyZW5jZS9cIikgPyBzb3VyY2UucmVwbGFjZSgvXmBgYFtcXHNcXFNdKj9eYGBgL2dtLCBcIlwiKSA6IHNvdXJjZVxuICAgICAgICAgIHJldHVybiBtYXJrZG93bi5yZW5kZXIodGV4dCwgZW52KVxuICAgICAgICB9LFxuICAgICAgICBtaW5pU2VhcmNoOiB7XG4gICAgICAgICAgc2VhcmNoT3B0aW9uczoge1xuICAgICAgICAgICAgcHJlZml4OiB0cnVlLFxuICAgICAgICAgICAgZnV6enk6IDAuMSxcbiAgICAgICAgICAgIGJvb3N0OiB7IHRpdGxlOiA2LCB0aXRsZXM6IDIsIHRleHQ6IDEgfSxcbiAgICAgICAgICAgIGJvb3N0RG9jdW1lbnQ6IChpZDogc3RyaW5nKSA9PiB3ZWlnaHRzLmZpbmQoKFtwYXJ0XSkgPT4gaWQuaW5jbHVkZXMocGFydCkpPy5bMV0gPz8gMVxuICAgICAgICAgIH1cbiAgICAgICAgfVxuICAgICAgfVxuICAgIH0sXG4gICAgZXh0ZXJuYWxMaW5rSWNvbjogdHJ1ZSxcbiAgICBuYXY6IFtcbiAgICAgIHsgdGV4dDogXCJHZXQgc3RhcnRlZFwiLCBsaW5rOiBcIi9nZXR0aW5nLXN0YXJ0ZWRcIiB9LFxuICAgICAgeyB0ZXh0OiBcIlJlY2lwZXNcIiwgbGluazogXCIvcmVjaXBlc1wiIH0sXG4gICAgICB7IHRleHQ6IFwiR3VpZGVcIiwgbGluazogXCIvaWRlbXBvdGVuY3ktYW5kLXJldHJpZXNcIiB9LFxuICAgICAgeyB0ZXh0OiBcIkVycm9yc1wiLCBsaW5rOiBcIi9lcnJvcnNcIiB9LFxuICAgICAgeyB0ZXh0OiBcIkFQSSByZWZlcmVuY2VcIiwgbGluazogXCIvcmVmZXJlbmNlL1wiIH1cbiAgICBdXG4gIH1cbn0pXG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3d0LWZpdmUvc2NyaXB0cy9kb2NzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC1maXZlL3NjcmlwdHMvZG9jcy9idWlsdC50c1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9pbXBvcnRfbWV0YV91cmwgPSBcImZpbGU6Ly8vd29yay93dC1maXZlL3NjcmlwdHMvZG9jcy9idWlsdC50c1wiO2ltcG9ydCB7IGV4aXN0c1N5bmMsIHJlYWRkaXJTeW5jLCByZWFkRmlsZVN5bmMsIHN0YXRTeW5jIH0gZnJvbSBcIm5vZGU6ZnNcIlxuaW1wb3J0IHsgZGlybmFtZSwgam9pbiwgcmVsYXRpdmUgfSBmcm9tIFwibm9kZTpwYXRoXCJcblxuY29uc3QgYXR0cmlidXRlcyA9IChodG1sOiBzdHJpbmcsIG5hbWU6IHN0cmluZykgPT5cbiAgWy4uLmh0bWwubWF0Y2hBbGwobmV3IFJlZ0V4cChgXFxcXHMke25hbWV9PVwiKFteXCJdKilcImAsIFwiZ1wiKSldLm1hcCgoWywgdmFsdWUgPSBcIlwiXSkgPT4gdmFsdWUpXG5cbi8qKiBXaGF0IGEgcGFnZSB3b3VsZCBsb2FkIGZyb20gYW5vdGhlciBob3N0IHdoZW4gaXQgaXMgb3BlbmVkLiBMaW5rcyBhcmUgbm90IGxvYWRlZC4gKi9cbmNvbnN0IGZvcmVpZ24gPSAoaHRtbDogc3RyaW5nKSA9PlxuICBbLi4uaHRtbC5tYXRjaEFsbCgvPCg/OnNjcmlwdHxpbWd8bGlua3xpZnJhbWV8c291cmNlKVxcYltePl0qXFxzKD86c3JjfGhyZWYpPVwiKCg/Omh0dHBzPzopP1xcL1xcL1teXCJdKilcIi9nKV1cbiAgICAubWFwKChbLCB1cmxdKSA9PiB1cmwpXG5cbi8qKiBMaW5rcyBvZiBhIGJ1aWx0IHNpdGUgdGhhdCBsZWFkIG5vd2hlcmUsIGFuY2hvcnMgaW5jbHVkZWQsIGFuZCB3aGF0IGl0IHdvdWxkIGxvYWQgZnJvbSBlbHNld2hlcmUuICovXG5leHBvcnQgY29uc3QgcHJvYmxlbXNPZiA9IChzaXRlOiBzdHJpbmcsIGJhc2U6IHN0cmluZyk6IFJlYWRvbmx5QXJyYXk8c3RyaW5nPiA9PiB7XG4gIGNvbnN0IGZpbGVzID0gcmVhZGRpclN5bmMoc2l0ZSwgeyBlbmNvZGluZzogXCJ1dGY4XCIsIHJlY3Vyc2l2ZTogdHJ1ZSB9KS5tYXAoKG5hbWUpID0+IGpvaW4oc2l0ZSwgbmFtZSkpXG4gIGNvbnN0IHBhZ2VzID0gbmV3IE1hcChcbiAgICBmaWxlcy5maWx0ZXIoKGZpbGUpID0+IGZpbGUuZW5kc1dpdGgoXCIuaHRtbFwiKSkubWFwKChmaWxlKSA9PiB7XG4gICAgICBjb25zdCBodG1sID0gcmVhZEZpbGVTeW5jKGZpbGUsIFwidXRmOFwiKVxuICAgICAgcmV0dXJuIFtmaWxlLCB7IGh0bWwsIGlkczogbmV3IFNldChhdHRyaWJ1dGVzKGh0bWwsIFwiaWRcIikpIH1dIGFzIGNvbnN0XG4gICAgfSlcbiAgKVxuICBjb25zdCBmaWxlT2YgPSAocGFnZTogc3RyaW5nLCBwYXRoOiBzdHJpbmcpID0+IHtcbiAgICBjb25zdCBmaWxlID0gcGF0aCA9PT0gXCJcIlxuICAgICAgPyBwYWdlXG4gICAgICA6IHBhdGguc3RhcnRzV2l0aChcIi9cIilcbiAgICAgID8gam9pbihzaXRlLCBwYXRoLnNsaWNlKGJhc2UubGVuZ3RoKSlcbiAgICAgIDogam9pbihkaXJuYW1lKHBhZ2UpLCBwYXRoKVxuICAgIHJldHVybiBleGlzdHNTeW5jKGZpbGUpICYmIHN0YXRTeW5jKGZpbGUpLmlzRGlyZWN0b3J5KCkgPyBqb2luKGZpbGUsIFwiaW5kZXguaHRtbFwiKSA6IGZpbGVcbiAgfVxuICBjb25zdCBpc0RlYWQgPSAocGFnZTogc3RyaW5nLCBocmVmOiBzdHJpbmcpID0+IHtcbiAgICBjb25zdCBbcGF0aCA9IFwiXCIsIGFuY2hvciA9IFwiXCJdID0gZGVjb2RlVVJJKGhyZWYucmVwbGFjZUFsbChcIiZhbXA7XCIsIFwiJlwiKSkuc3BsaXQoXCIjXCIpXG4gICAgY29uc3QgdGFyZ2V0ID0gZmlsZU9mKHBhZ2UsIHBhdGgpXG4gICAgcmV0dXJuICFleGlzdHNTeW5jKHRhcmdldCkgfHwgKGFuY2hvciAhPT0gXCJcIiAmJiBwYWdlcy5nZXQodGFyZ2V0KT8uaWRzLmhhcyhhbmNob3IpID09PSBmYWxzZSlcbiAgfVxuICBjb25zdCBkZWFkID0gWy4uLnBhZ2VzXS5maWx0ZXIoKFtwYWdlXSkgPT4gIXBhZ2UuZW5kc1dpdGgoXCI0MDQuaHRtbFwiKSkuZmxhdE1hcCgoW3BhZ2UsIHsgaHRtbCB9XSkgPT5cbiAgICBbLi4ubmV3IFNldChhdHRyaWJ1dGVzKGh0bWwsIFwiaHJlZlwiKSldXG4gICAgICAuZmlsdGVyKChocmVmKSA9PiAhL14oW2Etel1bYS16Ky4tXSo6fFxcL1xcLykvaS50ZXN0KGhyZWYpICYmIGlzRGVhZChwYWdlLCBocmVmKSlcbiAgICAgIC5tYXAoKGhyZWYpID0+IGAke3JlbGF0aXZlKHNpdGUsIHBhZ2UpfSBsaW5rcyB0byAke2hyZWZ9LCB3aGljaCBpcyBub3QgdGhlcmVgKVxuICApXG4gIGNvbnN0IGxvYWRlZCA9IFsuLi5wYWdlc10uZmxhdE1hcCgoW3BhZ2UsIHsgaHRtbCB9XSkgPT5cbiAgICBmb3JlaWduKGh0bWwpLm1hcCgodXJsKSA9PiBgJHtyZWxhdGl2ZShzaXRlLCBwYWdlKX0gbG9hZHMgJHt1cmx9YClcbiAgKVxuICBjb25zdCBzdHlsZWQgPSBmaWxlcy5maWx0ZXIoKGZpbGUpID0+IGZpbGUuZW5kc1dpdGgoXCIuY3NzXCIpKS5mbGF0TWFwKChmaWxlKSA9PlxuICAgIFsuLi5yZWFkRmlsZVN5bmMoZmlsZSwgXCJ1dGY4XCIpLm1hdGNoQWxsKC91cmxcXChbXCInXT8oKD86aHR0cHM/Oik/XFwvXFwvW14pXCInXSopL2cpXVxuICAgICAgLm1hcCgoWywgdXJsXSkgPT4gYCR7cmVsYXRpdmUoc2l0ZSwgZmlsZSl9IGxvYWRzICR7dXJsfWApXG4gIClcbiAgcmV0dXJuIFsuLi5kZWFkLCAuLi5sb2FkZWQsIC4uLnN0eWxlZF1cbn1cbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvd3QtZml2ZS9zY3JpcHRzL2RvY3NcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL3d0LWZpdmUvc2NyaXB0cy9kb2NzL3NsdWcudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3QtZml2ZS9zY3JpcHRzL2RvY3Mvc2x1Zy50c1wiOy8qKiBUaGUgYW5jaG9yIHRoYXQgR2l0SHViIGdpdmVzIHRvIGEgaGVhZGluZy4gKi9cbmV4cG9ydCBjb25zdCBzbHVnT2YgPSAoaGVhZGluZzogc3RyaW5nKTogc3RyaW5nID0+XG4gIGhlYWRpbmcudG9Mb3dlckNhc2UoKS5yZXBsYWNlKC9bXlxccHtMfVxccHtOfVxcc18tXS9ndSwgXCJcIikudHJpbSgpLnJlcGxhY2UoL1xccy9nLCBcIi1cIilcbiIsICJjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZGlybmFtZSA9IFwiL3dvcmsvd3QtZml2ZS9zY3JpcHRzL2RvY3NcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfZmlsZW5hbWUgPSBcIi93b3JrL3d0LWZpdmUvc2NyaXB0cy9kb2NzL3N0YWdlLnRzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ltcG9ydF9tZXRhX3VybCA9IFwiZmlsZTovLy93b3JrL3d0LWZpdmUvc2NyaXB0cy9kb2NzL3N0YWdlLnRzXCI7aW1wb3J0IHsgY3BTeW5jLCBta2RpclN5bmMsIHJlYWRkaXJTeW5jLCByZWFkRmlsZVN5bmMsIHJtU3luYywgd3JpdGVGaWxlU3luYyB9IGZyb20gXCJub2RlOmZzXCJcbmltcG9ydCB7IGRpcm5hbWUsIGpvaW4sIHJlbGF0aXZlLCByZXNvbHZlIH0gZnJvbSBcIm5vZGU6cGF0aFwiXG5pbXBvcnQgeyBkb2NzLCBndWlkZSwgbWFya2Rvd25JbiwgcGFja2FnZU5hbWVzLCBwYWNrYWdlcywgcm9vdCB9IGZyb20gXCIuL3BhZ2VzLmpzXCJcbmltcG9ydCB7IG1vZHVsZXMsIG92ZXJ2aWV3IH0gZnJvbSBcIi4vcmVmZXJlbmNlLmpzXCJcblxuLyoqIFdoZXJlIHBhZ2VzIG9mIHRoZSBwcm9qZWN0LCBhbmQgbW9kdWxlcywgc3RhbmQgb24gdGhlIHNpdGUuICovXG5jb25zdCBwbGFjZXMgPSBuZXcgTWFwKFtcbiAgLi4ubWFya2Rvd25Jbihkb2NzKS5tYXAoKGZpbGUpID0+IFtmaWxlLCByZWxhdGl2ZShkb2NzLCBmaWxlKS5yZXBsYWNlQWxsKFwiXFxcXFwiLCBcIi9cIildIGFzIGNvbnN0KSxcbiAgLi4ucGFja2FnZXMucGFnZXMubWFwKCh7IGZpbGUsIHBhdGggfSkgPT4gW2ZpbGUsIGAke3BhdGh9Lm1kYF0gYXMgY29uc3QpLFxuICBbam9pbihyb290LCBcIlJFQURNRS5tZFwiKSwgXCJpbmRleC5tZFwiXSBhcyBjb25zdCxcbiAgLi4ubW9kdWxlcy5tYXAoKHsgbmFtZSwgcGFja2FnZTogb3duZXIgfSkgPT5cbiAgICBbam9pbihyb290LCBcInBhY2thZ2VzXCIsIG93bmVyLCBcInNyY1wiLCBgJHtuYW1lfS50c2ApLCBgcmVmZXJlbmNlLyR7b3duZXJ9LyR7bmFtZX0ubWRgXSBhcyBjb25zdFxuICApXG5dKVxuXG4vKiogQWRkcmVzcyBvZiB0aGUgZmlsZXMgb2YgdGhlIHJlcG9zaXRvcnksIHN1Y2ggYXMgYGh0dHBzOi8vZ2l0aHViLmNvbS9vd25lci9uYW1lL2Jsb2IvbWFpbmAsIHdoZXJlIGl0IGlzIGtub3duLiAqL1xuY29uc3QgcmVwb3NpdG9yeSA9IHByb2Nlc3MuZW52LlFVUkxfRE9DU19SRVBPU0lUT1JZXG5cbmNvbnN0IG91dHNpZGUgPSAodGV4dDogc3RyaW5nLCBmaWxlOiBzdHJpbmcpID0+IHtcbiAgY29uc3QgcGF0aCA9IHJlbGF0aXZlKHJvb3QsIGZpbGUpLnJlcGxhY2VBbGwoXCJcXFxcXCIsIFwiL1wiKVxuICBpZiAocmVwb3NpdG9yeSAhPT0gdW5kZWZpbmVkKSByZXR1cm4gYFske3RleHR9XSgke3JlcG9zaXRvcnl9LyR7cGF0aH0pYFxuICByZXR1cm4gdGV4dC5zdGFydHNXaXRoKFwiYFwiKSA/IHRleHQgOiBgXFxgJHt0ZXh0fVxcYGBcbn1cblxuLyoqIExpbmtzIHRoYXQgbGVhZCB0byBwYWdlcyBvZiB0aGUgc2l0ZSBsZWFkIHRoZXJlOyBsaW5rcyB0byBvdGhlciBmaWxlcyBsZWFkIHRvIHRoZSByZXBvc2l0b3J5IG9yIG5vd2hlcmUuICovXG5jb25zdCByZWxpbmtlZCA9IChmaWxlOiBzdHJpbmcsIHBsYWNlOiBzdHJpbmcpID0+XG4gIHJlYWRGaWxlU3luYyhmaWxlLCBcInV0ZjhcIikuc3BsaXQoLyheXFxzKmBgYFtcXHNcXFNdKj9eXFxzKmBgYHxgW15gXFxuXSpgKD8hXFxdKSkvbSkubWFwKChwYXJ0KSA9PlxuICAgIHBhcnQudHJpbVN0YXJ0KCkuc3RhcnRzV2l0aChcImBcIikgPyBwYXJ0IDogcGFydC5yZXBsYWNlKFxuICAgICAgLyg/PCEhKVxcWyhbXlxcXV0rKVxcXVxcKChbXilcXHNdKylcXCkvZyxcbiAgICAgICh3aG9sZSwgdGV4dDogc3RyaW5nLCBsaW5rOiBzdHJpbmcpID0+IHtcbiAgICAgICAgaWYgKC9eKFthLXpdW2EteisuLV0qOnwjKS9pLnRlc3QobGluaykpIHJldHVybiB3aG9sZVxuICAgICAgICBjb25zdCBbcGF0aCA9IFwiXCIsIGFuY2hvcl0gPSBsaW5rLnNwbGl0KFwiI1wiKVxuICAgICAgICBjb25zdCB0YXJnZXQgPSByZXNvbHZlKGRpcm5hbWUoZmlsZSksIHBhdGgpXG4gICAgICAgIGNvbnN0IHRvID0gcGxhY2VzLmdldCh0YXJnZXQpXG4gICAgICAgIGlmICh0byA9PT0gdW5kZWZpbmVkKSByZXR1cm4gb3V0c2lkZSh0ZXh0LCB0YXJnZXQpXG4gICAgICAgIGNvbnN0IGFkZHJlc3MgPSByZWxhdGl2ZShkaXJuYW1lKGpvaW4oXCIvXCIsIHBsYWNlKSksIGpvaW4oXCIvXCIsIHRvKSkucmVwbGFjZUFsbChcIlxcXFxcIiwgXCIvXCIpXG4gICAgICAgIHJldHVybiBgWyR7dGV4dH1dKCR7YWRkcmVzcy5zdGFydHNXaXRoKFwiLlwiKSA/IGFkZHJlc3MgOiBgLi8ke2FkZHJlc3N9YH0ke1xuICAgICAgICAgIGFuY2hvciA9PT0gdW5kZWZpbmVkID8gXCJcIiA6IGAjJHthbmNob3J9YFxuICAgICAgICB9KWBcbiAgICAgIH1cbiAgICApXG4gICkuam9pbihcIlwiKVxuXG4vKiogV3JpdGVzIHRoZSBzaXRlJ3Mgc291cmNlIHRvIGEgZGlyZWN0b3J5OiB0aGUgcGFnZXMgb2YgYGRvY3MvYCBhbmQgb2YgdGhlIHBhY2thZ2VzLCBhbmQgdGhlIHJlZmVyZW5jZS4gKi9cbmV4cG9ydCBjb25zdCBzdGFnZSA9IChkaXJlY3Rvcnk6IHN0cmluZykgPT4ge1xuICBybVN5bmMoZGlyZWN0b3J5LCB7IHJlY3Vyc2l2ZTogdHJ1ZSwgZm9yY2U6IHRydWUgfSlcbiAgY29uc3Qgd3JpdGUgPSAocGxhY2U6IHN0cmluZywgdGV4dDogc3RyaW5nKSA9PiB7XG4gICAgY29uc3QgZmlsZSA9IGpvaW4oZGlyZWN0b3J5LCBwbGFjZSlcbiAgICBta2RpclN5bmMoZGlybmFtZShmaWxlKSwgeyByZWN1cnNpdmU6IHRydWUgfSlcbiAgICB3cml0ZUZpbGVTeW5jKGZpbGUsIHRleHQpXG4gIH1cbiAgZm9yIChjb25zdCBbZmlsZSwgcGxhY2VdIG9mIHBsYWNlcykge1xuICAgIGlmIChmaWxlLmVuZHNXaXRoKFwiLm1kXCIpICYmIGZpbGUgIT09IGpvaW4ocm9vdCwgXCJSRUFETUUubWRcIikpIHdyaXRlKHBsYWNlLCByZWxpbmtlZChmaWxlLCBwbGFjZSkpXG4gIH1cbiAgZm9yIChjb25zdCBwaWN0dXJlIG9mIHJlYWRkaXJTeW5jKGRvY3MsIHsgZW5jb2Rpbmc6IFwidXRmOFwiLCByZWN1cnNpdmU6IHRydWUgfSkpIHtcbiAgICBpZiAocGljdHVyZS5lbmRzV2l0aChcIi5zdmdcIikgJiYgIXBpY3R1cmUuc3RhcnRzV2l0aChcIi52aXRlcHJlc3NcIikpIHtcbiAgICAgIGNwU3luYyhqb2luKGRvY3MsIHBpY3R1cmUpLCBqb2luKGRpcmVjdG9yeSwgcGljdHVyZSkpXG4gICAgfVxuICB9XG4gIGZvciAoY29uc3QgbW9kdWxlIG9mIG1vZHVsZXMpIHdyaXRlKGByZWZlcmVuY2UvJHttb2R1bGUucGFja2FnZX0vJHttb2R1bGUubmFtZX0ubWRgLCBtb2R1bGUubWFya2Rvd24pXG4gIHdyaXRlKFwicmVmZXJlbmNlL2luZGV4Lm1kXCIsIG92ZXJ2aWV3KVxufVxuXG4vKiogU2lkZWJhcnMgaW4gdGhlIGZvcm0gdGhhdCBWaXRlUHJlc3Mgd2FudHM6IG9uZSBiZXNpZGUgdGhlIHJlZmVyZW5jZSwgb25lIGJlc2lkZSBhbGwgb3RoZXIgcGFnZXMuICovXG5leHBvcnQgY29uc3Qgc2lkZWJhciA9IHtcbiAgXCIvXCI6IFtcbiAgICAuLi5bLi4uZ3VpZGUsIHBhY2thZ2VzXS5tYXAoKHsgcGFnZXMsIHRpdGxlIH0pID0+ICh7XG4gICAgICB0ZXh0OiB0aXRsZSxcbiAgICAgIGl0ZW1zOiBwYWdlcy5tYXAoKHsgcGF0aCwgdGl0bGUgfSkgPT4gKHsgdGV4dDogdGl0bGUsIGxpbms6IGAvJHtwYXRofWAgfSkpXG4gICAgfSkpLFxuICAgIHsgdGV4dDogXCJBUEkgcmVmZXJlbmNlXCIsIGl0ZW1zOiBbeyB0ZXh0OiBcIkFsbCBtb2R1bGVzXCIsIGxpbms6IFwiL3JlZmVyZW5jZS9cIiB9XSB9XG4gIF0sXG4gIFwiL3JlZmVyZW5jZS9cIjogW1xuICAgIHsgdGV4dDogXCJBUEkgcmVmZXJlbmNlXCIsIGl0ZW1zOiBbeyB0ZXh0OiBcIkFsbCBtb2R1bGVzXCIsIGxpbms6IFwiL3JlZmVyZW5jZS9cIiB9XSB9LFxuICAgIC4uLnBhY2thZ2VOYW1lcy5tYXAoKG5hbWUpID0+ICh7XG4gICAgICB0ZXh0OiBgQHF1cmwvJHtuYW1lfWAsXG4gICAgICBjb2xsYXBzZWQ6IHRydWUsXG4gICAgICBpdGVtczogbW9kdWxlcy5maWx0ZXIoKG1vZHVsZSkgPT4gbW9kdWxlLnBhY2thZ2UgPT09IG5hbWUpLm1hcCgobW9kdWxlKSA9PiAoe1xuICAgICAgICB0ZXh0OiBtb2R1bGUubmFtZSxcbiAgICAgICAgbGluazogYC9yZWZlcmVuY2UvJHtuYW1lfS8ke21vZHVsZS5uYW1lfWBcbiAgICAgIH0pKVxuICAgIH0pKS5maWx0ZXIoKHsgaXRlbXMgfSkgPT4gaXRlbXMubGVuZ3RoID4gMClcbiAgXVxufVxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC1maXZlL3NjcmlwdHMvZG9jc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvd3QtZml2ZS9zY3JpcHRzL2RvY3MvcGFnZXMudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3QtZml2ZS9zY3JpcHRzL2RvY3MvcGFnZXMudHNcIjtpbXBvcnQgeyBleGlzdHNTeW5jLCByZWFkZGlyU3luYywgcmVhZEZpbGVTeW5jIH0gZnJvbSBcIm5vZGU6ZnNcIlxuaW1wb3J0IHsgZGlybmFtZSwgam9pbiwgcmVsYXRpdmUsIHJlc29sdmUgfSBmcm9tIFwibm9kZTpwYXRoXCJcblxuLyoqIEJvdGggdGhlIHRlc3RzIGFuZCB0aGUgc2l0ZSdzIGNvbmZpZ3VyYXRpb24sIHdoaWNoIGlzIGJ1bmRsZWQgdG8gYW5vdGhlciBwbGFjZSwgcnVuIGZyb20gd2l0aGluIHRoZSB3b3Jrc3BhY2UuICovXG5jb25zdCBhYm92ZSA9IChkaXJlY3Rvcnk6IHN0cmluZyk6IHN0cmluZyA9PlxuICBleGlzdHNTeW5jKGpvaW4oZGlyZWN0b3J5LCBcInBucG0td29ya3NwYWNlLnlhbWxcIikpICYmIGV4aXN0c1N5bmMoam9pbihkaXJlY3RvcnksIFwiZG9jc1wiKSlcbiAgICA/IGRpcmVjdG9yeVxuICAgIDogYWJvdmUoZGlybmFtZShkaXJlY3RvcnkpKVxuXG5leHBvcnQgY29uc3Qgcm9vdCA9IGFib3ZlKHByb2Nlc3MuY3dkKCkpXG5cbmV4cG9ydCBjb25zdCBkb2NzID0gam9pbihyb290LCBcImRvY3NcIilcblxuLyoqIEEgcGFnZSBvZiB0aGUgc2l0ZTogaXRzIHNvdXJjZSwgaXRzIHBhdGggdGhlcmUsIGFuZCBpdHMgZmlyc3QgaGVhZGluZy4gKi9cbmludGVyZmFjZSBQYWdlIHtcbiAgcmVhZG9ubHkgZmlsZTogc3RyaW5nXG4gIHJlYWRvbmx5IHBhdGg6IHN0cmluZ1xuICByZWFkb25seSB0aXRsZTogc3RyaW5nXG59XG5cbi8qKiBQYWdlcyB1bmRlciBvbmUgdGl0bGUgb2YgdGhlIHNpZGViYXIuICovXG5leHBvcnQgaW50ZXJmYWNlIFNlY3Rpb24ge1xuICByZWFkb25seSB0aXRsZTogc3RyaW5nXG4gIHJlYWRvbmx5IHBhZ2VzOiBSZWFkb25seUFycmF5PFBhZ2U+XG59XG5cbmNvbnN0IHNsYXNoZXMgPSAocGF0aDogc3RyaW5nKSA9PiBwYXRoLnJlcGxhY2VBbGwoXCJcXFxcXCIsIFwiL1wiKVxuXG5leHBvcnQgY29uc3QgbWFya2Rvd25JbiA9IChkaXJlY3Rvcnk6IHN0cmluZyk6IFJlYWRvbmx5QXJyYXk8c3RyaW5nPiA9PlxuICBleGlzdHNTeW5jKGRpcmVjdG9yeSlcbiAgICA/IHJlYWRkaXJTeW5jKGRpcmVjdG9yeSwgeyBlbmNvZGluZzogXCJ1dGY4XCIsIHJlY3Vyc2l2ZTogdHJ1ZSB9KVxuICAgICAgLmZpbHRlcigobmFtZSkgPT4gbmFtZS5lbmRzV2l0aChcIi5tZFwiKSAmJiAhbmFtZS5zdGFydHNXaXRoKFwiLnZpdGVwcmVzc1wiKSlcbiAgICAgIC5tYXAoKG5hbWUpID0+IGpvaW4oZGlyZWN0b3J5LCBuYW1lKSlcbiAgICAgIC5zb3J0KClcbiAgICA6IFtdXG5cbmNvbnN0IHRpdGxlT2YgPSAoZmlsZTogc3RyaW5nKSA9PlxuICAoL14oPzojIHx0aXRsZTogKSguKykkL20uZXhlYyhyZWFkRmlsZVN5bmMoZmlsZSwgXCJ1dGY4XCIpKT8uWzFdID8/IHNsYXNoZXMocmVsYXRpdmUocm9vdCwgZmlsZSkpKS5yZXBsYWNlQWxsKFwiYFwiLCBcIlwiKVxuXG5jb25zdCBwYWdlID0gKGZpbGU6IHN0cmluZywgcGF0aDogc3RyaW5nKTogUGFnZSA9PiAoeyBmaWxlLCBwYXRoLCB0aXRsZTogdGl0bGVPZihmaWxlKSB9KVxuXG4vKiogYGRlY2lzaW9ucy8qYCBtZWFucyBldmVyeSBwYWdlIG9mIHRoZSBmb2xkZXIuICovXG5jb25zdCBleHBhbmQgPSAoZW50cnk6IHN0cmluZyk6IFJlYWRvbmx5QXJyYXk8c3RyaW5nPiA9PlxuICBlbnRyeS5lbmRzV2l0aChcIi8qXCIpXG4gICAgPyBtYXJrZG93bkluKGpvaW4oZG9jcywgZW50cnkuc2xpY2UoMCwgLTIpKSkubWFwKChmaWxlKSA9PiBzbGFzaGVzKHJlbGF0aXZlKGRvY3MsIGZpbGUpKSlcbiAgICA6IFtlbnRyeV1cblxuaW50ZXJmYWNlIExpc3RlZCB7XG4gIHJlYWRvbmx5IHRpdGxlOiBzdHJpbmdcbiAgcmVhZG9ubHkgcGFnZXM6IFJlYWRvbmx5QXJyYXk8c3RyaW5nPlxufVxuXG4vLyBgZG9jcy9zaWRlYmFyLmpzb25gIGlzIG91cnMsIGFuZCBhIHdyb25nIGVudHJ5IGZhaWxzIHRoZSB0ZXN0IG9mIHRoZSBzaXRlLlxuY29uc3QgbGlzdGVkID0gSlNPTi5wYXJzZShyZWFkRmlsZVN5bmMoam9pbihkb2NzLCBcInNpZGViYXIuanNvblwiKSwgXCJ1dGY4XCIpKSBhcyBSZWFkb25seUFycmF5PExpc3RlZD5cblxuLyoqIFdoYXQgYGRvY3Mvc2lkZWJhci5qc29uYCBuYW1lcywgZm9sZGVycyBzcGVsbGVkIG91dC4gKi9cbmV4cG9ydCBjb25zdCBlbnRyaWVzOiBSZWFkb25seUFycmF5PHN0cmluZz4gPSBsaXN0ZWQuZmxhdE1hcCgoeyBwYWdlcyB9KSA9PiBwYWdlcy5mbGF0TWFwKGV4cGFuZCkpXG5cbmV4cG9ydCBjb25zdCBndWlkZTogUmVhZG9ubHlBcnJheTxTZWN0aW9uPiA9IGxpc3RlZFxuICAubWFwKCh7IHBhZ2VzLCB0aXRsZSB9KSA9PiAoe1xuICAgIHRpdGxlLFxuICAgIHBhZ2VzOiBwYWdlcy5mbGF0TWFwKGV4cGFuZCkubWFwKChlbnRyeSkgPT4gcGFnZShqb2luKGRvY3MsIGVudHJ5KSwgZW50cnkucmVwbGFjZSgvXFwubWQkLywgXCJcIikpKVxuICB9KSlcbiAgLmZpbHRlcigoeyBwYWdlcyB9KSA9PiBwYWdlcy5sZW5ndGggPiAwKVxuXG4vKiogRnJvbSB0aGUgY29yZSBvdXR3YXJkcy4gKi9cbmNvbnN0IG9yZGVyID0gW1xuICBcInNka1wiLFxuICBcInByb21pc2VcIixcbiAgXCJjbGlcIixcbiAgXCJ0ZXN0aW5nXCIsXG4gIFwiZW11bGF0b3JcIixcbiAgXCJpZGVtcG90ZW5jeVwiLFxuICBcImNvbnRyYWN0XCIsXG4gIFwiaWRlbXBvdGVuY3ktc2VydmVyXCIsXG4gIFwiY2xpZW50c1wiXG5dXG5cbmV4cG9ydCBjb25zdCBwYWNrYWdlTmFtZXM6IFJlYWRvbmx5QXJyYXk8c3RyaW5nPiA9IHJlYWRkaXJTeW5jKGpvaW4ocm9vdCwgXCJwYWNrYWdlc1wiKSlcbiAgLmZpbHRlcigobmFtZSkgPT4gZXhpc3RzU3luYyhqb2luKHJvb3QsIFwicGFja2FnZXNcIiwgbmFtZSwgXCJSRUFETUUubWRcIikpKVxuICAuc29ydCgoYSwgYikgPT4gKG9yZGVyLmluZGV4T2YoYSkgKyAxIHx8IEluZmluaXR5KSAtIChvcmRlci5pbmRleE9mKGIpICsgMSB8fCBJbmZpbml0eSkpXG5cbi8qKiBPbmUgcGFnZSBwZXIgcGFja2FnZTogaXRzIFJFQURNRS4gKi9cbmV4cG9ydCBjb25zdCBwYWNrYWdlczogU2VjdGlvbiA9IHtcbiAgdGl0bGU6IFwiUGFja2FnZXNcIixcbiAgcGFnZXM6IHBhY2thZ2VOYW1lcy5tYXAoKG5hbWUpID0+IHBhZ2UocmVzb2x2ZShyb290LCBcInBhY2thZ2VzXCIsIG5hbWUsIFwiUkVBRE1FLm1kXCIpLCBgcGFja2FnZXMvJHtuYW1lfWApKVxufVxuXG4vKiogVGhlIHB1YmxpYyBtb2R1bGVzIG9mIGEgcGFja2FnZS4gKi9cbmV4cG9ydCBjb25zdCBzb3VyY2VzSW4gPSAocGFja2FnZU5hbWU6IHN0cmluZyk6IFJlYWRvbmx5QXJyYXk8c3RyaW5nPiA9PiB7XG4gIGNvbnN0IHNyYyA9IGpvaW4ocm9vdCwgXCJwYWNrYWdlc1wiLCBwYWNrYWdlTmFtZSwgXCJzcmNcIilcbiAgcmV0dXJuIHJlYWRkaXJTeW5jKHNyYywgeyBlbmNvZGluZzogXCJ1dGY4XCIsIHJlY3Vyc2l2ZTogdHJ1ZSB9KVxuICAgIC5tYXAoc2xhc2hlcylcbiAgICAuZmlsdGVyKChuYW1lKSA9PiBuYW1lLmVuZHNXaXRoKFwiLnRzXCIpICYmIG5hbWUgIT09IFwiaW5kZXgudHNcIiAmJiAhbmFtZS5zdGFydHNXaXRoKFwiaW50ZXJuYWwvXCIpKVxuICAgIC5zb3J0KClcbiAgICAubWFwKChuYW1lKSA9PiBqb2luKHNyYywgbmFtZSkpXG59XG4iLCAiY29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2Rpcm5hbWUgPSBcIi93b3JrL3d0LWZpdmUvc2NyaXB0cy9kb2NzXCI7Y29uc3QgX192aXRlX2luamVjdGVkX29yaWdpbmFsX2ZpbGVuYW1lID0gXCIvd29yay93dC1maXZlL3NjcmlwdHMvZG9jcy9yZWZlcmVuY2UudHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3QtZml2ZS9zY3JpcHRzL2RvY3MvcmVmZXJlbmNlLnRzXCI7aW1wb3J0IHsgZXhpc3RzU3luYyB9IGZyb20gXCJub2RlOmZzXCJcbmltcG9ydCB7IGpvaW4sIHJlbGF0aXZlIH0gZnJvbSBcIm5vZGU6cGF0aFwiXG5pbXBvcnQgdHMgZnJvbSBcInR5cGVzY3JpcHRcIlxuaW1wb3J0IHsgZGVjbGFyYXRpb25PZiwgZXhwb3J0c09mLCBpbmZlcnJlZEZyb20sIG1lbWJlcnNPZiwgbmFtZU9mLCBwYXJzZSB9IGZyb20gXCIuL2RlY2xhcmF0aW9uLmpzXCJcbmltcG9ydCB7IHBhY2thZ2VOYW1lcywgcm9vdCwgc291cmNlc0luIH0gZnJvbSBcIi4vcGFnZXMuanNcIlxuXG5jb25zdCBjYXRlZ29yaWVzID0ge1xuICB0YWdzOiBcIlNlcnZpY2VzXCIsXG4gIGNvbnN0cnVjdG9yczogXCJDb25zdHJ1Y3RvcnNcIixcbiAgbGF5ZXJzOiBcIkxheWVyc1wiLFxuICBjb21iaW5hdG9yczogXCJDb21iaW5hdG9yc1wiLFxuICBtb2RlbHM6IFwiTW9kZWxzXCIsXG4gIGVycm9yczogXCJFcnJvcnNcIlxufVxuXG4vKiogVGV4dCB0aGF0IFZ1ZSB0YWtlcyBmb3IgdGV4dC4gKi9cbmNvbnN0IHNhZmUgPSAodGV4dDogc3RyaW5nKSA9PlxuICB0ZXh0LnNwbGl0KC8oYGBgW1xcc1xcU10qP2BgYHxgW15gXFxuXSpgKS8pLm1hcCgocGFydCkgPT5cbiAgICBwYXJ0LnN0YXJ0c1dpdGgoXCJgXCIpID8gcGFydCA6IHBhcnQucmVwbGFjZUFsbChcIiZcIiwgXCImYW1wO1wiKS5yZXBsYWNlQWxsKFwiPFwiLCBcIiZsdDtcIikucmVwbGFjZUFsbChcInt7XCIsIFwieyYjODIwMzt7XCIpXG4gICkuam9pbihcIlwiKVxuXG5jb25zdCBwcm9zZSA9IChjb21tZW50OiB0cy5KU0RvY1tcImNvbW1lbnRcIl0pID0+XG4gIHNhZmUoKHRzLmdldFRleHRPZkpTRG9jQ29tbWVudChjb21tZW50KSA/PyBcIlwiKS5yZXBsYWNlKC9cXHtAbGluayAoXFxTKz8pXFx9L2csIFwiYCQxYFwiKSlcblxuY29uc3QgZXhhbXBsZU9mID0gKHRhZzogdHMuSlNEb2NUYWcpID0+IHtcbiAgY29uc3QgdGV4dCA9ICh0cy5nZXRUZXh0T2ZKU0RvY0NvbW1lbnQodGFnLmNvbW1lbnQpID8/IFwiXCIpLnRyaW0oKVxuICByZXR1cm4gdGV4dC5zdGFydHNXaXRoKFwiYGBgXCIpID8gdGV4dCA6IGBcXGBcXGBcXGB0c1xcbiR7dGV4dH1cXG5cXGBcXGBcXGBgXG59XG5cbmludGVyZmFjZSBFbnRyeSB7XG4gIHJlYWRvbmx5IG5hbWU6IHN0cmluZ1xuICByZWFkb25seSBjYXRlZ29yeTogc3RyaW5nXG4gIHJlYWRvbmx5IG1hcmtkb3duOiBzdHJpbmdcbn1cblxuY29uc3QgZG9jc09mID0gKG5vZGU6IHRzLk5vZGUpID0+IHRzLmdldEpTRG9jQ29tbWVudHNBbmRUYWdzKG5vZGUpLmZpbHRlcigoZG9jKSA9PiB0cy5pc0pTRG9jKGRvYykpXG5cbmNvbnN0IHRhZ3NPZiA9IChkb2NzOiBSZWFkb25seUFycmF5PHRzLkpTRG9jPiwgbmFtZTogc3RyaW5nKSA9PlxuICBkb2NzLmZsYXRNYXAoKHsgdGFncyA9IFtdIH0pID0+IHRhZ3MuZmlsdGVyKCh7IHRhZ05hbWUgfSkgPT4gdGFnTmFtZS50ZXh0ID09PSBuYW1lKSlcblxuLyoqIERlY2xhcmF0aW9ucyBvZiBvbmUgbmFtZSwgc3VjaCBhcyBhIHNjaGVtYSBhbmQgaXRzIHR5cGUsIGFyZSBvbmUgZW50cnkuICovXG5jb25zdCBlbnRyaWVzT2YgPSAoZmlsZTogc3RyaW5nLCBzb3VyY2U6IHRzLlNvdXJjZUZpbGUpOiBSZWFkb25seUFycmF5PEVudHJ5PiA9PiB7XG4gIGNvbnN0IGluZmVycmVkID0gaW5mZXJyZWRGcm9tKGZpbGUucmVwbGFjZSgvKFtcXFxcL10pc3JjKFtcXFxcL10pLywgXCIkMWRpc3QkMlwiKS5yZXBsYWNlKC9cXC50cyQvLCBcIi5kLnRzXCIpKVxuICBjb25zdCBieU5hbWUgPSBuZXcgTWFwPHN0cmluZywgUmVhZG9ubHlBcnJheTxSZXR1cm5UeXBlPHR5cGVvZiBleHBvcnRzT2Y+W251bWJlcl0+PigpXG4gIGZvciAoY29uc3Qgbm9kZSBvZiBleHBvcnRzT2Yoc291cmNlKSkge1xuICAgIGlmICh0YWdzT2YoZG9jc09mKG5vZGUpLCBcImludGVybmFsXCIpLmxlbmd0aCA9PT0gMCkge1xuICAgICAgYnlOYW1lLnNldChuYW1lT2Yobm9kZSksIFsuLi5ieU5hbWUuZ2V0KG5hbWVPZihub2RlKSkgPz8gW10sIG5vZGVdKVxuICAgIH1cbiAgfVxuICByZXR1cm4gWy4uLmJ5TmFtZV0ubWFwKChbbmFtZSwgbm9kZXNdKSA9PiB7XG4gICAgY29uc3QgZG9jcyA9IG5vZGVzLmZsYXRNYXAoZG9jc09mKVxuICAgIGNvbnN0IFtjYXRlZ29yeV0gPSB0YWdzT2YoZG9jcywgXCJjYXRlZ29yeVwiKVxuICAgIGNvbnN0IGRlcHJlY2F0ZWQgPSB0YWdzT2YoZG9jcywgXCJkZXByZWNhdGVkXCIpLm1hcCgoeyBjb21tZW50IH0pID0+IGAqKkRlcHJlY2F0ZWQuKiogJHtwcm9zZShjb21tZW50KX1gKVxuICAgIHJldHVybiB7XG4gICAgICBuYW1lLFxuICAgICAgY2F0ZWdvcnk6IGNhdGVnb3J5Py5jb21tZW50Py50b1N0cmluZygpID8/IFwibW9kZWxzXCIsXG4gICAgICBtYXJrZG93bjogW1xuICAgICAgICBgIyMjICR7bmFtZX1gLFxuICAgICAgICAuLi5kb2NzLm1hcCgoeyBjb21tZW50IH0pID0+IHByb3NlKGNvbW1lbnQpKS5maWx0ZXIoKHRleHQpID0+IHRleHQgIT09IFwiXCIpLFxuICAgICAgICAuLi5kZXByZWNhdGVkLFxuICAgICAgICBgXFxgXFxgXFxgdHNcXG4ke25vZGVzLm1hcCgobm9kZSkgPT4gZGVjbGFyYXRpb25PZihub2RlLCBpbmZlcnJlZCkpLmpvaW4oXCJcXG5cXG5cIil9XFxuXFxgXFxgXFxgYCxcbiAgICAgICAgLi4udGFnc09mKGRvY3MsIFwiZXhhbXBsZVwiKS5mbGF0TWFwKCh0YWcpID0+IFtcIkV4YW1wbGU6XCIsIGV4YW1wbGVPZih0YWcpXSksXG4gICAgICAgIC4uLm5vZGVzLmZsYXRNYXAobWVtYmVyc09mKS5tYXAoKFttZW1iZXIsIGNvbW1lbnRdKSA9PiBgIyMjIyBcXGAke21lbWJlcn1cXGBcXG5cXG4ke3Byb3NlKGNvbW1lbnQpfWApXG4gICAgICBdLmpvaW4oXCJcXG5cXG5cIilcbiAgICB9XG4gIH0pXG59XG5cbi8qKiBXaGF0IHRoZSBmaXJzdCBkb2NzdHJpbmcgb2YgYSBmaWxlIHNheXMgb2YgdGhlIGZpbGUuICovXG5jb25zdCBpbnRyb2R1Y3Rpb24gPSAoc291cmNlOiB0cy5Tb3VyY2VGaWxlKSA9PiB7XG4gIGNvbnN0IFssIHRleHQgPSBcIlwiXSA9IC9eXFxzKig/OlxcL1xcL1xcLy4qXFxzKikqXFwvXFwqXFwqKFtcXHNcXFNdKj8pXFwqXFwvLy5leGVjKHNvdXJjZS50ZXh0KSA/PyBbXVxuICBjb25zdCBsaW5lcyA9IHRleHQuc3BsaXQoXCJcXG5cIikubWFwKChsaW5lKSA9PiBsaW5lLnJlcGxhY2UoL15cXHMqXFwqID8vLCBcIlwiKSlcbiAgY29uc3QgdGFnID0gbGluZXMuZmluZEluZGV4KChsaW5lKSA9PiBsaW5lLnN0YXJ0c1dpdGgoXCJAXCIpKVxuICBjb25zdCBkZXNjcmliZWQgPSAodGFnID09PSAtMSA/IGxpbmVzIDogbGluZXMuc2xpY2UoMCwgdGFnKSkuam9pbihcIlxcblwiKS50cmltKClcbiAgcmV0dXJuIHRleHQuaW5jbHVkZXMoXCJAY2F0ZWdvcnlcIikgPyBcIlwiIDogc2FmZShkZXNjcmliZWQpXG59XG5cbi8qKiBXaGF0IHRoZSBpbmRleCBvZiBhIHBhY2thZ2UgZXhwb3J0czogbW9kdWxlcyBhcyBuYW1lc3BhY2VzLCBhbmQgc2luZ2xlIG5hbWVzLiAqL1xuaW50ZXJmYWNlIEV4cG9ydGVkIHtcbiAgcmVhZG9ubHkgbW9kdWxlczogUmVhZG9ubHlTZXQ8c3RyaW5nPlxuICByZWFkb25seSBuYW1lczogUmVhZG9ubHlTZXQ8c3RyaW5nPlxufVxuXG5jb25zdCBleHBvcnRlZEJ5ID0gKGluZGV4OiBzdHJpbmcpOiBFeHBvcnRlZCA9PiB7XG4gIGNvbnN0IGNsYXVzZXMgPSBwYXJzZShpbmRleCkuc3RhdGVtZW50cy5maWx0ZXIodHMuaXNFeHBvcnREZWNsYXJhdGlvbikubWFwKCh7IGV4cG9ydENsYXVzZSB9KSA9PiBleHBvcnRDbGF1c2UpXG4gIHJldHVybiB7XG4gICAgbW9kdWxlczogbmV3IFNldChcbiAgICAgIGNsYXVzZXMuZmlsdGVyKChlYWNoKSA9PiBlYWNoICE9PSB1bmRlZmluZWQgJiYgdHMuaXNOYW1lc3BhY2VFeHBvcnQoZWFjaCkpLm1hcCgoeyBuYW1lIH0pID0+IG5hbWUudGV4dClcbiAgICApLFxuICAgIG5hbWVzOiBuZXcgU2V0KFxuICAgICAgY2xhdXNlcy5maWx0ZXIoKGVhY2gpID0+IGVhY2ggIT09IHVuZGVmaW5lZCAmJiB0cy5pc05hbWVkRXhwb3J0cyhlYWNoKSlcbiAgICAgICAgLmZsYXRNYXAoKHsgZWxlbWVudHMgfSkgPT4gZWxlbWVudHMubWFwKCh7IG5hbWUgfSkgPT4gbmFtZS50ZXh0KSlcbiAgICApXG4gIH1cbn1cblxuLyoqIFRoZSBncm91cHMgb2YgZmllbGRzIHRoYXQgdGhlIGV4cG9ydGVkIGRlY2xhcmF0aW9ucyBhcmUgbWFkZSBmcm9tLCB0aG91Z2ggdGhleSBhcmUgbm90IGV4cG9ydGVkIHRoZW1zZWx2ZXMuICovXG5jb25zdCBzaGFyZWRCeSA9IChzb3VyY2U6IHRzLlNvdXJjZUZpbGUsIG1hcmtkb3duOiBzdHJpbmcpOiBSZWFkb25seUFycmF5PHN0cmluZz4gPT4ge1xuICBjb25zdCBncm91cHMgPSBzb3VyY2Uuc3RhdGVtZW50cy5maWx0ZXIodHMuaXNWYXJpYWJsZVN0YXRlbWVudCkuZmlsdGVyKChub2RlKSA9PiB7XG4gICAgY29uc3QgW2RlY2xhcmF0aW9uXSA9IG5vZGUuZGVjbGFyYXRpb25MaXN0LmRlY2xhcmF0aW9uc1xuICAgIHJldHVybiBkZWNsYXJhdGlvbj8uaW5pdGlhbGl6ZXIgIT09IHVuZGVmaW5lZCAmJiB0cy5pc09iamVjdExpdGVyYWxFeHByZXNzaW9uKGRlY2xhcmF0aW9uLmluaXRpYWxpemVyKVxuICAgICAgJiYgbm9kZS5tb2RpZmllcnMgPT09IHVuZGVmaW5lZFxuICB9KS5tYXAoKG5vZGUpID0+ICh7IG5hbWU6IG5vZGUuZGVjbGFyYXRpb25MaXN0LmRlY2xhcmF0aW9uc1swXT8ubmFtZS5nZXRUZXh0KCkgPz8gXCJcIiwgdGV4dDogbm9kZS5nZXRUZXh0KCkgfSkpXG4gIGNvbnN0IG1lbnRpb25zID0gKHRleHQ6IHN0cmluZywgbmFtZTogc3RyaW5nKSA9PiBuZXcgUmVnRXhwKGBcXFxcLlxcXFwuXFxcXC4ke25hbWV9XFxcXGJ8LCAke25hbWV9XFxcXClgKS50ZXN0KHRleHQpXG4gIGNvbnN0IGRpcmVjdCA9IGdyb3Vwcy5maWx0ZXIoKHsgbmFtZSB9KSA9PiBtZW50aW9ucyhtYXJrZG93biwgbmFtZSkpXG4gIGNvbnN0IHRleHRzID0gZGlyZWN0Lm1hcCgoeyB0ZXh0IH0pID0+IHRleHQpLmpvaW4oXCJcXG5cIilcbiAgcmV0dXJuIGdyb3Vwcy5maWx0ZXIoKGdyb3VwKSA9PiBkaXJlY3QuaW5jbHVkZXMoZ3JvdXApIHx8IG1lbnRpb25zKHRleHRzLCBncm91cC5uYW1lKSkubWFwKCh7IHRleHQgfSkgPT4gdGV4dClcbn1cblxuY29uc3Qgc2hhcmVkRmllbGRzID0gKHNoYXJlZDogUmVhZG9ubHlBcnJheTxzdHJpbmc+KSA9PlxuICBzaGFyZWQubGVuZ3RoID09PSAwXG4gICAgPyBbXVxuICAgIDogW1wiIyMgU2hhcmVkIGZpZWxkc1wiLCBcIldoYXQgdGhlIGRlY2xhcmF0aW9ucyBhYm92ZSBzcHJlYWQ6XCIsIGBcXGBcXGBcXGB0c1xcbiR7c2hhcmVkLmpvaW4oXCJcXG5cXG5cIil9XFxuXFxgXFxgXFxgYF1cblxuLyoqIERlY2xhcmF0aW9ucyBhcmUgd2lkZTogb24gdGhlc2UgcGFnZXMgdGhleSB3cmFwLiAqL1xuY29uc3QgZnJvbnRNYXR0ZXIgPSBcIi0tLVxcbnBhZ2VDbGFzczogcmVmZXJlbmNlXFxuLS0tXCJcblxuLyoqIEEgcGFnZSBvZiB0aGUgcmVmZXJlbmNlOiBvbmUgbW9kdWxlIG9mIG9uZSBwYWNrYWdlLiAqL1xuZXhwb3J0IGludGVyZmFjZSBNb2R1bGUge1xuICByZWFkb25seSBwYWNrYWdlOiBzdHJpbmdcbiAgcmVhZG9ubHkgbmFtZTogc3RyaW5nXG4gIC8qKiBUaGUgZmlyc3Qgc2VudGVuY2UgYWJvdXQgaXQuICovXG4gIHJlYWRvbmx5IHN1bW1hcnk6IHN0cmluZ1xuICByZWFkb25seSBtYXJrZG93bjogc3RyaW5nXG59XG5cbmNvbnN0IG1vZHVsZU9mID0gKHBhY2thZ2VOYW1lOiBzdHJpbmcsIGZpbGU6IHN0cmluZywgZXhwb3J0ZWQ6IEV4cG9ydGVkKTogUmVhZG9ubHlBcnJheTxNb2R1bGU+ID0+IHtcbiAgY29uc3Qgc291cmNlID0gcGFyc2UoZmlsZSlcbiAgY29uc3QgbmFtZSA9IHJlbGF0aXZlKGpvaW4ocm9vdCwgXCJwYWNrYWdlc1wiLCBwYWNrYWdlTmFtZSwgXCJzcmNcIiksIGZpbGUpLnJlcGxhY2VBbGwoXCJcXFxcXCIsIFwiL1wiKS5yZXBsYWNlKC9cXC50cyQvLCBcIlwiKVxuICBjb25zdCBlbnRyaWVzID0gZW50cmllc09mKGZpbGUsIHNvdXJjZSlcbiAgaWYgKGVudHJpZXMubGVuZ3RoID09PSAwKSByZXR1cm4gW11cbiAgY29uc3QgaW50cm8gPSBpbnRyb2R1Y3Rpb24oc291cmNlKVxuICBjb25zdCBzcGVjaWZpZXIgPSBgQHF1cmwvJHtwYWNrYWdlTmFtZX1gXG4gIGNvbnN0IGZyb21JbmRleCA9IGV4cG9ydGVkLm1vZHVsZXMuaGFzKG5hbWUpXG4gICAgPyBbbmFtZV1cbiAgICA6IGVudHJpZXMubWFwKChlbnRyeSkgPT4gZW50cnkubmFtZSkuZmlsdGVyKChlbnRyeSkgPT4gZXhwb3J0ZWQubmFtZXMuaGFzKGVudHJ5KSlcbiAgY29uc3QgYWxzbyA9IGZyb21JbmRleC5sZW5ndGggPT09IDBcbiAgICA/IFtdXG4gICAgOiBbYEFsc28gZnJvbSBcXGAke3NwZWNpZmllcn1cXGA6ICR7ZnJvbUluZGV4Lm1hcCgoZWFjaCkgPT4gYFxcYCR7ZWFjaH1cXGBgKS5qb2luKFwiLCBcIil9LmBdXG4gIGNvbnN0IGdyb3VwcyA9IE9iamVjdC5lbnRyaWVzKGNhdGVnb3JpZXMpLmZsYXRNYXAoKFtjYXRlZ29yeSwgdGl0bGVdKSA9PiB7XG4gICAgY29uc3QgbWVtYmVycyA9IGVudHJpZXMuZmlsdGVyKChlbnRyeSkgPT4gZW50cnkuY2F0ZWdvcnkgPT09IGNhdGVnb3J5KVxuICAgIHJldHVybiBtZW1iZXJzLmxlbmd0aCA9PT0gMCA/IFtdIDogW2AjIyAke3RpdGxlfWAsIC4uLm1lbWJlcnMubWFwKCh7IG1hcmtkb3duIH0pID0+IG1hcmtkb3duKV1cbiAgfSlcbiAgY29uc3Qgc2hhcmVkID0gc2hhcmVkQnkoc291cmNlLCBncm91cHMuam9pbihcIlxcblwiKSlcbiAgcmV0dXJuIFt7XG4gICAgcGFja2FnZTogcGFja2FnZU5hbWUsXG4gICAgbmFtZSxcbiAgICBzdW1tYXJ5OiBpbnRyby5zcGxpdCgvKD88PVxcLilcXHMvKVswXT8ucmVwbGFjZUFsbChcIlxcblwiLCBcIiBcIikgPz8gXCJcIixcbiAgICBtYXJrZG93bjogW2Zyb250TWF0dGVyLCBgIyAke3NwZWNpZmllcn0vJHtuYW1lfWAsIGludHJvLCAuLi5hbHNvLCAuLi5ncm91cHMsIC4uLnNoYXJlZEZpZWxkcyhzaGFyZWQpXS5qb2luKFwiXFxuXFxuXCIpXG4gICAgICArIFwiXFxuXCJcbiAgfV1cbn1cblxuLyoqIFBhY2thZ2VzIHRoYXQgYXJlIGltcG9ydGVkLiBBIGNvbW1hbmQgaXMgcnVuLiAqL1xuY29uc3QgbGlicmFyaWVzID0gcGFja2FnZU5hbWVzLmZpbHRlcigobmFtZSkgPT4gZXhpc3RzU3luYyhqb2luKHJvb3QsIFwicGFja2FnZXNcIiwgbmFtZSwgXCJzcmNcIiwgXCJpbmRleC50c1wiKSkpXG5cbi8qKiBUaGUgcHVibGljIG1vZHVsZXMgb2YgYWxsIHBhY2thZ2VzLiAqL1xuZXhwb3J0IGNvbnN0IG1vZHVsZXM6IFJlYWRvbmx5QXJyYXk8TW9kdWxlPiA9IGxpYnJhcmllcy5mbGF0TWFwKChuYW1lKSA9PiB7XG4gIGNvbnN0IGV4cG9ydGVkID0gZXhwb3J0ZWRCeShqb2luKHJvb3QsIFwicGFja2FnZXNcIiwgbmFtZSwgXCJzcmNcIiwgXCJpbmRleC50c1wiKSlcbiAgcmV0dXJuIHNvdXJjZXNJbihuYW1lKS5mbGF0TWFwKChmaWxlKSA9PiBtb2R1bGVPZihuYW1lLCBmaWxlLCBleHBvcnRlZCkpXG59KVxuXG4vKiogVGhlIHBhZ2UgdGhhdCBuYW1lcyBhbGwgbW9kdWxlcy4gKi9cbmV4cG9ydCBjb25zdCBvdmVydmlldyA9IFtcbiAgXCIjIEFQSSByZWZlcmVuY2VcIixcbiAgXCJFdmVyeSBwdWJsaWMgbW9kdWxlLCBmcm9tIGl0cyBkb2NzdHJpbmdzLiBBIG5hbWUgaXMgaW1wb3J0ZWQgZnJvbSBpdHMgcGFja2FnZSwgb3IgZnJvbSBpdHMgbW9kdWxlOlwiXG4gICsgXCIgYGltcG9ydCB7IFF1cmwgfSBmcm9tIFxcXCJAcXVybC9zZGtcXFwiYCwgYGltcG9ydCB7IFF1cmwgfSBmcm9tIFxcXCJAcXVybC9zZGsvUXVybHNcXFwiYC5cIixcbiAgLi4ubGlicmFyaWVzLmZsYXRNYXAoKG5hbWUpID0+IFtcbiAgICBgIyMgQHF1cmwvJHtuYW1lfWAsXG4gICAgW1wifCBtb2R1bGUgfCB3aGF0IGl0IGlzIHxcIiwgXCJ8IC0gfCAtIHxcIl0uY29uY2F0KFxuICAgICAgbW9kdWxlcy5maWx0ZXIoKG1vZHVsZSkgPT4gbW9kdWxlLnBhY2thZ2UgPT09IG5hbWUpLm1hcCgobW9kdWxlKSA9PlxuICAgICAgICBgfCBbJHttb2R1bGUubmFtZX1dKC4vJHtuYW1lfS8ke21vZHVsZS5uYW1lfS5tZCkgfCAke21vZHVsZS5zdW1tYXJ5fSB8YFxuICAgICAgKVxuICAgICkuam9pbihcIlxcblwiKVxuICBdKVxuXS5qb2luKFwiXFxuXFxuXCIpICsgXCJcXG5cIlxuIiwgImNvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9kaXJuYW1lID0gXCIvd29yay93dC1maXZlL3NjcmlwdHMvZG9jc1wiO2NvbnN0IF9fdml0ZV9pbmplY3RlZF9vcmlnaW5hbF9maWxlbmFtZSA9IFwiL3dvcmsvd3QtZml2ZS9zY3JpcHRzL2RvY3MvZGVjbGFyYXRpb24udHNcIjtjb25zdCBfX3ZpdGVfaW5qZWN0ZWRfb3JpZ2luYWxfaW1wb3J0X21ldGFfdXJsID0gXCJmaWxlOi8vL3dvcmsvd3QtZml2ZS9zY3JpcHRzL2RvY3MvZGVjbGFyYXRpb24udHNcIjtpbXBvcnQgeyBleGlzdHNTeW5jLCByZWFkRmlsZVN5bmMgfSBmcm9tIFwibm9kZTpmc1wiXG5pbXBvcnQgdHMgZnJvbSBcInR5cGVzY3JpcHRcIlxuXG50eXBlIE5hbWVkID0gdHMuRGVjbGFyYXRpb25TdGF0ZW1lbnQgfCB0cy5WYXJpYWJsZVN0YXRlbWVudFxuXG5leHBvcnQgY29uc3QgcGFyc2UgPSAoZmlsZTogc3RyaW5nKSA9PlxuICB0cy5jcmVhdGVTb3VyY2VGaWxlKGZpbGUsIHJlYWRGaWxlU3luYyhmaWxlLCBcInV0ZjhcIiksIHRzLlNjcmlwdFRhcmdldC5MYXRlc3QsIHRydWUpXG5cbmNvbnN0IGlzRXhwb3J0ZWQgPSAobm9kZTogdHMuU3RhdGVtZW50KTogbm9kZSBpcyBOYW1lZCA9PlxuICAodHMuaXNWYXJpYWJsZVN0YXRlbWVudChub2RlKSB8fCB0cy5pc0Z1bmN0aW9uRGVjbGFyYXRpb24obm9kZSkgfHwgdHMuaXNDbGFzc0RlY2xhcmF0aW9uKG5vZGUpXG4gICAgfHwgdHMuaXNJbnRlcmZhY2VEZWNsYXJhdGlvbihub2RlKSB8fCB0cy5pc1R5cGVBbGlhc0RlY2xhcmF0aW9uKG5vZGUpIHx8IHRzLmlzTW9kdWxlRGVjbGFyYXRpb24obm9kZSkpXG4gICYmIG5vZGUubW9kaWZpZXJzPy5zb21lKCh7IGtpbmQgfSkgPT4ga2luZCA9PT0gdHMuU3ludGF4S2luZC5FeHBvcnRLZXl3b3JkKSA9PT0gdHJ1ZVxuXG5leHBvcnQgY29uc3QgZXhwb3J0c09mID0gKHNvdXJjZTogdHMuU291cmNlRmlsZSk6IFJlYWRvbmx5QXJyYXk8TmFtZWQ+ID0+IHNvdXJjZS5zdGF0ZW1lbnRzLmZpbHRlcihpc0V4cG9ydGVkKVxuXG5leHBvcnQgY29uc3QgbmFtZU9mID0gKG5vZGU6IE5hbWVkKTogc3RyaW5nID0+XG4gICh0cy5pc1ZhcmlhYmxlU3RhdGVtZW50KG5vZGUpID8gbm9kZS5kZWNsYXJhdGlvbkxpc3QuZGVjbGFyYXRpb25zWzBdPy5uYW1lIDogbm9kZS5uYW1lKT8uZ2V0VGV4dCgpID8/IFwiZGVmYXVsdFwiXG5cbi8qKiBMb25nZXIgdHlwZXMgYXJlIGluZmVycmVkIG9uZXMgdGhhdCBub2JvZHkgd2FudHMgdG8gcmVhZC4gKi9cbmNvbnN0IGxvbmdlc3QgPSAyNDBcblxuLyoqIFdoYXQgdGhlIGNvbXBpbGVyIGZvdW5kIG91dCBhYm91dCBuYW1lcyBhbmQgbWVtYmVycyB0aGF0IHRoZSBzb3VyY2UgZG9lcyBub3Qgc3BlbGwgb3V0LiAqL1xudHlwZSBJbmZlcnJlZCA9IChuYW1lOiBzdHJpbmcsIG1lbWJlcj86IHN0cmluZykgPT4gc3RyaW5nIHwgdW5kZWZpbmVkXG5cbmNvbnN0IHNob3J0ID0gKHR5cGU6IHRzLlR5cGVOb2RlIHwgdW5kZWZpbmVkKSA9PiB7XG4gIGNvbnN0IHRleHQgPSB0eXBlPy5nZXRUZXh0KCkucmVwbGFjZSgvaW1wb3J0XFwoXCJbXlwiXSpcIlxcKVxcLi9nLCBcIlwiKS5yZXBsYWNlKC9cXHMqXFxuXFxzKi9nLCBcIiBcIikucmVwbGFjZUFsbChcIjsgfVwiLCBcIiB9XCIpXG4gICAgPz8gXCJcIlxuICByZXR1cm4gdGV4dCA9PT0gXCJcIiB8fCB0ZXh0Lmxlbmd0aCA+IGxvbmdlc3QgPyB1bmRlZmluZWQgOiB0ZXh0XG59XG5cbi8qKiBUaGUgdHlwZXMgaW4gdGhlIGJ1aWxkIG9mIGEgbW9kdWxlLCBieSBuYW1lLiAqL1xuZXhwb3J0IGNvbnN0IGluZmVycmVkRnJvbSA9IChkZWNsYXJhdGlvbnM6IHN0cmluZyk6IEluZmVycmVkID0+IHtcbiAgaWYgKCFleGlzdHNTeW5jKGRlY2xhcmF0aW9ucykpIHJldHVybiAoKSA9PiB1bmRlZmluZWRcbiAgY29uc3Qgbm9kZXMgPSBleHBvcnRzT2YocGFyc2UoZGVjbGFyYXRpb25zKSlcbiAgcmV0dXJuIChuYW1lLCBtZW1iZXIpID0+IHtcbiAgICBmb3IgKGNvbnN0IG5vZGUgb2Ygbm9kZXMuZmlsdGVyKChub2RlKSA9PiBuYW1lT2Yobm9kZSkgPT09IG5hbWUpKSB7XG4gICAgICBpZiAobWVtYmVyID09PSB1bmRlZmluZWQgJiYgdHMuaXNWYXJpYWJsZVN0YXRlbWVudChub2RlKSkgcmV0dXJuIHNob3J0KG5vZGUuZGVjbGFyYXRpb25MaXN0LmRlY2xhcmF0aW9uc1swXT8udHlwZSlcbiAgICAgIGlmIChtZW1iZXIgIT09IHVuZGVmaW5lZCAmJiB0cy5pc0NsYXNzRGVjbGFyYXRpb24obm9kZSkpIHtcbiAgICAgICAgY29uc3QgZm91bmQgPSBub2RlLm1lbWJlcnMuZmluZCgoZWFjaCkgPT4gZWFjaC5uYW1lPy5nZXRUZXh0KCkgPT09IG1lbWJlcilcbiAgICAgICAgaWYgKGZvdW5kICE9PSB1bmRlZmluZWQgJiYgdHMuaXNQcm9wZXJ0eURlY2xhcmF0aW9uKGZvdW5kKSkgcmV0dXJuIHNob3J0KGZvdW5kLnR5cGUpXG4gICAgICB9XG4gICAgfVxuICAgIHJldHVybiB1bmRlZmluZWRcbiAgfVxufVxuXG5jb25zdCBwYXJhbWV0ZXJzID0gKG5vZGU6IHRzLlNpZ25hdHVyZURlY2xhcmF0aW9uKSA9PiB7XG4gIGNvbnN0IGdlbmVyaWMgPSBub2RlLnR5cGVQYXJhbWV0ZXJzID09PSB1bmRlZmluZWRcbiAgICA/IFwiXCJcbiAgICA6IGA8JHtub2RlLnR5cGVQYXJhbWV0ZXJzLm1hcCgoZWFjaCkgPT4gZWFjaC5nZXRUZXh0KCkpLmpvaW4oXCIsIFwiKX0+YFxuICAvLyBBIGRlZmF1bHQgaXMgdGhlIGJvZHkncyBidXNpbmVzcy5cbiAgY29uc3QgbGlzdCA9IG5vZGUucGFyYW1ldGVycy5tYXAoKGVhY2gpID0+XG4gICAgZWFjaC5pbml0aWFsaXplciA9PT0gdW5kZWZpbmVkXG4gICAgICA/IGVhY2guZ2V0VGV4dCgpXG4gICAgICA6IGAke2VhY2gubmFtZS5nZXRUZXh0KCl9PzogJHtlYWNoLnR5cGU/LmdldFRleHQoKSA/PyBlYWNoLmluaXRpYWxpemVyLmdldFRleHQoKX1gXG4gIClcbiAgcmV0dXJuIGAke2dlbmVyaWN9KCR7bGlzdC5qb2luKFwiLCBcIil9KWBcbn1cblxuLyoqIGA6IFRgIGFzIGl0IGlzIGFubm90YXRlZCwgYXMgaXQgd2FzIGluZmVycmVkLCBvciBhcyBtdWNoIG9mIGl0IGFzIHRoZSBpbml0aWFsaXplciBzYXlzLiAqL1xuY29uc3QgdHlwZU9mID0gKG5vZGU6IHRzLlZhcmlhYmxlRGVjbGFyYXRpb24gfCB0cy5Qcm9wZXJ0eURlY2xhcmF0aW9uLCBpbmZlcnJlZDogc3RyaW5nIHwgdW5kZWZpbmVkKTogc3RyaW5nID0+IHtcbiAgaWYgKG5vZGUudHlwZSAhPT0gdW5kZWZpbmVkKSByZXR1cm4gYDogJHtub2RlLnR5cGUuZ2V0VGV4dCgpfWBcbiAgY29uc3QgeyBpbml0aWFsaXplciB9ID0gbm9kZVxuICBpZiAoaW5mZXJyZWQgIT09IHVuZGVmaW5lZCkgcmV0dXJuIGA6ICR7aW5mZXJyZWR9YFxuICBpZiAoaW5pdGlhbGl6ZXIgPT09IHVuZGVmaW5lZCkgcmV0dXJuIFwiXCJcbiAgcmV0dXJuIHRzLmlzQXJyb3dGdW5jdGlvbihpbml0aWFsaXplcilcbiAgICA/IGA6ICR7cGFyYW1ldGVycyhpbml0aWFsaXplcil9ID0+ICR7aW5pdGlhbGl6ZXIudHlwZT8uZ2V0VGV4dCgpID8/IFwiLi4uXCJ9YFxuICAgIDogYCA9ICR7aW5pdGlhbGl6ZXIuZ2V0VGV4dCgpfWBcbn1cblxuY29uc3QgaXNIaWRkZW4gPSAobm9kZTogdHMuQ2xhc3NFbGVtZW50KSA9PlxuICAodHMuY2FuSGF2ZU1vZGlmaWVycyhub2RlKVxuICAgICYmIHRzLmdldE1vZGlmaWVycyhub2RlKT8uc29tZSgoeyBraW5kIH0pID0+XG4gICAgICAgIGtpbmQgPT09IHRzLlN5bnRheEtpbmQuUHJpdmF0ZUtleXdvcmQgfHwga2luZCA9PT0gdHMuU3ludGF4S2luZC5PdmVycmlkZUtleXdvcmRcbiAgICAgICkgPT09IHRydWUpXG4gIHx8IG5vZGUubmFtZT8uZ2V0VGV4dCgpLnN0YXJ0c1dpdGgoXCIjXCIpID09PSB0cnVlXG5cbmNvbnN0IG1lbWJlck9mID0gKGluZmVycmVkOiBJbmZlcnJlZCwgb3duZXI6IHN0cmluZykgPT4gKG5vZGU6IHRzLkNsYXNzRWxlbWVudCk6IFJlYWRvbmx5QXJyYXk8c3RyaW5nPiA9PiB7XG4gIGlmIChpc0hpZGRlbihub2RlKSkgcmV0dXJuIFtdXG4gIGNvbnN0IG1vZGlmaWVycyA9ICh0cy5jYW5IYXZlTW9kaWZpZXJzKG5vZGUpID8gdHMuZ2V0TW9kaWZpZXJzKG5vZGUpID8/IFtdIDogW10pXG4gICAgLm1hcCgobW9kaWZpZXIpID0+IG1vZGlmaWVyLmdldFRleHQoKSkuZmlsdGVyKCh0ZXh0KSA9PiB0ZXh0ICE9PSBcImRlY2xhcmVcIiAmJiB0ZXh0ICE9PSBcImFzeW5jXCIpXG4gIGNvbnN0IG5hbWUgPSBbLi4ubW9kaWZpZXJzLCBub2RlLm5hbWU/LmdldFRleHQoKSA/PyBcIlwiXS5qb2luKFwiIFwiKVxuICBpZiAodHMuaXNQcm9wZXJ0eURlY2xhcmF0aW9uKG5vZGUpKSB7XG4gICAgY29uc3Qgb3B0aW9uYWwgPSBub2RlLnF1ZXN0aW9uVG9rZW4gPT09IHVuZGVmaW5lZCA/IFwiXCIgOiBcIj9cIlxuICAgIHJldHVybiBbYCR7bmFtZX0ke29wdGlvbmFsfSR7dHlwZU9mKG5vZGUsIGluZmVycmVkKG93bmVyLCBub2RlLm5hbWUuZ2V0VGV4dCgpKSl9YF1cbiAgfVxuICBpZiAodHMuaXNNZXRob2REZWNsYXJhdGlvbihub2RlKSkgcmV0dXJuIFtgJHtuYW1lfSR7cGFyYW1ldGVycyhub2RlKX06ICR7bm9kZS50eXBlPy5nZXRUZXh0KCkgPz8gXCIuLi5cIn1gXVxuICByZXR1cm4gdHMuaXNDb25zdHJ1Y3RvckRlY2xhcmF0aW9uKG5vZGUpID8gW2Bjb25zdHJ1Y3RvciR7cGFyYW1ldGVycyhub2RlKX1gXSA6IFtdXG59XG5cbmNvbnN0IGdlbmVyaWNzID0gKG5vZGU6IHRzLkNsYXNzRGVjbGFyYXRpb24gfCB0cy5JbnRlcmZhY2VEZWNsYXJhdGlvbikgPT5cbiAgbm9kZS50eXBlUGFyYW1ldGVycyA9PT0gdW5kZWZpbmVkID8gXCJcIiA6IGA8JHtub2RlLnR5cGVQYXJhbWV0ZXJzLm1hcCgoZWFjaCkgPT4gZWFjaC5nZXRUZXh0KCkpLmpvaW4oXCIsIFwiKX0+YFxuXG5jb25zdCBoZXJpdGFnZSA9IChub2RlOiB0cy5DbGFzc0RlY2xhcmF0aW9uIHwgdHMuSW50ZXJmYWNlRGVjbGFyYXRpb24pID0+XG4gIChub2RlLmhlcml0YWdlQ2xhdXNlcyA/PyBbXSkubWFwKChjbGF1c2UpID0+IGAgJHtjbGF1c2UuZ2V0VGV4dCgpfWApLmpvaW4oXCJcIilcblxuY29uc3QgYm9keSA9IChtZW1iZXJzOiBSZWFkb25seUFycmF5PHN0cmluZz4pID0+XG4gIG1lbWJlcnMubGVuZ3RoID09PSAwID8gXCJ7fVwiIDogYHtcXG4ke21lbWJlcnMubWFwKChtZW1iZXIpID0+IGAgICR7bWVtYmVyfWApLmpvaW4oXCJcXG5cIil9XFxufWBcblxuLyoqIEEgZGVjbGFyYXRpb24gYXMgYSByZWFkZXIgd2FudHMgaXQ6IHdoYXQgaXMgd3JpdHRlbiBkb3duIGZvciB1c2Vycywgd2l0aG91dCBib2RpZXMuICovXG5leHBvcnQgY29uc3QgZGVjbGFyYXRpb25PZiA9IChub2RlOiBOYW1lZCwgaW5mZXJyZWQ6IEluZmVycmVkKTogc3RyaW5nID0+IHtcbiAgY29uc3QgbmFtZSA9IG5hbWVPZihub2RlKVxuICBpZiAodHMuaXNWYXJpYWJsZVN0YXRlbWVudChub2RlKSkge1xuICAgIGNvbnN0IFtkZWNsYXJhdGlvbl0gPSBub2RlLmRlY2xhcmF0aW9uTGlzdC5kZWNsYXJhdGlvbnNcbiAgICByZXR1cm4gZGVjbGFyYXRpb24gPT09IHVuZGVmaW5lZCA/IFwiXCIgOiBgY29uc3QgJHtuYW1lfSR7dHlwZU9mKGRlY2xhcmF0aW9uLCBpbmZlcnJlZChuYW1lKSl9YFxuICB9XG4gIGlmICh0cy5pc0Z1bmN0aW9uRGVjbGFyYXRpb24obm9kZSkpIHtcbiAgICByZXR1cm4gYGZ1bmN0aW9uICR7bmFtZX0ke3BhcmFtZXRlcnMobm9kZSl9JHtub2RlLnR5cGUgPT09IHVuZGVmaW5lZCA/IFwiXCIgOiBgOiAke25vZGUudHlwZS5nZXRUZXh0KCl9YH1gXG4gIH1cbiAgaWYgKHRzLmlzSW50ZXJmYWNlRGVjbGFyYXRpb24obm9kZSkpIHtcbiAgICByZXR1cm4gYGludGVyZmFjZSAke25hbWV9JHtnZW5lcmljcyhub2RlKX0ke2hlcml0YWdlKG5vZGUpfSAke2JvZHkobm9kZS5tZW1iZXJzLm1hcCgoZWFjaCkgPT4gZWFjaC5nZXRUZXh0KCkpKX1gXG4gIH1cbiAgaWYgKHRzLmlzQ2xhc3NEZWNsYXJhdGlvbihub2RlKSkge1xuICAgIHJldHVybiBgY2xhc3MgJHtuYW1lfSR7Z2VuZXJpY3Mobm9kZSl9JHtoZXJpdGFnZShub2RlKX0gJHtib2R5KG5vZGUubWVtYmVycy5mbGF0TWFwKG1lbWJlck9mKGluZmVycmVkLCBuYW1lKSkpfWBcbiAgfVxuICByZXR1cm4gbm9kZS5nZXRUZXh0KCkucmVwbGFjZSgvXmV4cG9ydCAoZGVjbGFyZSApPy8sIFwiXCIpXG59XG5cbi8qKiBUaGUgbWVtYmVycyB0aGF0IGEgZG9jc3RyaW5nIGRlc2NyaWJlcywgd2l0aCB3aGF0IGl0IHNheXMuICovXG5leHBvcnQgY29uc3QgbWVtYmVyc09mID0gKG5vZGU6IE5hbWVkKTogUmVhZG9ubHlBcnJheTxyZWFkb25seSBbbmFtZTogc3RyaW5nLCBjb21tZW50OiB0cy5KU0RvY1tcImNvbW1lbnRcIl1dPiA9PlxuICB0cy5pc0NsYXNzRGVjbGFyYXRpb24obm9kZSkgfHwgdHMuaXNJbnRlcmZhY2VEZWNsYXJhdGlvbihub2RlKVxuICAgID8gWy4uLm5vZGUubWVtYmVyc10uZmxhdE1hcCgobWVtYmVyKSA9PiB7XG4gICAgICBjb25zdCBbZG9jXSA9IHRzLmdldEpTRG9jQ29tbWVudHNBbmRUYWdzKG1lbWJlcikuZmlsdGVyKChlYWNoKSA9PiB0cy5pc0pTRG9jKGVhY2gpKVxuICAgICAgY29uc3QgbmFtZSA9IHRzLmlzQ29uc3RydWN0b3JEZWNsYXJhdGlvbihtZW1iZXIpID8gXCJjb25zdHJ1Y3RvclwiIDogbWVtYmVyLm5hbWU/LmdldFRleHQoKVxuICAgICAgaWYgKGRvYyA9PT0gdW5kZWZpbmVkIHx8IG5hbWUgPT09IHVuZGVmaW5lZCB8fCAodHMuaXNDbGFzc0VsZW1lbnQobWVtYmVyKSAmJiBpc0hpZGRlbihtZW1iZXIpKSkgcmV0dXJuIFtdXG4gICAgICByZXR1cm4gW1tuYW1lLCBkb2MuY29tbWVudF0gYXMgY29uc3RdXG4gICAgfSlcbiAgICA6IFtdXG4iXSwKICAibWFwcGluZ3MiOiAiO0FBQStQLFNBQVMscUJBQXFCO0FBQzdSLFNBQVMsb0JBQW9COzs7QUNEdU4sU0FBUyxZQUFZLGFBQWEsY0FBYyxnQkFBZ0I7QUFDcFQsU0FBUyxTQUFTLE1BQU0sZ0JBQWdCO0FBRXhDLElBQU0sYUFBYSxDQUFDLE1BQWMsU0FDaEMsQ0FBQyxHQUFHLEtBQUssU0FBUyxJQUFJLE9BQU8sTUFBTSxJQUFJLGNBQWMsR0FBRyxDQUFDLENBQUMsRUFBRSxJQUFJLENBQUMsQ0FBQyxFQUFFLFFBQVEsRUFBRSxNQUFNLEtBQUs7QUFHM0YsSUFBTSxVQUFVLENBQUMsU0FDZixDQUFDLEdBQUcsS0FBSyxTQUFTLG9GQUFvRixDQUFDLEVBQ3BHLElBQUksQ0FBQyxDQUFDLEVBQUUsR0FBRyxNQUFNLEdBQUc7QUFHbEIsSUFBTSxhQUFhLENBQUMsTUFBYyxTQUF3QztBQUMvRSxRQUFNLFFBQVEsWUFBWSxNQUFNLEVBQUUsVUFBVSxRQUFRLFdBQVcsS0FBSyxDQUFDLEVBQUUsSUFBSSxDQUFDLFNBQVMsS0FBSyxNQUFNLElBQUksQ0FBQztBQUNyRyxRQUFNLFFBQVEsSUFBSTtBQUFBLElBQ2hCLE1BQU0sT0FBTyxDQUFDLFNBQVMsS0FBSyxTQUFTLE9BQU8sQ0FBQyxFQUFFLElBQUksQ0FBQyxTQUFTO0FBQzNELFlBQU0sT0FBTyxhQUFhLE1BQU0sTUFBTTtBQUN0QyxhQUFPLENBQUMsTUFBTSxFQUFFLE1BQU0sS0FBSyxJQUFJLElBQUksV0FBVyxNQUFNLElBQUksQ0FBQyxFQUFFLENBQUM7QUFBQSxJQUM5RCxDQUFDO0FBQUEsRUFDSDtBQUNBLFFBQU0sU0FBUyxDQUFDQSxPQUFjLFNBQWlCO0FBQzdDLFVBQU0sT0FBTyxTQUFTLEtBQ2xCQSxRQUNBLEtBQUssV0FBVyxHQUFHLElBQ25CLEtBQUssTUFBTSxLQUFLLE1BQU0sS0FBSyxNQUFNLENBQUMsSUFDbEMsS0FBSyxRQUFRQSxLQUFJLEdBQUcsSUFBSTtBQUM1QixXQUFPLFdBQVcsSUFBSSxLQUFLLFNBQVMsSUFBSSxFQUFFLFlBQVksSUFBSSxLQUFLLE1BQU0sWUFBWSxJQUFJO0FBQUEsRUFDdkY7QUFDQSxRQUFNLFNBQVMsQ0FBQ0EsT0FBYyxTQUFpQjtBQUM3QyxVQUFNLENBQUMsT0FBTyxJQUFJLFNBQVMsRUFBRSxJQUFJLFVBQVUsS0FBSyxXQUFXLFNBQVMsR0FBRyxDQUFDLEVBQUUsTUFBTSxHQUFHO0FBQ25GLFVBQU0sU0FBUyxPQUFPQSxPQUFNLElBQUk7QUFDaEMsV0FBTyxDQUFDLFdBQVcsTUFBTSxLQUFNLFdBQVcsTUFBTSxNQUFNLElBQUksTUFBTSxHQUFHLElBQUksSUFBSSxNQUFNLE1BQU07QUFBQSxFQUN6RjtBQUNBLFFBQU0sT0FBTyxDQUFDLEdBQUcsS0FBSyxFQUFFLE9BQU8sQ0FBQyxDQUFDQSxLQUFJLE1BQU0sQ0FBQ0EsTUFBSyxTQUFTLFVBQVUsQ0FBQyxFQUFFO0FBQUEsSUFBUSxDQUFDLENBQUNBLE9BQU0sRUFBRSxLQUFLLENBQUMsTUFDN0YsQ0FBQyxHQUFHLElBQUksSUFBSSxXQUFXLE1BQU0sTUFBTSxDQUFDLENBQUMsRUFDbEMsT0FBTyxDQUFDLFNBQVMsQ0FBQywyQkFBMkIsS0FBSyxJQUFJLEtBQUssT0FBT0EsT0FBTSxJQUFJLENBQUMsRUFDN0UsSUFBSSxDQUFDLFNBQVMsR0FBRyxTQUFTLE1BQU1BLEtBQUksQ0FBQyxhQUFhLElBQUksc0JBQXNCO0FBQUEsRUFDakY7QUFDQSxRQUFNLFNBQVMsQ0FBQyxHQUFHLEtBQUssRUFBRTtBQUFBLElBQVEsQ0FBQyxDQUFDQSxPQUFNLEVBQUUsS0FBSyxDQUFDLE1BQ2hELFFBQVEsSUFBSSxFQUFFLElBQUksQ0FBQyxRQUFRLEdBQUcsU0FBUyxNQUFNQSxLQUFJLENBQUMsVUFBVSxHQUFHLEVBQUU7QUFBQSxFQUNuRTtBQUNBLFFBQU0sU0FBUyxNQUFNLE9BQU8sQ0FBQyxTQUFTLEtBQUssU0FBUyxNQUFNLENBQUMsRUFBRTtBQUFBLElBQVEsQ0FBQyxTQUNwRSxDQUFDLEdBQUcsYUFBYSxNQUFNLE1BQU0sRUFBRSxTQUFTLHNDQUFzQyxDQUFDLEVBQzVFLElBQUksQ0FBQyxDQUFDLEVBQUUsR0FBRyxNQUFNLEdBQUcsU0FBUyxNQUFNLElBQUksQ0FBQyxVQUFVLEdBQUcsRUFBRTtBQUFBLEVBQzVEO0FBQ0EsU0FBTyxDQUFDLEdBQUcsTUFBTSxHQUFHLFFBQVEsR0FBRyxNQUFNO0FBQ3ZDOzs7QUM3Q08sSUFBTSxTQUFTLENBQUMsWUFDckIsUUFBUSxZQUFZLEVBQUUsUUFBUSx1QkFBdUIsRUFBRSxFQUFFLEtBQUssRUFBRSxRQUFRLE9BQU8sR0FBRzs7O0FDRmdLLFNBQVMsUUFBUSxXQUFXLGVBQUFDLGNBQWEsZ0JBQUFDLGVBQWMsUUFBUSxxQkFBcUI7QUFDeFUsU0FBUyxXQUFBQyxVQUFTLFFBQUFDLE9BQU0sWUFBQUMsV0FBVSxXQUFBQyxnQkFBZTs7O0FDRG1NLFNBQVMsY0FBQUMsYUFBWSxlQUFBQyxjQUFhLGdCQUFBQyxxQkFBb0I7QUFDMVMsU0FBUyxXQUFBQyxVQUFTLFFBQUFDLE9BQU0sWUFBQUMsV0FBVSxlQUFlO0FBR2pELElBQU0sUUFBUSxDQUFDLGNBQ2JDLFlBQVdDLE1BQUssV0FBVyxxQkFBcUIsQ0FBQyxLQUFLRCxZQUFXQyxNQUFLLFdBQVcsTUFBTSxDQUFDLElBQ3BGLFlBQ0EsTUFBTUMsU0FBUSxTQUFTLENBQUM7QUFFdkIsSUFBTSxPQUFPLE1BQU0sUUFBUSxJQUFJLENBQUM7QUFFaEMsSUFBTSxPQUFPRCxNQUFLLE1BQU0sTUFBTTtBQWVyQyxJQUFNLFVBQVUsQ0FBQyxTQUFpQixLQUFLLFdBQVcsTUFBTSxHQUFHO0FBRXBELElBQU0sYUFBYSxDQUFDLGNBQ3pCRCxZQUFXLFNBQVMsSUFDaEJHLGFBQVksV0FBVyxFQUFFLFVBQVUsUUFBUSxXQUFXLEtBQUssQ0FBQyxFQUMzRCxPQUFPLENBQUMsU0FBUyxLQUFLLFNBQVMsS0FBSyxLQUFLLENBQUMsS0FBSyxXQUFXLFlBQVksQ0FBQyxFQUN2RSxJQUFJLENBQUMsU0FBU0YsTUFBSyxXQUFXLElBQUksQ0FBQyxFQUNuQyxLQUFLLElBQ04sQ0FBQztBQUVQLElBQU0sVUFBVSxDQUFDLFVBQ2Qsd0JBQXdCLEtBQUtHLGNBQWEsTUFBTSxNQUFNLENBQUMsSUFBSSxDQUFDLEtBQUssUUFBUUMsVUFBUyxNQUFNLElBQUksQ0FBQyxHQUFHLFdBQVcsS0FBSyxFQUFFO0FBRXJILElBQU0sT0FBTyxDQUFDLE1BQWMsVUFBd0IsRUFBRSxNQUFNLE1BQU0sT0FBTyxRQUFRLElBQUksRUFBRTtBQUd2RixJQUFNLFNBQVMsQ0FBQyxVQUNkLE1BQU0sU0FBUyxJQUFJLElBQ2YsV0FBV0osTUFBSyxNQUFNLE1BQU0sTUFBTSxHQUFHLEVBQUUsQ0FBQyxDQUFDLEVBQUUsSUFBSSxDQUFDLFNBQVMsUUFBUUksVUFBUyxNQUFNLElBQUksQ0FBQyxDQUFDLElBQ3RGLENBQUMsS0FBSztBQVFaLElBQU0sU0FBUyxLQUFLLE1BQU1ELGNBQWFILE1BQUssTUFBTSxjQUFjLEdBQUcsTUFBTSxDQUFDO0FBR25FLElBQU0sVUFBaUMsT0FBTyxRQUFRLENBQUMsRUFBRSxNQUFNLE1BQU0sTUFBTSxRQUFRLE1BQU0sQ0FBQztBQUUxRixJQUFNLFFBQWdDLE9BQzFDLElBQUksQ0FBQyxFQUFFLE9BQU8sTUFBTSxPQUFPO0FBQUEsRUFDMUI7QUFBQSxFQUNBLE9BQU8sTUFBTSxRQUFRLE1BQU0sRUFBRSxJQUFJLENBQUMsVUFBVSxLQUFLQSxNQUFLLE1BQU0sS0FBSyxHQUFHLE1BQU0sUUFBUSxTQUFTLEVBQUUsQ0FBQyxDQUFDO0FBQ2pHLEVBQUUsRUFDRCxPQUFPLENBQUMsRUFBRSxNQUFNLE1BQU0sTUFBTSxTQUFTLENBQUM7QUFHekMsSUFBTSxRQUFRO0FBQUEsRUFDWjtBQUFBLEVBQ0E7QUFBQSxFQUNBO0FBQUEsRUFDQTtBQUFBLEVBQ0E7QUFBQSxFQUNBO0FBQUEsRUFDQTtBQUFBLEVBQ0E7QUFBQSxFQUNBO0FBQ0Y7QUFFTyxJQUFNLGVBQXNDRSxhQUFZRixNQUFLLE1BQU0sVUFBVSxDQUFDLEVBQ2xGLE9BQU8sQ0FBQyxTQUFTRCxZQUFXQyxNQUFLLE1BQU0sWUFBWSxNQUFNLFdBQVcsQ0FBQyxDQUFDLEVBQ3RFLEtBQUssQ0FBQyxHQUFHLE9BQU8sTUFBTSxRQUFRLENBQUMsSUFBSSxLQUFLLGFBQWEsTUFBTSxRQUFRLENBQUMsSUFBSSxLQUFLLFNBQVM7QUFHbEYsSUFBTSxXQUFvQjtBQUFBLEVBQy9CLE9BQU87QUFBQSxFQUNQLE9BQU8sYUFBYSxJQUFJLENBQUMsU0FBUyxLQUFLLFFBQVEsTUFBTSxZQUFZLE1BQU0sV0FBVyxHQUFHLFlBQVksSUFBSSxFQUFFLENBQUM7QUFDMUc7QUFHTyxJQUFNLFlBQVksQ0FBQyxnQkFBK0M7QUFDdkUsUUFBTSxNQUFNQSxNQUFLLE1BQU0sWUFBWSxhQUFhLEtBQUs7QUFDckQsU0FBT0UsYUFBWSxLQUFLLEVBQUUsVUFBVSxRQUFRLFdBQVcsS0FBSyxDQUFDLEVBQzFELElBQUksT0FBTyxFQUNYLE9BQU8sQ0FBQyxTQUFTLEtBQUssU0FBUyxLQUFLLEtBQUssU0FBUyxjQUFjLENBQUMsS0FBSyxXQUFXLFdBQVcsQ0FBQyxFQUM3RixLQUFLLEVBQ0wsSUFBSSxDQUFDLFNBQVNGLE1BQUssS0FBSyxJQUFJLENBQUM7QUFDbEM7OztBQ2hHNFAsU0FBUyxjQUFBSyxtQkFBa0I7QUFDdlIsU0FBUyxRQUFBQyxPQUFNLFlBQUFDLGlCQUFnQjtBQUMvQixPQUFPQyxTQUFROzs7QUNGaVAsU0FBUyxjQUFBQyxhQUFZLGdCQUFBQyxxQkFBb0I7QUFDelMsT0FBTyxRQUFRO0FBSVIsSUFBTSxRQUFRLENBQUMsU0FDcEIsR0FBRyxpQkFBaUIsTUFBTUMsY0FBYSxNQUFNLE1BQU0sR0FBRyxHQUFHLGFBQWEsUUFBUSxJQUFJO0FBRXBGLElBQU0sYUFBYSxDQUFDLFVBQ2pCLEdBQUcsb0JBQW9CLElBQUksS0FBSyxHQUFHLHNCQUFzQixJQUFJLEtBQUssR0FBRyxtQkFBbUIsSUFBSSxLQUN4RixHQUFHLHVCQUF1QixJQUFJLEtBQUssR0FBRyx1QkFBdUIsSUFBSSxLQUFLLEdBQUcsb0JBQW9CLElBQUksTUFDbkcsS0FBSyxXQUFXLEtBQUssQ0FBQyxFQUFFLEtBQUssTUFBTSxTQUFTLEdBQUcsV0FBVyxhQUFhLE1BQU07QUFFM0UsSUFBTSxZQUFZLENBQUMsV0FBZ0QsT0FBTyxXQUFXLE9BQU8sVUFBVTtBQUV0RyxJQUFNLFNBQVMsQ0FBQyxVQUNwQixHQUFHLG9CQUFvQixJQUFJLElBQUksS0FBSyxnQkFBZ0IsYUFBYSxDQUFDLEdBQUcsT0FBTyxLQUFLLE9BQU8sUUFBUSxLQUFLO0FBR3hHLElBQU0sVUFBVTtBQUtoQixJQUFNLFFBQVEsQ0FBQyxTQUFrQztBQUMvQyxRQUFNLE9BQU8sTUFBTSxRQUFRLEVBQUUsUUFBUSx3QkFBd0IsRUFBRSxFQUFFLFFBQVEsYUFBYSxHQUFHLEVBQUUsV0FBVyxPQUFPLElBQUksS0FDNUc7QUFDTCxTQUFPLFNBQVMsTUFBTSxLQUFLLFNBQVMsVUFBVSxTQUFZO0FBQzVEO0FBR08sSUFBTSxlQUFlLENBQUMsaUJBQW1DO0FBQzlELE1BQUksQ0FBQ0MsWUFBVyxZQUFZLEVBQUcsUUFBTyxNQUFNO0FBQzVDLFFBQU0sUUFBUSxVQUFVLE1BQU0sWUFBWSxDQUFDO0FBQzNDLFNBQU8sQ0FBQyxNQUFNLFdBQVc7QUFDdkIsZUFBVyxRQUFRLE1BQU0sT0FBTyxDQUFDQyxVQUFTLE9BQU9BLEtBQUksTUFBTSxJQUFJLEdBQUc7QUFDaEUsVUFBSSxXQUFXLFVBQWEsR0FBRyxvQkFBb0IsSUFBSSxFQUFHLFFBQU8sTUFBTSxLQUFLLGdCQUFnQixhQUFhLENBQUMsR0FBRyxJQUFJO0FBQ2pILFVBQUksV0FBVyxVQUFhLEdBQUcsbUJBQW1CLElBQUksR0FBRztBQUN2RCxjQUFNLFFBQVEsS0FBSyxRQUFRLEtBQUssQ0FBQyxTQUFTLEtBQUssTUFBTSxRQUFRLE1BQU0sTUFBTTtBQUN6RSxZQUFJLFVBQVUsVUFBYSxHQUFHLHNCQUFzQixLQUFLLEVBQUcsUUFBTyxNQUFNLE1BQU0sSUFBSTtBQUFBLE1BQ3JGO0FBQUEsSUFDRjtBQUNBLFdBQU87QUFBQSxFQUNUO0FBQ0Y7QUFFQSxJQUFNLGFBQWEsQ0FBQyxTQUFrQztBQUNwRCxRQUFNLFVBQVUsS0FBSyxtQkFBbUIsU0FDcEMsS0FDQSxJQUFJLEtBQUssZUFBZSxJQUFJLENBQUMsU0FBUyxLQUFLLFFBQVEsQ0FBQyxFQUFFLEtBQUssSUFBSSxDQUFDO0FBRXBFLFFBQU0sT0FBTyxLQUFLLFdBQVc7QUFBQSxJQUFJLENBQUMsU0FDaEMsS0FBSyxnQkFBZ0IsU0FDakIsS0FBSyxRQUFRLElBQ2IsR0FBRyxLQUFLLEtBQUssUUFBUSxDQUFDLE1BQU0sS0FBSyxNQUFNLFFBQVEsS0FBSyxLQUFLLFlBQVksUUFBUSxDQUFDO0FBQUEsRUFDcEY7QUFDQSxTQUFPLEdBQUcsT0FBTyxJQUFJLEtBQUssS0FBSyxJQUFJLENBQUM7QUFDdEM7QUFHQSxJQUFNLFNBQVMsQ0FBQyxNQUF1RCxhQUF5QztBQUM5RyxNQUFJLEtBQUssU0FBUyxPQUFXLFFBQU8sS0FBSyxLQUFLLEtBQUssUUFBUSxDQUFDO0FBQzVELFFBQU0sRUFBRSxZQUFZLElBQUk7QUFDeEIsTUFBSSxhQUFhLE9BQVcsUUFBTyxLQUFLLFFBQVE7QUFDaEQsTUFBSSxnQkFBZ0IsT0FBVyxRQUFPO0FBQ3RDLFNBQU8sR0FBRyxnQkFBZ0IsV0FBVyxJQUNqQyxLQUFLLFdBQVcsV0FBVyxDQUFDLE9BQU8sWUFBWSxNQUFNLFFBQVEsS0FBSyxLQUFLLEtBQ3ZFLE1BQU0sWUFBWSxRQUFRLENBQUM7QUFDakM7QUFFQSxJQUFNLFdBQVcsQ0FBQyxTQUNmLEdBQUcsaUJBQWlCLElBQUksS0FDcEIsR0FBRyxhQUFhLElBQUksR0FBRztBQUFBLEVBQUssQ0FBQyxFQUFFLEtBQUssTUFDbkMsU0FBUyxHQUFHLFdBQVcsa0JBQWtCLFNBQVMsR0FBRyxXQUFXO0FBQ2xFLE1BQU0sUUFDUCxLQUFLLE1BQU0sUUFBUSxFQUFFLFdBQVcsR0FBRyxNQUFNO0FBRTlDLElBQU0sV0FBVyxDQUFDLFVBQW9CLFVBQWtCLENBQUMsU0FBaUQ7QUFDeEcsTUFBSSxTQUFTLElBQUksRUFBRyxRQUFPLENBQUM7QUFDNUIsUUFBTSxhQUFhLEdBQUcsaUJBQWlCLElBQUksSUFBSSxHQUFHLGFBQWEsSUFBSSxLQUFLLENBQUMsSUFBSSxDQUFDLEdBQzNFLElBQUksQ0FBQyxhQUFhLFNBQVMsUUFBUSxDQUFDLEVBQUUsT0FBTyxDQUFDLFNBQVMsU0FBUyxhQUFhLFNBQVMsT0FBTztBQUNoRyxRQUFNLE9BQU8sQ0FBQyxHQUFHLFdBQVcsS0FBSyxNQUFNLFFBQVEsS0FBSyxFQUFFLEVBQUUsS0FBSyxHQUFHO0FBQ2hFLE1BQUksR0FBRyxzQkFBc0IsSUFBSSxHQUFHO0FBQ2xDLFVBQU0sV0FBVyxLQUFLLGtCQUFrQixTQUFZLEtBQUs7QUFDekQsV0FBTyxDQUFDLEdBQUcsSUFBSSxHQUFHLFFBQVEsR0FBRyxPQUFPLE1BQU0sU0FBUyxPQUFPLEtBQUssS0FBSyxRQUFRLENBQUMsQ0FBQyxDQUFDLEVBQUU7QUFBQSxFQUNuRjtBQUNBLE1BQUksR0FBRyxvQkFBb0IsSUFBSSxFQUFHLFFBQU8sQ0FBQyxHQUFHLElBQUksR0FBRyxXQUFXLElBQUksQ0FBQyxLQUFLLEtBQUssTUFBTSxRQUFRLEtBQUssS0FBSyxFQUFFO0FBQ3hHLFNBQU8sR0FBRyx5QkFBeUIsSUFBSSxJQUFJLENBQUMsY0FBYyxXQUFXLElBQUksQ0FBQyxFQUFFLElBQUksQ0FBQztBQUNuRjtBQUVBLElBQU0sV0FBVyxDQUFDLFNBQ2hCLEtBQUssbUJBQW1CLFNBQVksS0FBSyxJQUFJLEtBQUssZUFBZSxJQUFJLENBQUMsU0FBUyxLQUFLLFFBQVEsQ0FBQyxFQUFFLEtBQUssSUFBSSxDQUFDO0FBRTNHLElBQU0sV0FBVyxDQUFDLFVBQ2YsS0FBSyxtQkFBbUIsQ0FBQyxHQUFHLElBQUksQ0FBQyxXQUFXLElBQUksT0FBTyxRQUFRLENBQUMsRUFBRSxFQUFFLEtBQUssRUFBRTtBQUU5RSxJQUFNLE9BQU8sQ0FBQyxZQUNaLFFBQVEsV0FBVyxJQUFJLE9BQU87QUFBQSxFQUFNLFFBQVEsSUFBSSxDQUFDLFdBQVcsS0FBSyxNQUFNLEVBQUUsRUFBRSxLQUFLLElBQUksQ0FBQztBQUFBO0FBR2hGLElBQU0sZ0JBQWdCLENBQUMsTUFBYSxhQUErQjtBQUN4RSxRQUFNLE9BQU8sT0FBTyxJQUFJO0FBQ3hCLE1BQUksR0FBRyxvQkFBb0IsSUFBSSxHQUFHO0FBQ2hDLFVBQU0sQ0FBQyxXQUFXLElBQUksS0FBSyxnQkFBZ0I7QUFDM0MsV0FBTyxnQkFBZ0IsU0FBWSxLQUFLLFNBQVMsSUFBSSxHQUFHLE9BQU8sYUFBYSxTQUFTLElBQUksQ0FBQyxDQUFDO0FBQUEsRUFDN0Y7QUFDQSxNQUFJLEdBQUcsc0JBQXNCLElBQUksR0FBRztBQUNsQyxXQUFPLFlBQVksSUFBSSxHQUFHLFdBQVcsSUFBSSxDQUFDLEdBQUcsS0FBSyxTQUFTLFNBQVksS0FBSyxLQUFLLEtBQUssS0FBSyxRQUFRLENBQUMsRUFBRTtBQUFBLEVBQ3hHO0FBQ0EsTUFBSSxHQUFHLHVCQUF1QixJQUFJLEdBQUc7QUFDbkMsV0FBTyxhQUFhLElBQUksR0FBRyxTQUFTLElBQUksQ0FBQyxHQUFHLFNBQVMsSUFBSSxDQUFDLElBQUksS0FBSyxLQUFLLFFBQVEsSUFBSSxDQUFDLFNBQVMsS0FBSyxRQUFRLENBQUMsQ0FBQyxDQUFDO0FBQUEsRUFDaEg7QUFDQSxNQUFJLEdBQUcsbUJBQW1CLElBQUksR0FBRztBQUMvQixXQUFPLFNBQVMsSUFBSSxHQUFHLFNBQVMsSUFBSSxDQUFDLEdBQUcsU0FBUyxJQUFJLENBQUMsSUFBSSxLQUFLLEtBQUssUUFBUSxRQUFRLFNBQVMsVUFBVSxJQUFJLENBQUMsQ0FBQyxDQUFDO0FBQUEsRUFDaEg7QUFDQSxTQUFPLEtBQUssUUFBUSxFQUFFLFFBQVEsdUJBQXVCLEVBQUU7QUFDekQ7QUFHTyxJQUFNLFlBQVksQ0FBQyxTQUN4QixHQUFHLG1CQUFtQixJQUFJLEtBQUssR0FBRyx1QkFBdUIsSUFBSSxJQUN6RCxDQUFDLEdBQUcsS0FBSyxPQUFPLEVBQUUsUUFBUSxDQUFDLFdBQVc7QUFDdEMsUUFBTSxDQUFDLEdBQUcsSUFBSSxHQUFHLHdCQUF3QixNQUFNLEVBQUUsT0FBTyxDQUFDLFNBQVMsR0FBRyxRQUFRLElBQUksQ0FBQztBQUNsRixRQUFNLE9BQU8sR0FBRyx5QkFBeUIsTUFBTSxJQUFJLGdCQUFnQixPQUFPLE1BQU0sUUFBUTtBQUN4RixNQUFJLFFBQVEsVUFBYSxTQUFTLFVBQWMsR0FBRyxlQUFlLE1BQU0sS0FBSyxTQUFTLE1BQU0sRUFBSSxRQUFPLENBQUM7QUFDeEcsU0FBTyxDQUFDLENBQUMsTUFBTSxJQUFJLE9BQU8sQ0FBVTtBQUN0QyxDQUFDLElBQ0MsQ0FBQzs7O0FEekhQLElBQU0sYUFBYTtBQUFBLEVBQ2pCLE1BQU07QUFBQSxFQUNOLGNBQWM7QUFBQSxFQUNkLFFBQVE7QUFBQSxFQUNSLGFBQWE7QUFBQSxFQUNiLFFBQVE7QUFBQSxFQUNSLFFBQVE7QUFDVjtBQUdBLElBQU0sT0FBTyxDQUFDLFNBQ1osS0FBSyxNQUFNLDRCQUE0QixFQUFFO0FBQUEsRUFBSSxDQUFDLFNBQzVDLEtBQUssV0FBVyxHQUFHLElBQUksT0FBTyxLQUFLLFdBQVcsS0FBSyxPQUFPLEVBQUUsV0FBVyxLQUFLLE1BQU0sRUFBRSxXQUFXLE1BQU0sV0FBVztBQUNsSCxFQUFFLEtBQUssRUFBRTtBQUVYLElBQU0sUUFBUSxDQUFDLFlBQ2IsTUFBTUMsSUFBRyxzQkFBc0IsT0FBTyxLQUFLLElBQUksUUFBUSxxQkFBcUIsTUFBTSxDQUFDO0FBRXJGLElBQU0sWUFBWSxDQUFDLFFBQXFCO0FBQ3RDLFFBQU0sUUFBUUEsSUFBRyxzQkFBc0IsSUFBSSxPQUFPLEtBQUssSUFBSSxLQUFLO0FBQ2hFLFNBQU8sS0FBSyxXQUFXLEtBQUssSUFBSSxPQUFPO0FBQUEsRUFBYSxJQUFJO0FBQUE7QUFDMUQ7QUFRQSxJQUFNLFNBQVMsQ0FBQyxTQUFrQkEsSUFBRyx3QkFBd0IsSUFBSSxFQUFFLE9BQU8sQ0FBQyxRQUFRQSxJQUFHLFFBQVEsR0FBRyxDQUFDO0FBRWxHLElBQU0sU0FBUyxDQUFDQyxPQUErQixTQUM3Q0EsTUFBSyxRQUFRLENBQUMsRUFBRSxPQUFPLENBQUMsRUFBRSxNQUFNLEtBQUssT0FBTyxDQUFDLEVBQUUsUUFBUSxNQUFNLFFBQVEsU0FBUyxJQUFJLENBQUM7QUFHckYsSUFBTSxZQUFZLENBQUMsTUFBYyxXQUFnRDtBQUMvRSxRQUFNLFdBQVcsYUFBYSxLQUFLLFFBQVEscUJBQXFCLFVBQVUsRUFBRSxRQUFRLFNBQVMsT0FBTyxDQUFDO0FBQ3JHLFFBQU0sU0FBUyxvQkFBSSxJQUFpRTtBQUNwRixhQUFXLFFBQVEsVUFBVSxNQUFNLEdBQUc7QUFDcEMsUUFBSSxPQUFPLE9BQU8sSUFBSSxHQUFHLFVBQVUsRUFBRSxXQUFXLEdBQUc7QUFDakQsYUFBTyxJQUFJLE9BQU8sSUFBSSxHQUFHLENBQUMsR0FBRyxPQUFPLElBQUksT0FBTyxJQUFJLENBQUMsS0FBSyxDQUFDLEdBQUcsSUFBSSxDQUFDO0FBQUEsSUFDcEU7QUFBQSxFQUNGO0FBQ0EsU0FBTyxDQUFDLEdBQUcsTUFBTSxFQUFFLElBQUksQ0FBQyxDQUFDLE1BQU0sS0FBSyxNQUFNO0FBQ3hDLFVBQU1BLFFBQU8sTUFBTSxRQUFRLE1BQU07QUFDakMsVUFBTSxDQUFDLFFBQVEsSUFBSSxPQUFPQSxPQUFNLFVBQVU7QUFDMUMsVUFBTSxhQUFhLE9BQU9BLE9BQU0sWUFBWSxFQUFFLElBQUksQ0FBQyxFQUFFLFFBQVEsTUFBTSxtQkFBbUIsTUFBTSxPQUFPLENBQUMsRUFBRTtBQUN0RyxXQUFPO0FBQUEsTUFDTDtBQUFBLE1BQ0EsVUFBVSxVQUFVLFNBQVMsU0FBUyxLQUFLO0FBQUEsTUFDM0MsVUFBVTtBQUFBLFFBQ1IsT0FBTyxJQUFJO0FBQUEsUUFDWCxHQUFHQSxNQUFLLElBQUksQ0FBQyxFQUFFLFFBQVEsTUFBTSxNQUFNLE9BQU8sQ0FBQyxFQUFFLE9BQU8sQ0FBQyxTQUFTLFNBQVMsRUFBRTtBQUFBLFFBQ3pFLEdBQUc7QUFBQSxRQUNIO0FBQUEsRUFBYSxNQUFNLElBQUksQ0FBQyxTQUFTLGNBQWMsTUFBTSxRQUFRLENBQUMsRUFBRSxLQUFLLE1BQU0sQ0FBQztBQUFBO0FBQUEsUUFDNUUsR0FBRyxPQUFPQSxPQUFNLFNBQVMsRUFBRSxRQUFRLENBQUMsUUFBUSxDQUFDLFlBQVksVUFBVSxHQUFHLENBQUMsQ0FBQztBQUFBLFFBQ3hFLEdBQUcsTUFBTSxRQUFRLFNBQVMsRUFBRSxJQUFJLENBQUMsQ0FBQyxRQUFRLE9BQU8sTUFBTSxVQUFVLE1BQU07QUFBQTtBQUFBLEVBQVMsTUFBTSxPQUFPLENBQUMsRUFBRTtBQUFBLE1BQ2xHLEVBQUUsS0FBSyxNQUFNO0FBQUEsSUFDZjtBQUFBLEVBQ0YsQ0FBQztBQUNIO0FBR0EsSUFBTSxlQUFlLENBQUMsV0FBMEI7QUFDOUMsUUFBTSxDQUFDLEVBQUUsT0FBTyxFQUFFLElBQUksMkNBQTJDLEtBQUssT0FBTyxJQUFJLEtBQUssQ0FBQztBQUN2RixRQUFNLFFBQVEsS0FBSyxNQUFNLElBQUksRUFBRSxJQUFJLENBQUMsU0FBUyxLQUFLLFFBQVEsWUFBWSxFQUFFLENBQUM7QUFDekUsUUFBTSxNQUFNLE1BQU0sVUFBVSxDQUFDLFNBQVMsS0FBSyxXQUFXLEdBQUcsQ0FBQztBQUMxRCxRQUFNLGFBQWEsUUFBUSxLQUFLLFFBQVEsTUFBTSxNQUFNLEdBQUcsR0FBRyxHQUFHLEtBQUssSUFBSSxFQUFFLEtBQUs7QUFDN0UsU0FBTyxLQUFLLFNBQVMsV0FBVyxJQUFJLEtBQUssS0FBSyxTQUFTO0FBQ3pEO0FBUUEsSUFBTSxhQUFhLENBQUMsVUFBNEI7QUFDOUMsUUFBTSxVQUFVLE1BQU0sS0FBSyxFQUFFLFdBQVcsT0FBT0QsSUFBRyxtQkFBbUIsRUFBRSxJQUFJLENBQUMsRUFBRSxhQUFhLE1BQU0sWUFBWTtBQUM3RyxTQUFPO0FBQUEsSUFDTCxTQUFTLElBQUk7QUFBQSxNQUNYLFFBQVEsT0FBTyxDQUFDLFNBQVMsU0FBUyxVQUFhQSxJQUFHLGtCQUFrQixJQUFJLENBQUMsRUFBRSxJQUFJLENBQUMsRUFBRSxLQUFLLE1BQU0sS0FBSyxJQUFJO0FBQUEsSUFDeEc7QUFBQSxJQUNBLE9BQU8sSUFBSTtBQUFBLE1BQ1QsUUFBUSxPQUFPLENBQUMsU0FBUyxTQUFTLFVBQWFBLElBQUcsZUFBZSxJQUFJLENBQUMsRUFDbkUsUUFBUSxDQUFDLEVBQUUsU0FBUyxNQUFNLFNBQVMsSUFBSSxDQUFDLEVBQUUsS0FBSyxNQUFNLEtBQUssSUFBSSxDQUFDO0FBQUEsSUFDcEU7QUFBQSxFQUNGO0FBQ0Y7QUFHQSxJQUFNLFdBQVcsQ0FBQyxRQUF1QixhQUE0QztBQUNuRixRQUFNLFNBQVMsT0FBTyxXQUFXLE9BQU9BLElBQUcsbUJBQW1CLEVBQUUsT0FBTyxDQUFDLFNBQVM7QUFDL0UsVUFBTSxDQUFDLFdBQVcsSUFBSSxLQUFLLGdCQUFnQjtBQUMzQyxXQUFPLGFBQWEsZ0JBQWdCLFVBQWFBLElBQUcsMEJBQTBCLFlBQVksV0FBVyxLQUNoRyxLQUFLLGNBQWM7QUFBQSxFQUMxQixDQUFDLEVBQUUsSUFBSSxDQUFDLFVBQVUsRUFBRSxNQUFNLEtBQUssZ0JBQWdCLGFBQWEsQ0FBQyxHQUFHLEtBQUssUUFBUSxLQUFLLElBQUksTUFBTSxLQUFLLFFBQVEsRUFBRSxFQUFFO0FBQzdHLFFBQU0sV0FBVyxDQUFDLE1BQWMsU0FBaUIsSUFBSSxPQUFPLFlBQVksSUFBSSxTQUFTLElBQUksS0FBSyxFQUFFLEtBQUssSUFBSTtBQUN6RyxRQUFNLFNBQVMsT0FBTyxPQUFPLENBQUMsRUFBRSxLQUFLLE1BQU0sU0FBUyxVQUFVLElBQUksQ0FBQztBQUNuRSxRQUFNLFFBQVEsT0FBTyxJQUFJLENBQUMsRUFBRSxLQUFLLE1BQU0sSUFBSSxFQUFFLEtBQUssSUFBSTtBQUN0RCxTQUFPLE9BQU8sT0FBTyxDQUFDLFVBQVUsT0FBTyxTQUFTLEtBQUssS0FBSyxTQUFTLE9BQU8sTUFBTSxJQUFJLENBQUMsRUFBRSxJQUFJLENBQUMsRUFBRSxLQUFLLE1BQU0sSUFBSTtBQUMvRztBQUVBLElBQU0sZUFBZSxDQUFDLFdBQ3BCLE9BQU8sV0FBVyxJQUNkLENBQUMsSUFDRCxDQUFDLG9CQUFvQix1Q0FBdUM7QUFBQSxFQUFhLE9BQU8sS0FBSyxNQUFNLENBQUM7QUFBQSxPQUFVO0FBRzVHLElBQU0sY0FBYztBQVdwQixJQUFNLFdBQVcsQ0FBQyxhQUFxQixNQUFjLGFBQThDO0FBQ2pHLFFBQU0sU0FBUyxNQUFNLElBQUk7QUFDekIsUUFBTSxPQUFPRSxVQUFTQyxNQUFLLE1BQU0sWUFBWSxhQUFhLEtBQUssR0FBRyxJQUFJLEVBQUUsV0FBVyxNQUFNLEdBQUcsRUFBRSxRQUFRLFNBQVMsRUFBRTtBQUNqSCxRQUFNQyxXQUFVLFVBQVUsTUFBTSxNQUFNO0FBQ3RDLE1BQUlBLFNBQVEsV0FBVyxFQUFHLFFBQU8sQ0FBQztBQUNsQyxRQUFNLFFBQVEsYUFBYSxNQUFNO0FBQ2pDLFFBQU0sWUFBWSxTQUFTLFdBQVc7QUFDdEMsUUFBTSxZQUFZLFNBQVMsUUFBUSxJQUFJLElBQUksSUFDdkMsQ0FBQyxJQUFJLElBQ0xBLFNBQVEsSUFBSSxDQUFDLFVBQVUsTUFBTSxJQUFJLEVBQUUsT0FBTyxDQUFDLFVBQVUsU0FBUyxNQUFNLElBQUksS0FBSyxDQUFDO0FBQ2xGLFFBQU0sT0FBTyxVQUFVLFdBQVcsSUFDOUIsQ0FBQyxJQUNELENBQUMsZUFBZSxTQUFTLE9BQU8sVUFBVSxJQUFJLENBQUMsU0FBUyxLQUFLLElBQUksSUFBSSxFQUFFLEtBQUssSUFBSSxDQUFDLEdBQUc7QUFDeEYsUUFBTSxTQUFTLE9BQU8sUUFBUSxVQUFVLEVBQUUsUUFBUSxDQUFDLENBQUMsVUFBVSxLQUFLLE1BQU07QUFDdkUsVUFBTSxVQUFVQSxTQUFRLE9BQU8sQ0FBQyxVQUFVLE1BQU0sYUFBYSxRQUFRO0FBQ3JFLFdBQU8sUUFBUSxXQUFXLElBQUksQ0FBQyxJQUFJLENBQUMsTUFBTSxLQUFLLElBQUksR0FBRyxRQUFRLElBQUksQ0FBQyxFQUFFLFNBQVMsTUFBTSxRQUFRLENBQUM7QUFBQSxFQUMvRixDQUFDO0FBQ0QsUUFBTSxTQUFTLFNBQVMsUUFBUSxPQUFPLEtBQUssSUFBSSxDQUFDO0FBQ2pELFNBQU8sQ0FBQztBQUFBLElBQ04sU0FBUztBQUFBLElBQ1Q7QUFBQSxJQUNBLFNBQVMsTUFBTSxNQUFNLFdBQVcsRUFBRSxDQUFDLEdBQUcsV0FBVyxNQUFNLEdBQUcsS0FBSztBQUFBLElBQy9ELFVBQVUsQ0FBQyxhQUFhLEtBQUssU0FBUyxJQUFJLElBQUksSUFBSSxPQUFPLEdBQUcsTUFBTSxHQUFHLFFBQVEsR0FBRyxhQUFhLE1BQU0sQ0FBQyxFQUFFLEtBQUssTUFBTSxJQUM3RztBQUFBLEVBQ04sQ0FBQztBQUNIO0FBR0EsSUFBTSxZQUFZLGFBQWEsT0FBTyxDQUFDLFNBQVNDLFlBQVdGLE1BQUssTUFBTSxZQUFZLE1BQU0sT0FBTyxVQUFVLENBQUMsQ0FBQztBQUdwRyxJQUFNLFVBQWlDLFVBQVUsUUFBUSxDQUFDLFNBQVM7QUFDeEUsUUFBTSxXQUFXLFdBQVdBLE1BQUssTUFBTSxZQUFZLE1BQU0sT0FBTyxVQUFVLENBQUM7QUFDM0UsU0FBTyxVQUFVLElBQUksRUFBRSxRQUFRLENBQUMsU0FBUyxTQUFTLE1BQU0sTUFBTSxRQUFRLENBQUM7QUFDekUsQ0FBQztBQUdNLElBQU0sV0FBVztBQUFBLEVBQ3RCO0FBQUEsRUFDQTtBQUFBLEVBRUEsR0FBRyxVQUFVLFFBQVEsQ0FBQyxTQUFTO0FBQUEsSUFDN0IsWUFBWSxJQUFJO0FBQUEsSUFDaEIsQ0FBQywyQkFBMkIsV0FBVyxFQUFFO0FBQUEsTUFDdkMsUUFBUSxPQUFPLENBQUMsV0FBVyxPQUFPLFlBQVksSUFBSSxFQUFFO0FBQUEsUUFBSSxDQUFDLFdBQ3ZELE1BQU0sT0FBTyxJQUFJLE9BQU8sSUFBSSxJQUFJLE9BQU8sSUFBSSxVQUFVLE9BQU8sT0FBTztBQUFBLE1BQ3JFO0FBQUEsSUFDRixFQUFFLEtBQUssSUFBSTtBQUFBLEVBQ2IsQ0FBQztBQUNILEVBQUUsS0FBSyxNQUFNLElBQUk7OztBRnpLakIsSUFBTSxTQUFTLElBQUksSUFBSTtBQUFBLEVBQ3JCLEdBQUcsV0FBVyxJQUFJLEVBQUUsSUFBSSxDQUFDLFNBQVMsQ0FBQyxNQUFNRyxVQUFTLE1BQU0sSUFBSSxFQUFFLFdBQVcsTUFBTSxHQUFHLENBQUMsQ0FBVTtBQUFBLEVBQzdGLEdBQUcsU0FBUyxNQUFNLElBQUksQ0FBQyxFQUFFLE1BQU0sS0FBSyxNQUFNLENBQUMsTUFBTSxHQUFHLElBQUksS0FBSyxDQUFVO0FBQUEsRUFDdkUsQ0FBQ0MsTUFBSyxNQUFNLFdBQVcsR0FBRyxVQUFVO0FBQUEsRUFDcEMsR0FBRyxRQUFRO0FBQUEsSUFBSSxDQUFDLEVBQUUsTUFBTSxTQUFTLE1BQU0sTUFDckMsQ0FBQ0EsTUFBSyxNQUFNLFlBQVksT0FBTyxPQUFPLEdBQUcsSUFBSSxLQUFLLEdBQUcsYUFBYSxLQUFLLElBQUksSUFBSSxLQUFLO0FBQUEsRUFDdEY7QUFDRixDQUFDO0FBR0QsSUFBTSxhQUFhLFFBQVEsSUFBSTtBQUUvQixJQUFNLFVBQVUsQ0FBQyxNQUFjLFNBQWlCO0FBQzlDLFFBQU0sT0FBT0QsVUFBUyxNQUFNLElBQUksRUFBRSxXQUFXLE1BQU0sR0FBRztBQUN0RCxNQUFJLGVBQWUsT0FBVyxRQUFPLElBQUksSUFBSSxLQUFLLFVBQVUsSUFBSSxJQUFJO0FBQ3BFLFNBQU8sS0FBSyxXQUFXLEdBQUcsSUFBSSxPQUFPLEtBQUssSUFBSTtBQUNoRDtBQUdBLElBQU0sV0FBVyxDQUFDLE1BQWMsVUFDOUJFLGNBQWEsTUFBTSxNQUFNLEVBQUUsTUFBTSwyQ0FBMkMsRUFBRTtBQUFBLEVBQUksQ0FBQyxTQUNqRixLQUFLLFVBQVUsRUFBRSxXQUFXLEdBQUcsSUFBSSxPQUFPLEtBQUs7QUFBQSxJQUM3QztBQUFBLElBQ0EsQ0FBQyxPQUFPLE1BQWMsU0FBaUI7QUFDckMsVUFBSSx3QkFBd0IsS0FBSyxJQUFJLEVBQUcsUUFBTztBQUMvQyxZQUFNLENBQUMsT0FBTyxJQUFJLE1BQU0sSUFBSSxLQUFLLE1BQU0sR0FBRztBQUMxQyxZQUFNLFNBQVNDLFNBQVFDLFNBQVEsSUFBSSxHQUFHLElBQUk7QUFDMUMsWUFBTSxLQUFLLE9BQU8sSUFBSSxNQUFNO0FBQzVCLFVBQUksT0FBTyxPQUFXLFFBQU8sUUFBUSxNQUFNLE1BQU07QUFDakQsWUFBTSxVQUFVSixVQUFTSSxTQUFRSCxNQUFLLEtBQUssS0FBSyxDQUFDLEdBQUdBLE1BQUssS0FBSyxFQUFFLENBQUMsRUFBRSxXQUFXLE1BQU0sR0FBRztBQUN2RixhQUFPLElBQUksSUFBSSxLQUFLLFFBQVEsV0FBVyxHQUFHLElBQUksVUFBVSxLQUFLLE9BQU8sRUFBRSxHQUNwRSxXQUFXLFNBQVksS0FBSyxJQUFJLE1BQU0sRUFDeEM7QUFBQSxJQUNGO0FBQUEsRUFDRjtBQUNGLEVBQUUsS0FBSyxFQUFFO0FBR0osSUFBTSxRQUFRLENBQUMsY0FBc0I7QUFDMUMsU0FBTyxXQUFXLEVBQUUsV0FBVyxNQUFNLE9BQU8sS0FBSyxDQUFDO0FBQ2xELFFBQU0sUUFBUSxDQUFDLE9BQWUsU0FBaUI7QUFDN0MsVUFBTSxPQUFPQSxNQUFLLFdBQVcsS0FBSztBQUNsQyxjQUFVRyxTQUFRLElBQUksR0FBRyxFQUFFLFdBQVcsS0FBSyxDQUFDO0FBQzVDLGtCQUFjLE1BQU0sSUFBSTtBQUFBLEVBQzFCO0FBQ0EsYUFBVyxDQUFDLE1BQU0sS0FBSyxLQUFLLFFBQVE7QUFDbEMsUUFBSSxLQUFLLFNBQVMsS0FBSyxLQUFLLFNBQVNILE1BQUssTUFBTSxXQUFXLEVBQUcsT0FBTSxPQUFPLFNBQVMsTUFBTSxLQUFLLENBQUM7QUFBQSxFQUNsRztBQUNBLGFBQVcsV0FBV0ksYUFBWSxNQUFNLEVBQUUsVUFBVSxRQUFRLFdBQVcsS0FBSyxDQUFDLEdBQUc7QUFDOUUsUUFBSSxRQUFRLFNBQVMsTUFBTSxLQUFLLENBQUMsUUFBUSxXQUFXLFlBQVksR0FBRztBQUNqRSxhQUFPSixNQUFLLE1BQU0sT0FBTyxHQUFHQSxNQUFLLFdBQVcsT0FBTyxDQUFDO0FBQUEsSUFDdEQ7QUFBQSxFQUNGO0FBQ0EsYUFBVyxVQUFVLFFBQVMsT0FBTSxhQUFhLE9BQU8sT0FBTyxJQUFJLE9BQU8sSUFBSSxPQUFPLE9BQU8sUUFBUTtBQUNwRyxRQUFNLHNCQUFzQixRQUFRO0FBQ3RDO0FBR08sSUFBTSxVQUFVO0FBQUEsRUFDckIsS0FBSztBQUFBLElBQ0gsR0FBRyxDQUFDLEdBQUcsT0FBTyxRQUFRLEVBQUUsSUFBSSxDQUFDLEVBQUUsT0FBTyxNQUFNLE9BQU87QUFBQSxNQUNqRCxNQUFNO0FBQUEsTUFDTixPQUFPLE1BQU0sSUFBSSxDQUFDLEVBQUUsTUFBTSxPQUFBSyxPQUFNLE9BQU8sRUFBRSxNQUFNQSxRQUFPLE1BQU0sSUFBSSxJQUFJLEdBQUcsRUFBRTtBQUFBLElBQzNFLEVBQUU7QUFBQSxJQUNGLEVBQUUsTUFBTSxpQkFBaUIsT0FBTyxDQUFDLEVBQUUsTUFBTSxlQUFlLE1BQU0sY0FBYyxDQUFDLEVBQUU7QUFBQSxFQUNqRjtBQUFBLEVBQ0EsZUFBZTtBQUFBLElBQ2IsRUFBRSxNQUFNLGlCQUFpQixPQUFPLENBQUMsRUFBRSxNQUFNLGVBQWUsTUFBTSxjQUFjLENBQUMsRUFBRTtBQUFBLElBQy9FLEdBQUcsYUFBYSxJQUFJLENBQUMsVUFBVTtBQUFBLE1BQzdCLE1BQU0sU0FBUyxJQUFJO0FBQUEsTUFDbkIsV0FBVztBQUFBLE1BQ1gsT0FBTyxRQUFRLE9BQU8sQ0FBQyxXQUFXLE9BQU8sWUFBWSxJQUFJLEVBQUUsSUFBSSxDQUFDLFlBQVk7QUFBQSxRQUMxRSxNQUFNLE9BQU87QUFBQSxRQUNiLE1BQU0sY0FBYyxJQUFJLElBQUksT0FBTyxJQUFJO0FBQUEsTUFDekMsRUFBRTtBQUFBLElBQ0osRUFBRSxFQUFFLE9BQU8sQ0FBQyxFQUFFLE1BQU0sTUFBTSxNQUFNLFNBQVMsQ0FBQztBQUFBLEVBQzVDO0FBQ0Y7OztBSG5GNkosSUFBTSwyQ0FBMkM7QUFNOU0sSUFBTSxTQUFTLGNBQWMsSUFBSSxJQUFJLFlBQVksd0NBQWUsQ0FBQztBQUVqRSxNQUFNLE1BQU07QUFHWixJQUFNLFVBQWtFO0FBQUEsRUFDdEUsQ0FBQyxlQUFlLEdBQUc7QUFBQSxFQUNuQixDQUFDLGdCQUFnQixJQUFJO0FBQUEsRUFDckIsQ0FBQyxhQUFhLElBQUk7QUFBQSxFQUNsQixDQUFDLGVBQWUsSUFBSTtBQUFBLEVBQ3BCLENBQUMsYUFBYSxJQUFJO0FBQUEsRUFDbEIsQ0FBQyxjQUFjLEdBQUc7QUFBQSxFQUNsQixDQUFDLGNBQWMsR0FBRztBQUFBLEVBQ2xCLENBQUMsY0FBYyxHQUFHO0FBQUEsRUFDbEIsQ0FBQyxhQUFhLEdBQUc7QUFBQSxFQUNqQixDQUFDLFNBQVMsR0FBRztBQUNmO0FBRUEsSUFBTyxpQkFBUSxhQUFhO0FBQUEsRUFDMUI7QUFBQSxFQUNBLFFBQVEsY0FBYyxJQUFJLElBQUksVUFBVSx3Q0FBZSxDQUFDO0FBQUEsRUFDeEQsVUFBVSxjQUFjLElBQUksSUFBSSxXQUFXLHdDQUFlLENBQUM7QUFBQSxFQUMzRCxNQUFNLFFBQVEsSUFBSSxrQkFBa0I7QUFBQSxFQUNwQyxVQUFVLENBQUMsRUFBRSxRQUFRLEtBQUssTUFBTTtBQUM5QixVQUFNLFdBQVcsV0FBVyxRQUFRLEtBQUssSUFBSTtBQUM3QyxRQUFJLFNBQVMsU0FBUyxFQUFHLE9BQU0sSUFBSSxNQUFNLFNBQVMsS0FBSyxJQUFJLENBQUM7QUFBQSxFQUM5RDtBQUFBO0FBQUEsRUFFQSxtQkFBbUIsQ0FBQ0MsVUFBUztBQUMzQixRQUFJQSxNQUFLLGlCQUFpQixXQUFZLENBQUFBLE1BQUssZ0JBQWdCO0FBQUEsRUFDN0Q7QUFBQSxFQUNBLE1BQU07QUFBQSxFQUNOLE9BQU87QUFBQSxFQUNQLGFBQWE7QUFBQTtBQUFBLEVBRWIsTUFBTSxDQUFDLENBQUMsUUFBUSxFQUFFLEtBQUssUUFBUSxNQUFNLFNBQVMsQ0FBQyxDQUFDO0FBQUE7QUFBQSxFQUVoRCxVQUFVLEVBQUUsUUFBUSxFQUFFLFNBQVMsT0FBTyxFQUFFO0FBQUE7QUFBQSxFQUV4QyxNQUFNLEVBQUUsT0FBTyxFQUFFLHVCQUF1QixLQUFLLEVBQUU7QUFBQSxFQUMvQyxhQUFhO0FBQUEsSUFDWDtBQUFBLElBQ0EsU0FBUyxDQUFDLEdBQUcsQ0FBQztBQUFBLElBQ2QsUUFBUTtBQUFBLE1BQ04sVUFBVTtBQUFBLE1BQ1YsU0FBUztBQUFBO0FBQUEsUUFFUCxTQUFTLENBQUMsUUFBUSxLQUFLLGFBQWE7QUFDbEMsZ0JBQU0sT0FBTyxPQUFPLElBQUksWUFBWTtBQUNwQyxjQUFJLDBCQUEwQixLQUFLLElBQUksR0FBRztBQUN4QyxtQkFBTyxTQUFTLE9BQU8sT0FBTyxNQUFNLElBQUksRUFBRSxNQUFNLEdBQUcsQ0FBQyxFQUFFLEtBQUssSUFBSSxHQUFHLEdBQUc7QUFBQSxVQUN2RTtBQUNBLGdCQUFNLE9BQU8sS0FBSyxXQUFXLFlBQVksSUFBSSxPQUFPLFFBQVEsc0JBQXNCLEVBQUUsSUFBSTtBQUN4RixpQkFBTyxTQUFTLE9BQU8sTUFBTSxHQUFHO0FBQUEsUUFDbEM7QUFBQSxRQUNBLFlBQVk7QUFBQSxVQUNWLGVBQWU7QUFBQSxZQUNiLFFBQVE7QUFBQSxZQUNSLE9BQU87QUFBQSxZQUNQLE9BQU8sRUFBRSxPQUFPLEdBQUcsUUFBUSxHQUFHLE1BQU0sRUFBRTtBQUFBLFlBQ3RDLGVBQWUsQ0FBQyxPQUFlLFFBQVEsS0FBSyxDQUFDLENBQUMsSUFBSSxNQUFNLEdBQUcsU0FBUyxJQUFJLENBQUMsSUFBSSxDQUFDLEtBQUs7QUFBQSxVQUNyRjtBQUFBLFFBQ0Y7QUFBQSxNQUNGO0FBQUEsSUFDRjtBQUFBLElBQ0Esa0JBQWtCO0FBQUEsSUFDbEIsS0FBSztBQUFBLE1BQ0gsRUFBRSxNQUFNLGVBQWUsTUFBTSxtQkFBbUI7QUFBQSxNQUNoRCxFQUFFLE1BQU0sV0FBVyxNQUFNLFdBQVc7QUFBQSxNQUNwQyxFQUFFLE1BQU0sU0FBUyxNQUFNLDJCQUEyQjtBQUFBLE1BQ2xELEVBQUUsTUFBTSxVQUFVLE1BQU0sVUFBVTtBQUFBLE1BQ2xDLEVBQUUsTUFBTSxpQkFBaUIsTUFBTSxjQUFjO0FBQUEsSUFDL0M7QUFBQSxFQUNGO0FBQ0YsQ0FBQzsiLAogICJuYW1lcyI6IFsicGFnZSIsICJyZWFkZGlyU3luYyIsICJyZWFkRmlsZVN5bmMiLCAiZGlybmFtZSIsICJqb2luIiwgInJlbGF0aXZlIiwgInJlc29sdmUiLCAiZXhpc3RzU3luYyIsICJyZWFkZGlyU3luYyIsICJyZWFkRmlsZVN5bmMiLCAiZGlybmFtZSIsICJqb2luIiwgInJlbGF0aXZlIiwgImV4aXN0c1N5bmMiLCAiam9pbiIsICJkaXJuYW1lIiwgInJlYWRkaXJTeW5jIiwgInJlYWRGaWxlU3luYyIsICJyZWxhdGl2ZSIsICJleGlzdHNTeW5jIiwgImpvaW4iLCAicmVsYXRpdmUiLCAidHMiLCAiZXhpc3RzU3luYyIsICJyZWFkRmlsZVN5bmMiLCAicmVhZEZpbGVTeW5jIiwgImV4aXN0c1N5bmMiLCAibm9kZSIsICJ0cyIsICJkb2NzIiwgInJlbGF0aXZlIiwgImpvaW4iLCAiZW50cmllcyIsICJleGlzdHNTeW5jIiwgInJlbGF0aXZlIiwgImpvaW4iLCAicmVhZEZpbGVTeW5jIiwgInJlc29sdmUiLCAiZGlybmFtZSIsICJyZWFkZGlyU3luYyIsICJ0aXRsZSIsICJwYWdlIl0KfQo=
