// The arrows between the packages. A package's code may import those listed after it, by name, and nothing else of ours.
const arrows = {
  idempotency: [],
  contract: ["idempotency"],
  sdk: ["contract", "idempotency"],
  promise: ["sdk", "contract", "idempotency"],
  effect4: ["sdk", "idempotency"],
  workflow: ["sdk", "idempotency"],
  "idempotency-server": ["idempotency"],
  emulator: ["idempotency-server", "contract", "idempotency"],
  testing: ["emulator", "sdk", "contract", "idempotency"],
  cli: ["sdk", "contract", "idempotency"],
  clients: ["idempotency"],
  // Private: proofs and benchmarks of everything else. Tests of any package may import it.
  lab: ["workflow", "testing", "emulator", "sdk", "promise", "effect4", "contract", "idempotency", "idempotency-server"]
}

// The local servers of the clients stand apart, so that importing a client does not load a server.
const clientServers = "^packages/clients/src/servers/"

// What runs in browsers and at the edge, and the parts of it that are for Node alone.
const withoutNode = "^packages/(idempotency|contract|sdk|promise|effect4|clients)/src/"
const withNode = [
  "^packages/sdk/src/(Node|UndiciTransport)\\.ts$",
  "^packages/sdk/src/internal/call/(undici|codings)\\.ts$",
  "^packages/sdk/src/Journal/(Sqlite|Postgres)\\.ts$",
  "^packages/sdk/src/internal/journal/",
  "^packages/sdk/src/internal/bulk/worker\\.ts$",
  clientServers
]

const direction = Object.entries(arrows).map(([name, allowed]) => ({
  name: `arrows-of-${name}`,
  comment: `Of our packages ${name} may import ${allowed.join(", ") || "none"}.`,
  severity: "error",
  from: { path: `^packages/${name}/src/`, ...(name === "clients" ? { pathNot: clientServers } : {}) },
  to: {
    path: "^packages/",
    pathNot: `^packages/(${[name, ...allowed].join("|")})/`,
    ...(name === "cli" ? { dynamic: false } : {})
  }
}))

export default {
  forbidden: [
    ...direction,
    {
      name: "lazy-arrows-of-cli",
      severity: "error",
      from: { path: "^packages/cli/src/" },
      to: { path: "^packages/", pathNot: "^packages/(cli|sdk|contract|idempotency|emulator)/", dynamic: true }
    },
    {
      name: "arrows-of-client-servers",
      severity: "error",
      from: { path: clientServers },
      to: { path: "^packages/", pathNot: "^packages/(clients|idempotency|idempotency-server)/" }
    },
    {
      name: "every-package-has-its-arrows",
      comment: "A new package is added to the list above before it imports anything of ours.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: `^packages/(${Object.keys(arrows).join("|")})/` },
      to: { path: "^packages/" }
    },
    {
      name: "packages-meet-by-name",
      comment: "A relative path into another package goes around its public page and its build. The API's description, "
        + "which the contract's tests read, is there for the tests of all.",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: {
        path: "^packages/[^/]+/(src|test)/",
        pathNot: ["^packages/$1/", "^packages/contract/test/(operations|description/published)\\.ts$"]
      }
    },
    {
      name: "internal-stays-inside",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: { path: "^packages/[^/]+/(src|dist)/internal/", pathNot: "^packages/$1/" }
    },
    {
      name: "runs-without-node",
      comment:
        "The core, the contract, the SDK and the clients run in browsers and at the edge; what needs Node is apart.",
      severity: "error",
      from: { path: withoutNode, pathNot: withNode },
      to: { path: "(^|/)node_modules/@effect/(platform-node|platform-node-shared|sql|sql-pg|sql-sqlite-node)/" }
    },
    {
      name: "runs-without-node-built-ins",
      severity: "error",
      from: { path: withoutNode, pathNot: withNode },
      to: { dependencyTypes: ["core"] }
    },
    {
      name: "sources-know-no-tests",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { path: "^packages/[^/]+/test/" }
    },
    {
      name: "no-circles",
      comment: "Circles of types alone are included: modules that need each other are one idea in two files.",
      severity: "error",
      from: {},
      to: { circular: true }
    },
    { name: "everything-resolves", severity: "error", from: {}, to: { couldNotResolve: true } }
  ],
  options: {
    doNotFollow: { path: "(^|/)(node_modules|dist)/" },
    exclude: { path: ["(^|/)fixtures/", "^packages/[^/]+/bundle/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "import", "default"] }
  }
}
