/**
 * A gateway in front of a server, on real sockets. It answers for the server, redirects, cuts answers short and rewrites
 * them, before the request reaches the server, while the server works, or after the server has answered.
 *
 * @since 0.1.0
 */
import { type Draw, pick } from "@qurl/testing/Draw"
import { Agent, createServer, type IncomingMessage, request as ask, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { gzipSync } from "node:zlib"
import { type Page, pages } from "./Pages.js"

/**
 * Treatment of one request by the gateway.
 *
 * - `page` and `redirect`: an answer of its own, without asking the server, without waiting for it, or in place of its answer.
 * - `truncate`: half of the server's answer: with its full length announced, to the end of the connection, or compressed.
 * - `rewrite`: the server's answer as HTML, under another status, without its body, with a part of its JSON removed, or
 *   both of the latter: half of its JSON under another status.
 * - `cut`: the connection ends, before or after the server has worked.
 * - `silence`: the server works, and no answer comes.
 *
 * @since 0.1.0
 * @category models
 */
export type Action =
  | { readonly kind: "pass" }
  | { readonly kind: "page"; readonly when: When; readonly page: Page; readonly cut: boolean }
  | { readonly kind: "redirect"; readonly when: When; readonly status: number }
  | { readonly kind: "truncate"; readonly how: "length" | "close" | "gzip" }
  | { readonly kind: "rewrite"; readonly how: (typeof rewritings)[number] }
  | { readonly kind: "cut"; readonly when: "before" | "after" }
  | { readonly kind: "silence" }

const rewritings = ["html", "status", "empty", "half an object", "status and half"] as const

/**
 * When the gateway speaks.
 *
 * @since 0.1.0
 * @category models
 */
export type When = "before" | "while" | "after"

const moments: readonly [When, ...ReadonlyArray<When>] = ["before", "while", "after"]

/**
 * Draws an action, mostly one in which something goes wrong.
 *
 * @since 0.1.0
 * @category constructors
 */
export const drawAction = (draw: Draw): Action => {
  switch (draw(10)) {
    case 0:
    case 1:
      return { kind: "pass" }
    case 2:
    case 3:
    case 4:
      return { kind: "page", when: pick(draw, moments), page: pick(draw, pages), cut: draw(8) === 0 }
    case 5:
      return { kind: "redirect", when: pick(draw, moments), status: pick(draw, [301, 302, 303, 307, 308]) }
    case 6:
      return { kind: "truncate", how: pick(draw, ["length", "close", "gzip"] as const) }
    case 7:
      return { kind: "rewrite", how: pick(draw, rewritings) }
    case 8:
      return { kind: "silence" }
    default:
      return { kind: "cut", when: pick(draw, ["before", "after"] as const) }
  }
}

/**
 * Describes an action in a line.
 *
 * @since 0.1.0
 * @category combinators
 */
export const describe = (action: Action): string => {
  switch (action.kind) {
    case "page":
      return `${action.page.name}${action.cut ? ", cut short" : ""}, ${action.when}`
    case "redirect":
      return `redirect ${action.status}, ${action.when}`
    case "truncate":
    case "rewrite":
      return `${action.kind} (${action.how})`
    case "cut":
      return `cut ${action.when}`
    default:
      return action.kind
  }
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly body: Buffer
}

/** Headers of one hop only. */
const hop = new Set(["connection", "keep-alive", "transfer-encoding", "content-length", "host"])

const endToEnd = (headers: Answer["headers"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      hop.has(name) || value === undefined ? [] : [[name, typeof value === "string" ? value : value.join(", ")]]
    )
  )

const collect = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  // A message without an encoding yields buffers.
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const reply = (response: ServerResponse, { body, headers, status }: Answer): void => {
  const length = status === 204 || status === 304 ? {} : { "content-length": body.length }
  response.writeHead(status, { ...endToEnd(headers), ...length }).end(body)
}

/** Ends the answer in the middle of its body. Without a length the end of the connection looks like the end of the body. */
const replyHalf = (response: ServerResponse, { body, headers, status }: Answer, announced: boolean): void => {
  const length = announced ? { "content-length": body.length } : {}
  response.shouldKeepAlive = false
  if (!announced) response.useChunkedEncodingByDefault = false
  response.writeHead(status, { ...endToEnd(headers), ...length, connection: "close" })
  response.write(
    body.subarray(0, Math.max(1, Math.floor(body.length / 2))),
    () => announced ? response.destroy() : response.socket?.end()
  )
}

const ofPage = (page: Page): Answer => ({ ...page, body: Buffer.from(page.body) })

const truncated = (response: ServerResponse, answer: Answer, how: "length" | "close" | "gzip"): void => {
  if (answer.body.length === 0) return void response.destroy()
  if (how !== "gzip") return replyHalf(response, answer, how === "length")
  const headers = { ...answer.headers, "content-encoding": "gzip" }
  return replyHalf(response, { ...answer, headers, body: gzipSync(answer.body) }, false)
}

/** A refusal for a success, and the success of a creation for a refusal. */
const otherStatus = ({ status }: Answer): number => status < 300 ? 404 : 201

const rewritten = (answer: Answer, how: Extract<Action, { readonly kind: "rewrite" }>["how"]): Answer => {
  switch (how) {
    case "html":
      return {
        ...answer,
        headers: { "content-type": "text/html" },
        body: Buffer.from(`<html><body><pre>${answer.body.toString()}</pre></body></html>`)
      }
    case "status":
      return { ...answer, status: otherStatus(answer) }
    case "empty":
      return { ...answer, status: answer.status === 204 ? 200 : answer.status, body: Buffer.alloc(0) }
    case "half an object":
      return { ...answer, body: Buffer.from("{\"data\":{\"qurl_id\":\"q_") }
    case "status and half":
      return {
        ...answer,
        status: otherStatus(answer),
        body: answer.body.subarray(0, Math.ceil(answer.body.length / 2))
      }
  }
}

/**
 * A gateway that runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Running {
  readonly port: number
  /** Actions of the gateway, in order. */
  readonly done: ReadonlyArray<Action>
  /** Decides on every request from now on, and forgets what it did. */
  readonly reset: (next: () => Action) => void
  /** Sets the port that requests are forwarded to. */
  readonly target: (port: number) => void
  readonly close: () => Promise<void>
}

