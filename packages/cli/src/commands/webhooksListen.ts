import * as SeenEvents from "@qurl/sdk/SeenEvents"
import { type Delivery, receive, type WebhookEvent } from "@qurl/sdk/WebhookEvent"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Redacted from "effect/Redacted"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { make } from "../argv/command.js"
import { count } from "../argv/flag.js"
import { exitCodes } from "../exitCodes.js"
import { Problem } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"
import { visible } from "../terminal/visible.js"

const mostBytes = 1024 * 1024

interface Arrived {
  readonly delivery: Delivery
  readonly answer: (status: number) => void
}

/** Collects the raw body, since the signature is over its bytes. */
const arrive = (request: IncomingMessage, response: ServerResponse, then: (arrived: Arrived) => void) => {
  const chunks: Array<Buffer> = []
  let size = 0
  const answer = (status: number) => {
    response.writeHead(status).end()
  }
  request.on("data", (chunk: Buffer) => {
    size += chunk.length
    if (size > mostBytes) {
      answer(413)
      request.destroy()
    } else chunks.push(chunk)
  })
  request.on("end", () => {
    if (request.method === "POST") then({ delivery: { body: Buffer.concat(chunks), headers: request.headers }, answer })
    else answer(405)
  })
}

/** Listens on loopback only. A tunnel brings deliveries from outside. */
const serve = (port: number, then: (arrived: Arrived) => void) =>
  Effect.acquireRelease(
    Effect.async<{ readonly port: number; readonly close: () => void }, Problem>((resume) => {
      const server = createServer((request, response) => arrive(request, response, then))
      server.once("error", () =>
        resume(
          new Problem({
            exitCode: exitCodes.general,
            what: `Port ${port} on 127.0.0.1 is taken.`,
            next: "Name another one with --port; 0 takes a free one."
          })
        ))
      server.listen(port, "127.0.0.1", () => {
        const address = server.address()
        const close = () => {
          server.close()
          server.closeAllConnections()
        }
        resume(Effect.succeed({ port: typeof address === "object" && address !== null ? address.port : port, close }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )

const textLine = ({ data, id, timestamp, type }: WebhookEvent): string =>
  visible([timestamp ?? "-", type, id, Print.json(data)].join("  "))

const secret = Effect.suspend(() => {
  const value = process.env["QURL_WEBHOOK_SECRET"]
  return value === undefined || value === ""
    ? new Problem({
      exitCode: exitCodes.configuration,
      what: "QURL_WEBHOOK_SECRET is not set.",
      next: "Export the secret that `qurl webhooks create` printed: deliveries are verified with it."
    })
    : Effect.succeed(Redacted.make(value))
})

export const listen = make({
  name: "listen",
  summary: "Receive events on this machine, verify them, and print them.",
  details: [
    "Listens on 127.0.0.1. Deliveries are verified with the secret in QURL_WEBHOOK_SECRET; those that are not signed with "
    + "it get a 401 and are not printed. A repeated delivery is printed once. Ends with Ctrl-C, or after --count events."
  ],
  examples: [
    { line: "QURL_WEBHOOK_SECRET=whsec_... qurl webhooks listen --port 4020", what: "Behind a tunnel of your choice" },
    { line: "qurl webhooks listen --count 1 --json | jq .type", what: "Wait for one event in a script" }
  ],
  flags: {
    port: count("port", "PORT", "Default: 4020; 0 takes a free one.", [0, 65_535]),
    count: count("count", "N", "End after N events. Default: run until interrupted.", [1, Infinity])
  },
  arguments: {},
  run: (flags) =>
    Effect.scoped(Effect.gen(function*() {
      const { json } = yield* Session
      const secrets = yield* secret
      const queue = yield* Queue.unbounded<Arrived>()
      const { port } = yield* serve(flags.port ?? 4020, (arrived) => queue.unsafeOffer(arrived))
      const seen = yield* SeenEvents.make()
      const url = `http://127.0.0.1:${port}`
      yield* json ? Stdio.err(`${Print.json({ listening: url })}\n`) : Print.note(`Listening on ${url}`)
      let printed = 0
      while (flags.count === undefined || printed < flags.count) {
        const { answer, delivery } = yield* Queue.take(queue)
        const event = yield* Effect.either(receive(delivery, secrets))
        if (Either.isLeft(event)) {
          yield* Print.note(visible(`Refused: ${event.left.message}`))
          answer(event.left._tag === "WebhookSignatureError" ? 401 : 400)
          continue
        }
        const line = json ? Print.json(event.right) : textLine(event.right)
        const first = yield* seen.once(event.right, Print.line(line))
        answer(200)
        if (Option.isSome(first)) printed++
        else yield* Print.note(visible(`Repeated: ${event.right.id}`))
      }
    }))
})
