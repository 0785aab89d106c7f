import { createHmac } from "node:crypto"
import { join } from "node:path"
import { root } from "../snippets.js"
import * as Process from "./process.js"

/** Loses the first answer to a `create` and half of the second, and answers a `batchCreate` with 429 first. */
const faults = {
  rules: [
    { fault: { kind: "destroyAfterCommit" }, operation: "create", per: "key", nth: 1 },
    { fault: { kind: "destroyMidBody" }, operation: "create", per: "key", nth: 2 },
    { fault: { kind: "rateLimit", retryAfter: { seconds: 1 } }, operation: "batchCreate", per: "key", nth: 1 }
  ]
}

const secret = "whsec_of_a_test"
const body = JSON.stringify({ id: "evt_1", type: "qurl.expired", data: { qurl_id: "q_1" } })
const delivery = { body, headers: { "QURL-Signature": createHmac("sha256", secret).update(body).digest("hex") } }

/** Settings of the program. */
export interface Options {
  readonly apiKey: string
  readonly baseUrl: string
}

interface Entry {
  readonly operation: string
  readonly at: string
  readonly ended_at: string
  readonly key_digest: string
}

/** Pauses before the retries of one operation, call by call, as the server has seen them. */
const pauses = (requests: ReadonlyArray<Entry>, operation: string): ReadonlyArray<ReadonlyArray<number>> => {
  const keys = [...new Set(requests.filter((entry) => entry.operation === operation).map((entry) => entry.key_digest))]
  return keys.map((key) => {
    const attempts = requests.filter((entry) => entry.key_digest === key)
    return attempts.slice(1).map(({ at }, index) => Date.parse(at) - Date.parse(attempts[index]?.ended_at ?? ""))
  })
}

/** An emulator for one run, from its build. */
export const start = async () => {
  const bin = join(root, "packages", "emulator", "dist", "bin.js")
  const server = await Process.server(process.execPath, [
    bin,
    "--json",
    "--port",
    "0",
    "--faults",
    JSON.stringify(faults)
  ])
  const { url } = JSON.parse(server.line)
  const control = async (name: string) => (await fetch(`${url}/_emulator/${name}`)).json()
  return {
    options: {
      apiKey: "lv_test_full_00000000000000000000000000000000000000",
      baseUrl: String(url),
      secret,
      delivery,
      forged: { ...delivery, body: `${body} ` }
    },
    links: async (): Promise<number> => (await control("inventory")).tokens.length,
    pauses: async (operation: string) => pauses((await control("requests")).requests, operation),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]()
  }
}
