import { Effect } from "effect"
import { after, link, nothing, type Row } from "./arrange.js"
import { prefix } from "./faces.js"

type Environment = Parameters<Row["arrange"]>[0]

const tunnel = async ({ client }: Environment) => (await client.connectors.ensure("printer")).crid
const key = `${prefix}-1`

const batchInput = async (surroundings: Environment) => ({
  mint_capability: `mc_${(await link(surroundings)).resource_id}`,
  grants: [{ label: "Ada" }]
})

const submitted = async (surroundings: Environment) =>
  surroundings.client.delegated.createBatch(await batchInput(surroundings), `${key}-arranged`)

const batch = async (surroundings: Environment) => (await submitted(surroundings)).batch_id

const delegatedLink = async (surroundings: Environment) => {
  const { results = [] } = await surroundings.client.delegated.waitForBatch(await batch(surroundings))
  return results[0]?.qurl?.qurl_id
}

/** A private resource, and a person who asks for access to it. */
const asked = async ({ client, control }: Environment) => {
  const { crid = "" } = await client.resources.create({
    type: "url",
    target_url: "https://example.com/private",
    private: true,
    access_requests: true
  })
  return { crid, ...(await Effect.runPromise(control.requestAccess({ resource_id: crid }))) }
}

const connectors: ReadonlyArray<Row> = [
  { method: "connectors.get", sends: "getResource", arrange: after(tunnel), bad: [""] },
  {
    method: "connectors.delete",
    sends: "deleteResource",
    arrange: after(tunnel),
    bad: [""],
    effects: ["resource.revoked"]
  },
  { method: "connectors.sharing", sends: "getResourceSharing", arrange: after(tunnel), bad: [""] },
  {
    method: "connectors.setSharing",
    sends: "setResourceSharing",
    arrange: after(tunnel, { desired_state: "on" }),
    bad: ["r_1", { desired_state: "onn" }],
    effects: ["sharing.changed"]
  },
  {
    method: "connectors.restartSharing",
    sends: "restartResourceSharing",
    arrange: after(tunnel),
    bad: [""],
    effects: ["sharing.restarted"],
    onlyAfter429: true
  }
]

const resources: ReadonlyArray<Row> = [
  {
    method: "resources.listQurls",
    sends: "listResourceQurls",
    arrange: async (surroundings) => [(await link(surroundings)).resource_id, { limit: 1 }],
    bad: ["r_1", { limit: 0 }]
  },
  {
    method: "resources.listAllQurls",
    sends: "listResourceQurls",
    arrange: async (surroundings) => {
      const { resource_id } = await link(surroundings)
      await surroundings.client.resources.createQurl(resource_id)
      return [resource_id, { limit: 1 }]
    },
    bad: ["r_1", { limit: 0 }],
    requests: 2
  }
]

const delegated: ReadonlyArray<Row> = [
  {
    method: "delegated.createBatch",
    sends: "createDelegatedQurlBatch",
    arrange: async (surroundings) => [await batchInput(surroundings), key],
    bad: [{ mint_capability: "mc_1", grants: [] }, "short"],
    effects: ["token.created", "delegated_batch.created"]
  },
  { method: "delegated.getBatch", sends: "getDelegatedQurlBatch", arrange: after(batch), bad: [""] },
  {
    method: "delegated.getBatchIfChanged",
    sends: "getDelegatedQurlBatch",
    arrange: async (surroundings) => {
      const { batch_id, meta } = await submitted(surroundings)
      return [batch_id, meta.etag]
    },
    bad: ["dqb_1", "no entity tag"]
  },
  {
    method: "delegated.waitForBatch",
    sends: "getDelegatedQurlBatch",
    arrange: async (surroundings) => {
      const id = await batch(surroundings)
      await surroundings.client.delegated.waitForBatch(id)
      return [id]
    },
    bad: [""]
  },
  { method: "delegated.get", sends: "getDelegatedQurl", arrange: after(delegatedLink), bad: [""] },
  {
    method: "delegated.revoke",
    sends: "deleteDelegatedQurl",
    arrange: after(delegatedLink),
    bad: [""],
    effects: ["token.revoked"]
  }
]

const accessRequests: ReadonlyArray<Row> = [
  { method: "accessRequests.list", sends: "listAccessRequests", arrange: nothing, bad: "a key" },
  {
    method: "accessRequests.listOfResource",
    sends: "listResourceAccessRequests",
    arrange: async (surroundings) => [(await asked(surroundings)).crid],
    bad: [""]
  },
  {
    method: "accessRequests.approve",
    sends: "approveAccessRequest",
    arrange: async (surroundings) => {
      const { code, crid } = await asked(surroundings)
      return [crid, code]
    },
    bad: ["r_1", ""],
    effects: ["access_request.approved"],
    onlyAfter429: true
  },
  {
    method: "accessRequests.deny",
    sends: "denyAccessRequest",
    arrange: async (surroundings) => {
      const { code, crid } = await asked(surroundings)
      return [crid, code]
    },
    bad: ["r_1", ""],
    effects: ["access_request.denied"],
    onlyAfter429: true
  },
  {
    method: "accessRequests.removePerson",
    sends: "removeAllowedPasskey",
    arrange: async (surroundings) => {
      const { code, crid, device_id } = await asked(surroundings)
      await surroundings.client.accessRequests.approve(crid, code)
      return [crid, device_id]
    },
    bad: ["r_1", ""],
    effects: ["allowed_passkey.removed"]
  }
]

/** Operations of the API since autumn 2026. */
export const newerRows: ReadonlyArray<Row> = [...connectors, ...resources, ...delegated, ...accessRequests]
