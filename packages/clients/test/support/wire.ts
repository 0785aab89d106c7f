import { Effect } from "effect"
import { connect, createServer, type Socket } from "node:net"

/** A request as its bytes say it, and an answer. */
export interface Request {
  readonly line: string
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

export interface Response {
  readonly status: number
  /** Those that count. Null where there must be none. */
  readonly headers: { readonly [name: string]: string | null }
  readonly body: string
}

const head = (first: string, headers: { readonly [name: string]: string }, body: string): string =>
  [
    first,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "",
    body
  ].join("\r\n")

/** A message that has arrived completely, if it has. */
const parse = (text: string) => {
  const end = text.indexOf("\r\n\r\n")
  if (end === -1) return undefined
  const [first = "", ...lines] = text.slice(0, end).split("\r\n")
  const headers: { [name: string]: string } = {}
  for (const line of lines) {
    const colon = line.indexOf(":")
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  const body = text.slice(end + 4)
  return Buffer.byteLength(body) < Number(headers["content-length"] ?? 0) ? undefined : { first, headers, body }
}

const read = (socket: Socket, then: (message: NonNullable<ReturnType<typeof parse>>) => void) => {
  let text = ""
  socket.setEncoding("utf8").on("error", () => {}).on("data", (chunk: string) => {
    text += chunk
    const message = parse(text)
    if (message !== undefined) then(message)
  })
}

/** Sends the bytes of a request to a server and gives the answer. */
export const exchange = (url: string, { body, headers, line }: Request) =>
  Effect.async<Omit<Response, "headers"> & { readonly headers: { readonly [name: string]: string } }>((resume) => {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname, () => socket.write(head(line, { host: "test", ...headers }, body)))
    read(socket, ({ body, first, headers }) => {
      socket.destroy()
      resume(Effect.succeed({ status: Number(first.split(" ")[1]), headers, body }))
    })
    return Effect.sync(() => socket.destroy())
  })

/** A server that answers each connection with the next of the answers, whatever it is asked. */
export const scripted = (answers: ReadonlyArray<Response>) =>
  Effect.acquireRelease(
    Effect.async<
      { readonly url: string; readonly requests: ReadonlyArray<Request>; readonly close: Effect.Effect<void> }
    >(
      (resume) => {
        const requests: Array<Request> = []
        const server = createServer((socket) =>
          read(socket, ({ body, first, headers }) => {
            const answer = answers[requests.length]
            requests.push({ line: first, headers, body })
            if (answer === undefined) return void socket.destroy()
            const kept = Object.entries(answer.headers).filter((header): header is [string, string] =>
              header[1] !== null
            )
            const bytes = head(`HTTP/1.1 ${answer.status} Said`, Object.fromEntries(kept), answer.body)
            socket.end(bytes)
          })
        ).listen(0, "127.0.0.1", () => {
          const address = server.address()
          const port = typeof address === "object" ? address?.port : undefined
          const close = Effect.async<void>((resume) => void server.close(() => resume(Effect.void)))
          resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, requests, close }))
        })
      }
    ),
    ({ close }) => close
  )
