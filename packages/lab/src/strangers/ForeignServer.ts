/**
 * A server of the qURL API that speaks other words than the client's dialect and executes exactly once per credential,
 * method, URL and key. What it executed is the truth by which clients are judged; what it said is not.
 *
 * @since 0.1.0
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { type Refusal, type Vocabulary } from "./Vocabulary.js"

/**
 * Work that was done, in the order of its commits.
 *
 * @since 0.1.0
 * @category models
 */
export interface Execution {
  readonly credential: string
  readonly method: string
  readonly url: string
  readonly key: string | undefined
  /** Labels of the links that were made, or the id of the resource that was removed. */
  readonly intents: ReadonlyArray<string>
  /** When the request arrived, in milliseconds on the process's monotonic clock. */
  readonly arrived: number
}

/**
 * How the server behaves.
 *
 * @since 0.1.0
 * @category models
 */
export interface Behavior {
  readonly vocabulary: Vocabulary
  /** Time that a handler works before it commits. */
  readonly workMillis: number
}

/**
 * A server that runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Running {
  readonly port: number
  readonly executions: ReadonlyArray<Execution>
  /** Requests that are at work. */
  readonly working: () => number
  /** Forgets everything and behaves like this from now on. */
  readonly reset: (behavior: Behavior) => void
  readonly close: () => Promise<void>
}

interface Answer extends Refusal {}

interface Kept {
  readonly fingerprint: string
  answer: Answer | undefined
}

const read = async (request: IncomingMessage): Promise<string> => {
  const chunks: Array<Buffer> = []
  // A request without an encoding yields buffers.
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

const send = (response: ServerResponse, { body, headers, status }: Answer): void => {
  const length = status === 204 ? {} : { "content-length": Buffer.byteLength(body) }
  response.writeHead(status, { ...headers, ...length }).end(body)
}

interface Item {
  readonly label: string
}

const parse = (body: string): { readonly items: ReadonlyArray<Item>; readonly isBatch: boolean } => {
  // Only the clients under test write here, and they send one link or a list of them.
  const parsed = JSON.parse(body) as Item & { readonly items?: ReadonlyArray<Item> }
  return parsed.items === undefined ? { items: [parsed], isBatch: false } : { items: parsed.items, isBatch: true }
}

/** Labels that begin so are refused by the handler. */
const refusedPrefix = "refused-"

/**
 * Label of a link that a handler always rejects.
 *
 * @since 0.1.0
 * @category constructors
 */
export const refusedLabel = (label: string): string => `${refusedPrefix}${label}`

class State {
  readonly executions: Array<Execution> = []
  readonly kept = new Map<string, Kept>()
  working = 0
  made = 0

  constructor(readonly behavior: Behavior) {}

  success(status: number, data: unknown): Answer {
    const body = { data, meta: { request_id: `req_${++this.made}` } }
    return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  }

  link(label: string): Record<string, string> {
    const id = String(++this.made).padStart(11, "0")
    return {
      qurl_id: `q_${id}`,
      resource_id: `r_${id}`,
      qurl_link: `https://qurl.link/#at_${id}`,
      qurl_site: `https://r_${id}.qurl.site`,
      label
    }
  }

  /** Does the work and notes it, or refuses. */
  execute(request: IncomingMessage, body: string, arrived: number): Answer {
    const { vocabulary } = this.behavior
    const { authorization: credential = "", "idempotency-key": key } = request.headers
    const { method = "", url = "" } = request
    const note = (intents: ReadonlyArray<string>) =>
      void this.executions.push({
        credential,
        method,
        url,
        key: typeof key === "string" ? key : undefined,
        intents,
        arrived
      })
    if (method === "DELETE") {
      const id = url.split("/").at(-1) ?? ""
      if (this.executions.some(({ intents, method }) => method === "DELETE" && intents.includes(id))) {
        return vocabulary.missing
      }
      note([id])
      return { status: 204, headers: {}, body: "" }
    }
    const { isBatch, items } = parse(body)
    const labels = items.map(({ label }) => label)
    if (labels.some((label) => label.startsWith(refusedPrefix))) return vocabulary.forbidden
    note(labels)
    if (!isBatch) return this.success(201, this.link(labels[0] ?? ""))
    const results = labels.map((label, index) => {
      const { qurl_link, qurl_site, resource_id } = this.link(label)
      return { index, success: true, resource_id, qurl_link, qurl_site }
    })
    return this.success(201, { succeeded: labels.length, failed: 0, results })
  }

  async answer(request: IncomingMessage, body: string): Promise<Answer> {
    const { vocabulary, workMillis } = this.behavior
    const { authorization = "", "idempotency-key": key } = request.headers
    const arrived = performance.now()
    if (typeof key !== "string") return this.execute(request, body, arrived)
    const name = JSON.stringify([authorization, request.method, request.url, key])
    const found = this.kept.get(name)
    if (found !== undefined) {
      if (found.fingerprint !== body) return vocabulary.mismatch
      if (found.answer === undefined) return vocabulary.inFlight
      return { ...found.answer, headers: { ...found.answer.headers, ...vocabulary.replayed } }
    }
    const kept: Kept = { fingerprint: body, answer: undefined }
    this.kept.set(name, kept)
    this.working += 1
    // The work continues when the client leaves, as on any server behind a gateway.
    if (workMillis > 0) await new Promise((resolve) => setTimeout(resolve, workMillis))
    this.working -= 1
    kept.answer = this.execute(request, body, arrived)
    return kept.answer
  }
}

/**
 * Starts a server on a free port of 127.0.0.1.
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = async (behavior: Behavior): Promise<Running> => {
  let state = new State(behavior)
  const server = createServer((request, response) => {
    const current = state
    const handle = async () => send(response, await current.answer(request, await read(request)))
    // A client that leaves while it sends is not heard.
    handle().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    // A server that listens on TCP has an address with a port.
    port: (server.address() as AddressInfo).port,
    get executions() {
      return state.executions
    },
    working: () => state.working,
    reset: (next) => {
      state = new State(next)
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    }
  }
}
