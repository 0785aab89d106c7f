import { assert, describe, it } from "@effect/vitest"
import express from "express"
import fastify from "fastify"
import { once } from "node:events"
import { request as connect, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { pipeline, Readable } from "node:stream"
import { makeNodeIdempotency, type NodeHandler } from "../../src/Node.js"
import { betterSqlite3Transactions } from "../../src/Transactions/BetterSqlite3.js"
import type { Options } from "../../src/Web.js"
import { sqlite } from "../transactions/places.js"

type Handler = NodeHandler<express.Request, express.Response>

const options: Options = { store: { type: "memory" }, principal: () => "ada" }

const urlOf = (server: Server) => {
  const address: AddressInfo | string | null = server.address()
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`
}

interface Sent {
  readonly key?: string
  readonly type?: string
  readonly body?: BodyInit
}

const sender = (url: string) => async ({ body = "{\"item\":\"book\"}", key = "k", type }: Sent = {}) => {
  const headers = {
    "idempotency-key": key,
    ...(body instanceof FormData ? {} : { "content-type": type ?? "application/json" })
  }
  const response = await fetch(url, { method: "POST", body, headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

type Send = ReturnType<typeof sender>

/** Serves one handler on Express, behind other middleware. */
const onExpress = async <A>(
  handler: Handler,
  test: (send: Send, url: string) => Promise<A>,
  middleware: ReadonlyArray<express.RequestHandler> = [express.json()]
): Promise<A> => {
  const idempotency = await makeNodeIdempotency(options)
  const app = express().set("env", "test")
  app.post("/", ...middleware, idempotency.express<express.Request, express.Response>(handler))
  const report: express.ErrorRequestHandler = (error, _, response, _next) =>
    void response.status(500).json({ message: error.message })
  app.use(report)
  const server = app.listen(0, "127.0.0.1")
  await once(server, "listening")
  try {
    return await test(sender(urlOf(server)), urlOf(server))
  } finally {
    await idempotency.close()
    server.close()
    server.closeAllConnections()
  }
}

type Fastify = NodeHandler<fastify.FastifyRequest, fastify.FastifyReply>

/** Serves one handler on Fastify. */
const onFastify = async <A>(
  handler: Fastify,
  test: (send: Send, url: string) => Promise<A>,
  route: fastify.RouteShorthandOptions = {},
  prepare: (app: fastify.FastifyInstance) => void = () => {}
): Promise<A> => {
  const idempotency = await makeNodeIdempotency(options)
  const app = fastify()
  prepare(app)
  app.post("/", route, idempotency.fastify<fastify.FastifyRequest, fastify.FastifyReply>(handler))
  await app.listen({ port: 0, host: "127.0.0.1" })
  try {
    return await test(sender(urlOf(app.server)), urlOf(app.server))
  } finally {
    await idempotency.close()
    await app.close()
  }
}

/** Sends a request twice. Returns both statuses and bodies, and whether the second answer is a replay. */
const twice = (sent?: Sent) => async (send: Send) => {
  const [first, again] = [await send(sent), await send(sent)]
  assert.strictEqual(again.headers.get("idempotency-replayed"), "true")
  assert.deepStrictEqual([again.status, again.text], [first.status, first.text])
  assert.strictEqual(again.headers.get("content-type"), first.headers.get("content-type"))
  return first
}

const resolver = () => {
  let resolve = () => {}
  const promise = new Promise<void>((done) => void (resolve = done))
  return { promise, resolve }
}

/** Sends a request and leaves when the handler says so. Resolves when the server has noticed. */
const leave = async (url: string, ready: Promise<void>, gone: Promise<void>) => {
  const request = connect(url, {
    method: "POST",
    headers: { "idempotency-key": "k", "content-type": "application/json", "content-length": "15" }
  })
  request.on("error", () => {})
  request.on("response", (response) => void response.on("error", () => {}).resume())
  request.end("{\"item\":\"book\"}")
  await ready
  request.destroy()
  await gone
}

describe("a handler of Express", () => {
  it("sees that it has answered, and does nothing after a refusal", async () => {
    let writes = 0
    const handler: Handler = (_, response) => {
      response.status(422).json({ message: "no" })
      if (response.headersSent || response.writableEnded) return
      writes++
    }
    assert.strictEqual((await onExpress(handler, twice())).status, 422)
    assert.strictEqual(writes, 0)
  })

  it("may give its headers to writeHead in every form of Node", async () => {
    for (const headers of [["content-type", "text/a", "x-b", "1"], { "content-type": "text/a", "x-b": "1" }]) {
      const handler: Handler = (_, response) => void response.writeHead(201, headers).end("done")
      const first = await onExpress(handler, twice())
      assert.deepStrictEqual([first.headers.get("content-type"), first.headers.get("x-b")], ["text/a", "1"])
    }
  })

  it("is answered for by a middleware that ends answers later", async () => {
    const later: express.RequestHandler = (_, response, next) => {
      const end = response.end.bind(response)
      Object.assign(response, {
        end: (...args: Parameters<typeof end>) => {
          setImmediate(() => end(...args))
          return response
        }
      })
      next()
    }
    const handler: Handler = (_, response) => void response.status(201).json({ done: true })
    const first = await onExpress(handler, twice(), [later, express.json()])
    assert.deepStrictEqual([first.status, first.text], [201, "{\"done\":true}"])
  })

  it("fails for the framework to report if its body is a number, and does not hang on trailers", async () => {
    const wrong: Handler = (_, response) => {
      const end: unknown = Reflect.get(response, "end")
      if (typeof end === "function") Reflect.apply(end, response, [5])
    }
    const first = await onExpress(wrong, (send) => send())
    assert.deepStrictEqual([first.status, first.text.includes("not a number")], [500, true])
    const trailing: Handler = (_, response) => {
      response.setHeader("trailer", "x-sum")
      response.write("done")
      response.addTrailers({ "x-sum": "1" })
      response.end()
    }
    assert.strictEqual((await onExpress(trailing, twice())).text, "done")
  })

  it("fails for the framework to report if its status is none, and lets go of its key", async () => {
    for (const status of [101, 700]) {
      const handler: Handler = (_, response) => void response.status(status).end("done")
      const [first, again] = await onExpress(handler, async (send) => [await send(), await send()] as const)
      assert.deepStrictEqual([first.status, again.status], [500, 409])
      assert.include(again.text, "idempotency_outcome_unknown")
    }
  })

  it("gets no type that it has not given to its answer", () =>
    onExpress(
      (_, response) => void response.writeHead(201).end("done"),
      async (send) => {
        for (const replayed of [null, "true"]) {
          const { headers, text } = await send()
          assert.deepStrictEqual([text, headers.get("content-type"), headers.get("idempotency-replayed")], [
            "done",
            null,
            replayed
          ])
        }
      }
    ))

  it("R1 leaves no header of its own on the answer to a commit that fails", async () => {
    const { close, open, store } = await sqlite()
    const idempotency = await makeNodeIdempotency({
      ...options,
      store: { ...store, transactions: betterSqlite3Transactions(open) }
    })
    const place = idempotency.express<express.Request, express.Response>((_, response, { transaction }) => {
      transaction.prepare("INSERT INTO orders (item) VALUES ('nothing')").run()
      response.status(201).location("/orders/1").cookie("order", "1").set("content-encoding", "br").send("ordered")
    })
    const cors: express.RequestHandler = (_, response, next) => {
      response.set("access-control-allow-origin", "*")
      next()
    }
    const server = express().use(cors).post("/", place).listen(0, "127.0.0.1")
    await once(server, "listening")
    const { headers, status, text } = await sender(urlOf(server))()
    assert.deepStrictEqual([status, JSON.parse(text).status], [503, 503])
    for (const name of ["location", "set-cookie", "content-encoding", "etag"]) assert.isNull(headers.get(name), name)
    assert.strictEqual(headers.get("access-control-allow-origin"), "*")
    await idempotency.close()
    server.close()
    server.closeAllConnections()
    await close()
  })

  it("reads a body that no parser has read", async () => {
    const reads: ReadonlyArray<Handler> = [
      async (request, response) => {
        let text = ""
        for await (const chunk of request) text += String(chunk)
        response.send(text)
      },
      (request, response) => {
        const chunks: Array<unknown> = []
        request.on("data", (chunk) => chunks.push(chunk)).on("end", () => response.send(chunks.join("")))
      },
      (request, response) => void request.pipe(response),
      (request, response) =>
        new Promise<void>((resolve, reject) =>
          express.text({ type: "*/*", limit: "10mb" })(request, response, (error) => {
            if (error !== undefined) return reject(error)
            response.send(request.body)
            resolve()
          })
        )
    ]
    for (const body of ["{\"item\":\"book\"}", "x".repeat(1_000_000)]) {
      for (const read of reads) {
        assert.strictEqual((await onExpress(read, twice({ body, type: "text/plain" }), [])).text, body)
      }
    }
    const compares = async (send: Send) => [(await send({ body: "a" })).status, (await send({ body: "b" })).status]
    for (const read of reads) assert.deepStrictEqual(await onExpress(read, compares, []), [200, 422])
  })

  it("K3 gets no answer to another uploaded file under its key", async () => {
    const parser: express.RequestHandler = (request, _, next) => {
      const chunks: Array<Uint8Array> = []
      request.on("data", (chunk) => chunks.push(chunk)).on("end", () => {
        // The name on disk is another one for every request.
        const file = {
          originalname: "guests.csv",
          path: "",
          filename: crypto.randomUUID(),
          buffer: Buffer.concat(chunks)
        }
        Object.assign(request, { body: { title: "guests" }, files: [file] })
        next()
      })
    }
    const handler: Handler = (_, response) => void response.status(201).end("stored")
    const statuses = async (send: Send) => {
      const sent = ["one", "one", "two"].map((body) => ({ body, type: "text/csv" }))
      return [(await send(sent[0])).status, (await send(sent[1])).status, (await send(sent[2])).status]
    }
    assert.deepStrictEqual(await onExpress(handler, statuses, [parser]), [201, 201, 422])
  })

  it("keeps its own status for the retry of a client that left while it ran", async () => {
    const [began, left] = [resolver(), resolver()]
    let runs = 0
    const handler: Handler = async (request, response, { signal }) => {
      assert.isFalse(signal.aborted)
      runs++
      request.socket.once("close", () => setTimeout(left.resolve, 20))
      began.resolve()
      await left.promise
      response.json({ done: true })
    }
    const again = await onExpress(handler, async (send, url) => {
      await leave(url, began.promise, left.promise)
      const statuses = new Set<number>()
      for (;;) {
        const answer = await send()
        statuses.add(answer.status)
        if (answer.status !== 409) return answer
      }
    })
    assert.deepStrictEqual([again.status, again.text, runs], [200, "{\"done\":true}", 1])
  })

  it("finishes a stream that it pipes although its client leaves", async () => {
    const [began, left] = [resolver(), resolver()]
    const handler: Handler = (request, response) => {
      request.socket.once("close", () => setTimeout(left.resolve, 20))
      const lines = async function*() {
        yield "first "
        began.resolve()
        await left.promise
        yield "last"
      }
      Readable.from(lines()).pipe(response)
    }
    const again = await onExpress(handler, async (send, url) => {
      await leave(url, began.promise, left.promise)
      for (;;) {
        const answer = await send()
        if (answer.status !== 409) return answer
      }
    })
    assert.strictEqual(again.text, "first last")
  })

  it("ends its key when a stream fails that it does not wait for", async () => {
    const handler: Handler = (_, response) => {
      const lines = async function*() {
        yield "first"
        throw new Error("broken")
      }
      pipeline(Readable.from(lines()), response, () => {})
    }
    const again = await onExpress(handler, async (send) => {
      assert.notStrictEqual(await send().then(({ status }) => status, () => "cut off"), 200)
      for (;;) {
        const { text } = await send()
        if (!text.includes("idempotency_in_progress")) return text
      }
    })
    assert.include(again, "idempotency_outcome_unknown")
  })
})

describe("a handler of Fastify", () => {
  it("may send its answer in every way of Fastify, and each is kept", async () => {
    const handlers: { readonly [name: string]: Fastify } = {
      returned: async (_, reply) => {
        reply.code(201)
        return { done: true }
      },
      "sent and returned": async (_, reply) => reply.code(201).send({ done: true }),
      "sent, not returned": async (_, reply) => {
        reply.code(201).send({ done: true })
      },
      "sent later": (_, reply) => {
        setImmediate(() => reply.code(201).send({ done: true }))
      },
      response: async () => Response.json({ done: true }, { status: 201 }),
      hijacked: (_, reply) => {
        reply.hijack()
        reply.raw.writeHead(201, { "content-type": "application/json" }).end("{\"done\":true}")
      }
    }
    for (const [name, handler] of Object.entries(handlers)) {
      const { headers, status, text } = await onFastify(handler, twice())
      assert.deepStrictEqual([status, text], [201, "{\"done\":true}"], name)
      assert.include(headers.get("content-type"), "application/json", name)
    }
  })

  it("answers by its schema, so that no other property leaves, and by its hooks", async () => {
    const handler: Fastify = async (_, reply) => {
      reply.code(201)
      return { id: 1, password: "secret" }
    }
    const schema = { response: { 201: { type: "object", properties: { id: { type: "integer" } } } } }
    const bySchema = await onFastify(handler, twice(), { schema })
    assert.strictEqual(bySchema.text, "{\"id\":1}")
    const byHooks = await onFastify(handler, twice(), {
      preSerialization: async () => ({ data: 1 }),
      onSend: async (_request, reply, payload) => {
        reply.header("access-control-allow-origin", "*")
        return `[${String(payload)}]`
      }
    })
    // The hook runs for the replay as well, which stays as it was.
    assert.strictEqual(byHooks.text, "[{\"data\":1}]")
    const refused = await onFastify(handler, async (send) => {
      await send()
      return send({ body: "{}" })
    }, { onSend: async (_request, reply) => void reply.header("access-control-allow-origin", "*") })
    assert.deepStrictEqual([refused.status, refused.headers.get("access-control-allow-origin")], [422, "*"])
  })

  it("reads a body that its parser passes on as a stream", async () => {
    const handler: Fastify = async ({ body }) => {
      let text = ""
      if (body instanceof Readable) { for await (const chunk of body) text += String(chunk) }
      return text
    }
    const pass = (app: fastify.FastifyInstance) => {
      app.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload))
    }
    const sent = { body: "bytes", type: "application/octet-stream" }
    assert.strictEqual((await onFastify(handler, twice(sent), {}, pass)).text, "bytes")
  })
})
