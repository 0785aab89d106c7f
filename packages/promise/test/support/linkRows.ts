import {
  after,
  given,
  installations,
  link,
  nothing,
  other,
  resource,
  type Row,
  takes,
  target,
  tokenOf,
  twoResources,
  used
} from "./arrange.js"

const qurls: ReadonlyArray<Row> = [
  {
    method: "create",
    sends: "create",
    arrange: takes(target),
    bad: [{ target: "https://example.com" }],
    effects: ["resource.created", "token.created"]
  },
  {
    method: "batchCreate",
    sends: "batchCreate",
    arrange: takes([target, other]),
    bad: [[]],
    effects: ["resource.created", "token.created", "resource.created", "token.created"]
  },
  {
    method: "batchCreateAll",
    sends: "batchCreate",
    arrange: takes([target, other]),
    bad: "a key",
    effects: ["resource.created", "token.created", "resource.created", "token.created"]
  },
  { method: "get", sends: "get", arrange: after(resource), bad: ["at_secret"] },
  { method: "list", sends: "list", arrange: given(twoResources, { limit: 1 }), bad: [{ limit: 0 }] },
  {
    method: "listAll",
    sends: "list",
    arrange: given(twoResources, { limit: 1 }),
    bad: [{ limit: 0 }],
    requests: 2
  },
  {
    method: "update",
    sends: "update",
    arrange: after(resource, { description: "docs" }),
    bad: ["r_1", {}],
    effects: ["resource.updated"]
  },
  {
    method: "extend",
    sends: "update",
    arrange: after(resource, { extend_by: "1h" }),
    bad: ["r_1", {}],
    effects: ["resource.updated"]
  },
  { method: "delete", sends: "delete", arrange: after(resource), bad: ["q_1"], effects: ["resource.revoked"] },
  {
    method: "mintLink",
    sends: "mintLink",
    arrange: after(resource, { label: "Ada" }),
    bad: ["r_1", { label: 1 }],
    effects: ["token.created"]
  },
  {
    method: "resolve",
    sends: "resolve",
    arrange: async (surroundings) => [{ access_token: tokenOf((await link(surroundings)).qurl_link) }],
    bad: [{ access_token: "" }],
    effects: ["token.resolved"]
  },
  { method: "getQuota", sends: "getQuota", arrange: nothing, bad: "a key" }
]

const resources: ReadonlyArray<Row> = [
  { method: "resources.list", sends: "listResources", arrange: given(twoResources, { limit: 1 }), bad: [{ limit: 0 }] },
  {
    method: "resources.listAll",
    sends: "listResources",
    arrange: given(twoResources, { limit: 1 }),
    bad: [{ limit: 0 }],
    requests: 2
  },
  {
    method: "resources.create",
    sends: "createResource",
    arrange: takes({ type: "url", ...target }),
    bad: [{ type: "url" }],
    effects: ["resource.created"]
  },
  { method: "resources.get", sends: "getResource", arrange: after(resource), bad: [""] },
  {
    method: "resources.update",
    sends: "updateResource",
    arrange: after(resource, { description: "docs" }),
    bad: ["r_1", {}],
    effects: ["resource.updated"]
  },
  {
    method: "resources.delete",
    sends: "deleteResource",
    arrange: after(resource),
    bad: [""],
    effects: ["resource.revoked"]
  },
  {
    method: "resources.createQurl",
    sends: "createQurlForResource",
    arrange: after(resource, { label: "Ada" }),
    bad: ["r_1", { label: 1 }],
    effects: ["token.created"]
  },
  {
    method: "resources.updateQurl",
    sends: "updateResourceQurl",
    arrange: async (surroundings) => {
      const { qurl_id, resource_id } = await link(surroundings)
      return [resource_id, qurl_id, { label: "Ada" }]
    },
    bad: ["r_1", "q_1", {}],
    effects: ["token.updated"]
  },
  {
    method: "resources.updateQurl",
    of: "that adds time",
    sends: "updateResourceQurl",
    arrange: async (surroundings) => {
      const { qurl_id, resource_id } = await link(surroundings)
      return [resource_id, qurl_id, { extend_by: "1h" }]
    },
    bad: ["r_1", "q_1", { extend_by: 1 }],
    effects: ["token.updated"],
    onlyAfter429: true
  },
  {
    method: "resources.share",
    sends: "shareResource",
    arrange: async ({ client }) => {
      const { crid } = await client.resources.create({ target_url: "https://example.com/shared" })
      return [crid, { ttl_seconds: 120 }]
    },
    bad: ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", { ttl_seconds: 0 }],
    effects: ["token.created"]
  },
  {
    method: "resources.revokeQurl",
    sends: "revokeResourceQurl",
    arrange: async (surroundings) => {
      const { qurl_id, resource_id } = await link(surroundings)
      return [resource_id, qurl_id]
    },
    bad: ["r_1", ""],
    effects: ["token.revoked"]
  }
]

const sessions: ReadonlyArray<Row> = [
  { method: "sessions.list", sends: "listResourceSessions", arrange: after(used), bad: [""] },
  {
    method: "sessions.terminateAll",
    sends: "terminateAllResourceSessions",
    arrange: after(used),
    bad: [""],
    effects: ["session.terminated"]
  },
  {
    method: "sessions.terminate",
    sends: "terminateResourceSession",
    arrange: async (surroundings) => {
      const id = await used(surroundings)
      return [id, (await surroundings.client.sessions.list(id)).items[0]?.session_id]
    },
    bad: ["r_1", ""],
    effects: ["session.terminated"]
  }
]

const connectors: ReadonlyArray<Row> = [
  {
    method: "connectors.list",
    sends: "listConnectorInstallations",
    arrange: given(installations, { limit: 1 }),
    bad: [{ limit: 101 }]
  },
  {
    method: "connectors.listAll",
    sends: "listConnectorInstallations",
    arrange: given(installations, { limit: 1 }),
    bad: [{ limit: 101 }],
    requests: 2
  },
  {
    method: "connectors.resource",
    sends: "listResources",
    arrange: given(({ client }) => client.connectors.ensure("printer"), "printer"),
    bad: ["no spaces please"]
  },
  {
    method: "connectors.ensure",
    sends: "createResource",
    arrange: takes("printer", { description: "on the second floor" }),
    bad: ["no spaces please"],
    effects: ["resource.created"]
  }
]

const portal: ReadonlyArray<Row> = [
  {
    method: "portal.protectUrl",
    sends: "createResource",
    arrange: takes(target.target_url, { tags: ["docs"] }),
    bad: ["no url"],
    effects: ["resource.created"]
  },
  {
    method: "portal.createPortal",
    sends: "createQurlForResource",
    arrange: after(resource, { validFor: 86_400_000, sessionDuration: "90s" }),
    bad: ["r_1", { validFor: 1 }],
    effects: ["token.created"]
  },
  {
    method: "portal.createPortalForUrl",
    sends: "create",
    arrange: takes(target.target_url, { label: "Ada" }),
    bad: [target.target_url, { lable: "Ada" }],
    effects: ["resource.created", "token.created"]
  },
  { method: "portal.resourceById", sends: undefined, arrange: takes("r_1"), bad: [""] },
  {
    method: "portal.enterPortal",
    sends: "resolve",
    arrange: async (surroundings) => [(await link(surroundings)).qurl_link],
    bad: ["https://example.com"],
    effects: ["token.resolved"]
  }
]

/** Links, resources, and who uses them. */
export const linkRows: ReadonlyArray<Row> = [...qurls, ...resources, ...sessions, ...connectors, ...portal]
