/** The API's end of a measurement, in a process of its own: canned answers, or trouble. */
import { createServer, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import * as Rpc from "./rpc.js"
import { answers, paths } from "./workload.js"

/**
 * - `answer`: answers at once.
 * - `hold`: keeps every request open until the next question.
 * - `outage`: cuts the connection when a request has arrived.
 */
export interface Mode {
  readonly mode: "answer" | "hold" | "outage"
}

/** Changes the mode, or waits until `held` requests are kept open. */
export type Question = Mode | { readonly held: number }

/** The address, and the number of requests since the last change of the mode. */
export interface Answer {
  readonly url: string
  readonly requests: number
}

let mode: Mode["mode"] = "answer"
let requests = 0
let held: Array<() => void> = []
let onHeld = () => {}

const succeed = (response: ServerResponse, path: string) => {
  const body = path === paths.batch ? answers.batch : answers.create
  response.writeHead(201, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body)
}

const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  request.resume().on("end", () => {
    requests += 1
    const path = request.url ?? ""
    switch (mode) {
      case "answer":
        return succeed(response, path)
      case "hold":
        held.push(() => succeed(response, path))
        return onHeld()
      case "outage":
        return request.socket.destroy()
    }
  })
})

const heldAtLeast = (count: number) =>
  new Promise<void>((resolve) => {
    onHeld = () => held.length >= count && resolve()
    onHeld()
  })

await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
// A server that listens on a port has an address of this shape.
const { port } = server.address() as AddressInfo

Rpc.answer<Question, Answer>(async (question) => {
  const answer = () => ({ url: `http://127.0.0.1:${port}`, requests })
  if ("held" in question) {
    await heldAtLeast(question.held)
    return answer()
  }
  const before = answer()
  mode = question.mode
  requests = 0
  for (const release of held) release()
  held = []
  return before
})