const passing = (): Action => ({ kind: "pass" })

/** Sends a request on to the server at `port` and reads its whole answer. */
const forward = (agent: Agent, port: number, incoming: IncomingMessage, body: Buffer): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = ask({
      agent,
      host: "127.0.0.1",
      port,
      method: incoming.method,
      path: incoming.url,
      headers: { ...endToEnd(incoming.headers), "content-length": body.length }
    }, (answer) => {
      collect(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes }),
        reject
      )
    })
    outgoing.on("error", reject)
    outgoing.end(body)
  })

/** Answers in place of the server. */
const own = (action: Extract<Action, { readonly kind: "page" | "redirect" }>, response: ServerResponse): void => {
  if (action.kind === "redirect") {
    const headers = { location: "/signin", "content-type": "text/html" }
    return reply(response, { status: action.status, headers, body: Buffer.from("<html>moved</html>") })
  }
  const page = ofPage(action.page)
  return action.cut && page.body.length > 0 ? replyHalf(response, page, true) : reply(response, page)
}

/** Treats one request. `send` forwards it with its body. */
const act = async (
  action: Action,
  incoming: IncomingMessage,
  response: ServerResponse,
  send: (body: Buffer) => Promise<Answer>
): Promise<void> => {
  const body = await collect(incoming)
  if (action.kind === "page" || action.kind === "redirect") {
    if (action.when === "before") return own(action, response)
    const answered = send(body).then(() => {}, () => {})
    // Time for the server to begin, or to finish.
    await (action.when === "after" ? answered : new Promise((resolve) => setTimeout(resolve, 2)))
    return own(action, response)
  }
  if (action.kind === "cut" && action.when === "before") return void response.destroy()
  const answer = await send(body)
  switch (action.kind) {
    case "pass":
      return reply(response, answer)
    case "cut":
      return void response.destroy()
    case "truncate":
      return truncated(response, answer, action.how)
    case "rewrite":
      return reply(response, rewritten(answer, action.how))
    case "silence":
      return
  }
}

const signIn: Page = { name: "", status: 200, headers: { "content-type": "text/html" }, body: "<html>" }

/**
 * Starts a gateway on a free port of 127.0.0.1. At first it passes everything on.
 *
 * @since 0.1.0
 * @category constructors
 */
export const start = async (target: number): Promise<Running> => {
  const agent = new Agent({ keepAlive: true })
  let port = target
  let next: () => Action = passing
  let done: Array<Action> = []

  const server = createServer((incoming, response) => {
    if (incoming.url === "/signin") {
      incoming.resume()
      return reply(response, ofPage(signIn))
    }
    const action = next()
    done.push(action)
    // A server that cannot be reached looks like a connection that ends.
    act(action, incoming, response, (body) => forward(agent, port, incoming, body)).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    // A server that listens on TCP has an address with a port.
    port: (server.address() as AddressInfo).port,
    get done() {
      return done
    },
    reset: (decide) => {
      next = decide
      done = []
    },
    target: (to) => {
      port = to
    },
    close: () => {
      agent.destroy()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    }
  }
}
