import { assert, describe, it } from "@effect/vitest"
import express from "express"
import fastify from "fastify"
import { once } from "node:events"
import { createServer, type Server } from "node:http"
import * as http2 from "node:http2"
import { type AddressInfo, connect, type Socket } from "node:net"
import { Readable } from "node:stream"
import { text } from "node:stream/consumers"
import { makeNodeIdempotency, type NodeIdempotency } from "../../src/Node.js"
import type { Options } from "../../src/Web.js"

const limit = 100_000

const options: Options = {
  store: { type: "memory" },
  principal: ({ headers }) => headers.get("x-account") ?? new Response(null, { status: 401 }),
  maxBodyBytes: limit,
  bodyTimeoutMillis: 200
}

const portOf = (server: Pick<Server, "address">): number => {
  const address: AddressInfo | string | null = server.address()
  return typeof address === "object" && address !== null ? address.port : 0
}

/** Serves a handler that answers with its body. No parser reads it before. */
type Serve = (idempotency: NodeIdempotency) => Promise<{ readonly server: Server; readonly close: () => unknown }>

const frameworks: { readonly [name: string]: Serve } = {
  Express: async (idempotency) => {
    const app = express()
    app.post("/", idempotency.express(async (request, response) => void response.end(await text(request))))
    const server = createServer(app).listen(0, "127.0.0.1")
    await once(server, "listening")
    return { server, close: () => server.close() }
  },
  Fastify: async (idempotency) => {
    const app = fastify()
    app.addContentTypeParser("text/plain", (_request, payload, done) => done(null, payload))
    app.post("/", idempotency.fastify(async ({ body }) => body instanceof Readable ? text(body) : "no stream"))
    await app.listen({ port: 0, host: "127.0.0.1" })
    return { server: app.server, close: () => app.close() }
  }
}

interface Wire {
  /** The server's end of the connection. */
  readonly server: Socket
  readonly send: (text: string) => void
  /** Everything that has come when `pattern` has. */
  readonly received: (pattern: RegExp) => Promise<string>
}

const head = (key: string, ...others: ReadonlyArray<string>): string =>
  [
    "POST / HTTP/1.1",
    "host: localhost",
    `idempotency-key: ${key}`,
    "x-account: ada",
    "content-type: text/plain",
    ...others,
    "",
    ""
  ].join("\r\n")

