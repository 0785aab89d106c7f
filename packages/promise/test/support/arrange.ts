import type { Emulator } from "@qurl/emulator"
import { Effect } from "effect"
import type { QurlClient } from "../../src/index.js"

/** Setting of a call: a client for its preparations, and the control of its emulator. */
interface Environment {
  readonly client: QurlClient
  readonly control: (typeof Emulator)["Service"]["control"]
}

/** How to call one operation, the same way on each face. */
export interface Row {
  /** `create`, or `resources.create`. */
  readonly method: string
  /** Label that distinguishes this row from others of the same method. */
  readonly of?: string
  /** The API's operation behind it; none where nothing is sent. */
  readonly sends: string | undefined
  readonly credential?: "person"
  /** Makes what the call needs, and gives its arguments before the options. */
  readonly arrange: (surroundings: Environment) => Promise<ReadonlyArray<unknown>>
  /** Arguments that are refused before anything is sent. Where there are none to refuse, a key for a read is. */
  readonly bad: ReadonlyArray<unknown> | "a key"
  /** Number of requests if nothing goes wrong. Default: 1. */
  readonly requests?: number
  /** Its effect on the server. */
  readonly effects?: ReadonlyArray<string>
  /** A lost answer is not repeated. */
  readonly onlyAfter429?: true
}

export const nothing = () => Promise.resolve([])
export const takes = (...args: ReadonlyArray<unknown>) => () => Promise.resolve(args)

export const target = { target_url: "https://example.com/docs" }
export const other = { target_url: "https://example.com/other" }
export const hook = { url: "https://hooks.example.com/qurl", events: ["qurl.accessed"] }
export const host = "shop.example.org"

export const tokenOf = (link: string) => link.slice(link.indexOf("#") + 1)

export const link = async ({ client }: Environment) => client.create(target)
export const resource = async (surroundings: Environment) => (await link(surroundings)).resource_id

/** A resource in use. */
export const used = async (surroundings: Environment) => {
  const { qurl_link, resource_id } = await link(surroundings)
  await surroundings.client.resolve({ access_token: tokenOf(qurl_link) })
  return resource_id
}

export const webhook = async ({ client }: Environment) => (await client.webhooks.create(hook)).webhook_id
export const apiKey = async ({ client }: Environment) =>
  (await client.apiKeys.create({ name: "one", scopes: ["qurl:read"] })).key_id
export const accessCode = async (surroundings: Environment) =>
  surroundings.client.accessCodes.create({ resource_id: await resource(surroundings) })
export const domain = async ({ client }: Environment) => {
  await client.domains.register({ domain: host })
  return host
}
export const invoices = async ({ control }: Environment) => {
  for (const amount_cents of [100, 200]) await Effect.runPromise(control.issueInvoice({ amount_cents }))
}
export const installations = async ({ control }: Environment) => {
  for (const label of ["one", "two"]) {
    await Effect.runPromise(control.install({ label, subject_display_name: "Example" }))
  }
}
export const twoResources = async ({ client }: Environment) => {
  await client.create(target)
  await client.create(other)
}

/** Arguments that follow `made`. */
export const after =
  (made: (surroundings: Environment) => Promise<unknown>, ...rest: ReadonlyArray<unknown>): Row["arrange"] =>
  async (surroundings) => [await made(surroundings), ...rest]

/** The arguments alone, once `made` exists. */
export const given =
  (made: (surroundings: Environment) => Promise<unknown>, ...args: ReadonlyArray<unknown>): Row["arrange"] =>
  async (surroundings) => {
    await made(surroundings)
    return args
  }
