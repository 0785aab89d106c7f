import type { Group } from "./argv/command.js"

/** Loads only the command that runs. A test keeps names and summaries equal to those of the commands. */
export const root: Group = {
  name: "qurl",
  summary: "Create time-limited access links, one by one or from spreadsheets, each exactly once.",
  examples: [
    { line: "qurl create https://example.com/report.pdf --expires-in 24h --label 'for Ada'", what: "A link for a day" },
    { line: "qurl batch guests.csv", what: "A link for every row; results go to guests.results.csv" },
    { line: "qurl list", what: "All active resources, the latest first" },
    { line: "qurl emulator", what: "A local API to try things out" }
  ],
  children: [
    { name: "create", summary: "Create a link.", load: async () => (await import("./commands/create.js")).create },
    {
      name: "publish",
      summary: "Publish a URL as a resource, private unless --public is given.",
      load: async () => (await import("./commands/publish.js")).publish
    },
    {
      name: "share",
      summary: "Make a link for one visit to a resource.",
      load: async () => (await import("./commands/share.js")).share
    },
    {
      name: "batch",
      summary: "Create a link for every row of a file, each once.",
      load: async () => (await import("./commands/batch.js")).batch
    },
    {
      name: "jobs",
      summary: "Show, resume and remove batches.",
      load: async () => (await import("./commands/jobs.js")).jobs
    },
    {
      name: "get",
      summary: "Show a resource and its links, or download its content.",
      load: async () => (await import("./commands/get.js")).get
    },
    { name: "list", summary: "List resources.", load: async () => (await import("./commands/list.js")).list },
    {
      name: "update",
      summary: "Change the expiry, the description or the tags of a resource.",
      load: async () => (await import("./commands/update.js")).update
    },
    {
      name: "extend",
      summary: "Extend the lifetime of a resource.",
      load: async () => (await import("./commands/extend.js")).extend
    },
    {
      name: "mint",
      summary: "Create another link for an existing resource.",
      load: async () => (await import("./commands/mint.js")).mint
    },
    {
      name: "resolve",
      summary: "Open a link for the address of this machine.",
      load: async () => (await import("./commands/resolve.js")).resolve
    },
    {
      name: "delete",
      summary: "Revoke a resource with all its links.",
      load: async () => (await import("./commands/delete.js")).remove
    },
    {
      name: "resources",
      summary: "Manage resources, the targets of links.",
      load: async () => (await import("./commands/resources.js")).resources
    },
    {
      name: "keys",
      summary: "Manage API keys. Requires a JWT in QURL_API_KEY.",
      load: async () => (await import("./commands/account/keys.js")).keys
    },
    {
      name: "webhooks",
      summary: "Manage webhooks and receive their events.",
      load: async () => (await import("./commands/webhooks.js")).webhooks
    },
    {
      name: "domains",
      summary: "Manage your own domains for links.",
      load: async () => (await import("./commands/account/domains.js")).domains
    },
    {
      name: "usage",
      summary: "Show the usage of the current billing period.",
      load: async () => (await import("./commands/account/usage.js")).usage
    },
    {
      name: "quota",
      summary: "Show the limits of the plan and their usage.",
      load: async () => (await import("./commands/account/quota.js")).quota
    },
    {
      name: "login",
      summary: "Store an API key for later commands.",
      load: async () => (await import("./commands/account/login.js")).login
    },
    {
      name: "logout",
      summary: "Remove the stored API key.",
      load: async () => (await import("./commands/account/logout.js")).logout
    },
    {
      name: "whoami",
      summary: "Show the API key in use, where it comes from, and its plan.",
      load: async () => (await import("./commands/account/whoami.js")).whoami
    },
    {
      name: "emulator",
      summary: "Run a local qURL API for development and fault tests.",
      load: async () => (await import("./commands/emulator.js")).emulator
    },
    {
      name: "mcp",
      summary: "Run an MCP server, so that agents can create and manage links.",
      load: async () => (await import("./commands/mcp.js")).mcp
    },
    {
      name: "completion",
      summary: "Print the completions for a shell.",
      load: async () => (await import("./commands/completion.js")).completion(() => root)
    }
  ]
}