const chunk = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n`

const onWire = async (serve: Serve, test: (wire: Wire) => Promise<void>): Promise<void> => {
  const idempotency = await makeNodeIdempotency(options)
  const { close, server } = await serve(idempotency)
  const accepted = once(server, "connection")
  const client = connect(portOf(server), "127.0.0.1")
  client.on("error", () => {})
  let all = ""
  client.on("data", (data: Buffer) => all += data.toString("latin1"))
  const [socket]: ReadonlyArray<Socket> = await accepted
  if (socket === undefined) throw new Error("there is no connection")
  await test({
    server: socket,
    send: (text) => void client.write(text),
    received: async (pattern) => {
      while (!pattern.test(all)) await once(client, "data")
      return all
    }
  })
  client.destroy()
  await idempotency.close()
  server.closeAllConnections()
  await close()
}

for (const [name, serve] of Object.entries(frameworks)) {
  describe(`a body that no parser has read, behind ${name}`, () => {
    it("is refused unread if its length is over the limit", () =>
      onWire(serve, async ({ received, send }) => {
        send(head("k", `content-length: ${limit + 1}`))
        assert.match(await received(/\r\n\r\n/), /^HTTP\/1.1 413 /)
      }))

    it("is refused where it passes the limit, however much its client sends", () =>
      onWire(serve, async ({ received, send, server }) => {
        send(head("k", "transfer-encoding: chunked"))
        for (let sent = 0; sent < 100 * limit; sent += limit) send(chunk("x".repeat(limit)))
        assert.match(await received(/\r\n\r\n/), /^HTTP\/1.1 413 /)
        assert.isBelow(server.bytesRead, 20 * limit)
      }))

    it("is refused if it takes too long, and its key stays free", () =>
      onWire(serve, async ({ received, send }) => {
        send(head("k", "content-length: 4"))
        send("ab")
        assert.match(await received(/\r\n\r\n/), /^HTTP\/1.1 408 /)
        send(`cd${head("k", "content-length: 2")}ab`)
        assert.match(await received(/HTTP\/1.1 200 /), /HTTP\/1.1 200 /)
      }))

    it("is not read for a caller without credentials", () =>
      onWire(serve, async ({ received, send }) => {
        send(head("k", "transfer-encoding: chunked").replace("x-account: ada\r\n", ""))
        assert.match(await received(/\r\n\r\n/), /^HTTP\/1.1 401 /)
      }))

    it("may be empty", () =>
      onWire(serve, async ({ received, send }) => {
        send(`${head("k", "transfer-encoding: chunked")}0\r\n\r\n`)
        assert.match(await received(/\r\n\r\n/), /^HTTP\/1.1 200 /)
      }))

    it("is given to its handler whole, and the next request on the connection is answered", () =>
      onWire(serve, async ({ received, send }) => {
        send(head("k", "transfer-encoding: chunked"))
        send(`${chunk("one")}${chunk("two")}0\r\n\r\n${head("k", "content-length: 6")}onetwo`)
        const answers = await received(/onetwo[^]*onetwo/)
        assert.include(answers, "idempotency-replayed: true")
      }))
  })
}

it("an empty body without a length is answered behind a parser of Express", () =>
  onWire(async (idempotency) => {
    const place = idempotency.express((_, response) => void response.end("placed"))
    const server = createServer(express().post("/", express.text(), place)).listen(0, "127.0.0.1")
    await once(server, "listening")
    return { server, close: () => server.close() }
  }, async ({ received, send }) => {
    send(`${head("k", "transfer-encoding: chunked")}0\r\n\r\n`)
    assert.match(await received(/\r\n\r\n/), /^HTTP\/1.1 200 /)
  }))

/** Sends a request of HTTP/2 without a length. */
const ask = (session: http2.ClientHttp2Session, key: string, ...body: ReadonlyArray<string>) =>
  new Promise<readonly [status: unknown, replayed: unknown, body: string]>((resolve, reject) => {
    const stream = session.request({
      ":method": "POST",
      "idempotency-key": key,
      "x-account": "ada",
      "content-type": "text/plain"
    })
    let status: unknown
    let replayed: unknown
    stream.on("error", reject).on("response", (headers) => {
      status = headers[":status"]
      replayed = headers["idempotency-replayed"]
    })
    text(stream).then((body) => resolve([status, replayed, body]), reject)
    for (const part of body) stream.write(part)
    stream.end()
  })

describe("a request of HTTP/2", () => {
  const handle: { readonly [name: string]: (idempotency: NodeIdempotency) => Promise<http2.Http2Server> } = {
    "node:http2": async (idempotency) => {
      const place = idempotency.express(async (request, response) => void response.end(await text(request)))
      const server = http2.createServer((request, response) =>
        // The compatible interface has the methods of a request and a response that are used.
        void Reflect.apply(place, undefined, [request, response, () => response.writeHead(500).end()])
      )
      server.listen(0, "127.0.0.1")
      await once(server, "listening")
      return server
    },
    Fastify: async (idempotency) => {
      const app = fastify({ http2: true })
      app.post("/", idempotency.fastify(async ({ body }) => body))
      await app.listen({ port: 0, host: "127.0.0.1" })
      return app.server
    }
  }

  for (const [name, listen] of Object.entries(handle)) {
    it(`K3 is answered once, and not for another body, on ${name}`, async () => {
      const idempotency = await makeNodeIdempotency(options)
      const server = await listen(idempotency)
      const session = http2.connect(`http://127.0.0.1:${portOf(server)}`)
      assert.deepStrictEqual(await ask(session, "k", "one", "two"), [200, undefined, "onetwo"])
      assert.deepStrictEqual(await ask(session, "k", "one", "two"), [200, "true", "onetwo"])
      assert.strictEqual((await ask(session, "k", "three"))[0], 422)
      assert.deepStrictEqual(await ask(session, "empty"), [200, undefined, ""])
      assert.strictEqual((await ask(session, "large", "x".repeat(limit), "x".repeat(limit)))[0], 413)
      session.close()
      await idempotency.close()
      server.close()
    })
  }
})
