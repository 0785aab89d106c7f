import { assert, describe, it } from "@effect/vitest"
import express from "express"
import fastify from "fastify"
import { Hono } from "hono"
import { once } from "node:events"
import type { AddressInfo } from "node:net"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { makeNodeIdempotency } from "../../src/Node.js"
import { makeIdempotency, type Options } from "../../src/Web.js"

const options: Options = {
  store: { type: "memory" },
  principal: (request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
}

interface Served {
  /** Sends an order. */
  readonly order: (init?: { path?: string; account?: string; body?: string; key?: string }) => Promise<Response>
  readonly runs: Array<unknown>
  readonly close: () => Promise<unknown>
}

const toOrder =
  (send: (path: string, init: RequestInit) => Promise<Response>): Served["order"] =>
  ({ account = "ada", body = "{\"item\":\"book\"}", key = "k", path = "/orders" } = {}) =>
    send(path, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "x-account": account, "idempotency-key": key }
    })

const listening = async (server: { address: () => AddressInfo | string | null }) => {
  const address = server.address()
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`
}

const frameworks: { readonly [name: string]: () => Promise<Served> } = {
  Hono: async () => {
    const runs: Array<unknown> = []
    const idempotency = await makeIdempotency(options)
    const place = idempotency.wrap(async (request, execution) => {
      const body = await request.json()
      runs.push(body)
      if (body.item === "broken") throw new Error("broken")
      return Response.json({ n: runs.length, child: execution.childKey("mail") }, {
        status: 201,
        headers: { location: "/orders/1" }
      })
    })
    const app = new Hono().post("/orders", (context) => place(context.req.raw))
      .post("/others", (context) => place(context.req.raw))
    return { runs, order: toOrder(async (path, init) => app.request(path, init)), close: idempotency.close }
  },
  Express: async () => {
    const runs: Array<unknown> = []
    const idempotency = await makeNodeIdempotency(options)
    const place = idempotency.express<express.Request, express.Response>((request, response, execution) => {
      runs.push(request.body)
      if (request.body.item === "broken") throw new Error("broken")
      response.status(201).location("/orders/1").json({ n: runs.length, child: execution.childKey("mail") })
    })
    const app = express().set("env", "test").use(express.json()).post("/orders", place).post("/others", place)
    const server = app.listen(0, "127.0.0.1")
    await once(server, "listening")
    const url = await listening(server)
    return {
      runs,
      order: toOrder((path, init) => fetch(url + path, init)),
      close: async () => {
        await idempotency.close()
        server.close()
        server.closeAllConnections()
      }
    }
  },
  Fastify: async () => {
    const runs: Array<unknown> = []
    const idempotency = await makeNodeIdempotency(options)
    const place = idempotency.fastify<fastify.FastifyRequest, fastify.FastifyReply>((request, reply, execution) => {
      runs.push(request.body)
      if (JSON.stringify(request.body).includes("broken")) throw new Error("broken")
      reply.code(201).header("location", "/orders/1")
      return { n: runs.length, child: execution.childKey("mail") }
    })
    const app = fastify()
    app.post("/orders", place)
    app.post("/others", place)
    await app.listen({ port: 0, host: "127.0.0.1" })
    const url = await listening(app.server)
    return {
      runs,
      order: toOrder((path, init) => fetch(url + path, init)),
      close: async () => {
        await idempotency.close()
        await app.close()
      }
    }
  }
}

describe("without Effect", () => {
  for (const [name, start] of Object.entries(frameworks)) {
    it(`${name}: a write runs once, for its caller and its route, and its retries get the first answer`, async () => {
      const { close, order, runs } = await start()
      const first = await order()
      const again = await order()
      assert.deepStrictEqual([first.status, first.headers.get("idempotency-replayed")], [201, null])
      assert.deepStrictEqual([again.status, again.headers.get("idempotency-replayed")], [201, "true"])
      assert.strictEqual(again.headers.get("location"), "/orders/1")
      assert.include(first.headers.get("content-type"), "application/json")
      assert.strictEqual(again.headers.get("content-type"), first.headers.get("content-type"))
      const text = await first.text()
      assert.strictEqual(await again.text(), text)
      assert.strictEqual(JSON.parse(text).n, 1)
      assert.strictEqual((await order({ body: "{\"item\":\"pen\"}" })).status, 422)
      assert.strictEqual((await order({ path: "/others" })).status, 422)
      assert.strictEqual((await order({ account: "bob" })).status, 201)
      assert.deepStrictEqual(runs, [{ item: "book" }, { item: "book" }])
      await close()
    })

    it(`${name}: two at once run once, and a handler that throws is the framework's to report and is not run again`, async () => {
      const { close, order, runs } = await start()
      const statuses = (await Promise.all([order(), order(), order()])).map(({ status }) => status)
      assert.include(statuses, 201)
      assert.strictEqual(runs.length, 1)
      const broken = { body: "{\"item\":\"broken\"}", key: "broken" }
      assert.strictEqual((await order(broken)).status, 500)
      const again = await order(broken)
      assert.deepStrictEqual([again.status, JSON.parse(await again.text()).code], [409, "idempotency_outcome_unknown"])
      assert.strictEqual(runs.length, 2)
      await close()
    })
  }

  /** Reads chunks until the text is there. */
  const until = async (reader: ReadableStreamDefaultReader<Uint8Array>, text: string) => {
    let seen = ""
    while (!seen.includes(text)) {
      const { done, value } = await reader.read()
      if (done) return seen
      seen += new TextDecoder().decode(value)
    }
    return seen
  }

  it("Express: events and lines reach the client while the handler waits, and what can be kept is replayed", async () => {
    const idempotency = await makeNodeIdempotency(options)
    let proceed = () => {}
    let runs = 0
    const stream = idempotency.express<express.Request, express.Response>(async (request, response) => {
      runs++
      response.type(request.path === "/events" ? "text/event-stream" : "application/x-ndjson")
      response.write("data: first\n\n")
      await new Promise<void>((resolve) => void (proceed = resolve))
      response.end("data: last\n\n")
    })
    const server = express().post("/events", stream).post("/lines", stream).listen(0, "127.0.0.1")
    await once(server, "listening")
    const url = await listening(server)
    for (const path of ["/events", "/lines"]) {
      const send = () =>
        fetch(url + path, { method: "POST", headers: { "x-account": "ada", "idempotency-key": path }, body: "" })
      const { body, headers } = await send()
      const reader = (body ?? new ReadableStream()).getReader()
      // The handler does not continue before this has arrived.
      assert.include(await until(reader, "first"), "data: first")
      assert.isNull(headers.get("content-length"))
      proceed()
      assert.include(await until(reader, "last"), "data: last")
      assert.isTrue((await reader.read()).done)
      const again = await send()
      assert.strictEqual(again.status, path === "/events" ? 409 : 200)
      if (path === "/lines") assert.strictEqual(await again.text(), "data: first\n\ndata: last\n\n")
    }
    assert.strictEqual(runs, 2)
    await idempotency.close()
    server.close()
    server.closeAllConnections()
  })

  it("Express and Fastify: a piped stream is sent whole, and cut off for its client if it fails", async () => {
    const idempotency = await makeNodeIdempotency(options)
    const produce = (path: string) =>
      Readable.from((async function*() {
        for (let n = 0; n < 200; n++) yield Buffer.alloc(4096, "a")
        if (path === "/broken") throw new Error("broken")
      })())
    const piped = idempotency.express<express.Request, express.Response>((request, response) =>
      pipeline(produce(request.path), response)
    )
    const returned = idempotency.fastify<fastify.FastifyRequest, fastify.FastifyReply>(({ raw }) =>
      produce(raw.url ?? "")
    )
    const server = express().set("env", "test").post("/whole", piped).post("/broken", piped).listen(0, "127.0.0.1")
    await once(server, "listening")
    const app = fastify()
    app.post("/whole", returned)
    app.post("/broken", returned)
    await app.listen({ port: 0, host: "127.0.0.1" })
    for (const url of [await listening(server), await listening(app.server)]) {
      const send = async (path: string) => {
        const headers = { "x-account": url, "idempotency-key": path }
        return (await fetch(url + path, { method: "POST", headers })).text()
      }
      assert.strictEqual((await send("/whole")).length, 200 * 4096)
      assert.strictEqual((await send("/whole")).length, 200 * 4096)
      const broken = await send("/broken").then(() => "whole", () => "cut off")
      assert.strictEqual(broken, "cut off")
      assert.include(await send("/broken"), "idempotency_outcome_unknown")
    }
    await idempotency.close()
    server.close()
    server.closeAllConnections()
    await app.close()
  })

  it("Hono: a body that a validator has read is passed on, and what is not a response is not kept", async () => {
    const idempotency = await makeIdempotency(options)
    const place = idempotency.wrap(async (request) => new Response(await request.text(), { status: 201 }))
    // The cast is wrong, as plain JavaScript can be.
    const returned: Array<unknown> = ["ordered", { id: 1 }, { status: 201, headers: {}, body: "1" }, undefined, null]
    const wrong = idempotency.wrap(() => returned[0] as Response)
    const app = new Hono()
    app.post("/read", async ({ req }) => place(new Request(req.raw, { method: "POST", body: await req.text() })))
    app.post("/wrong", ({ req }) => wrong(req.raw))
    app.onError((error) => new Response(error.message, { status: 500 }))
    const order = toOrder(async (path, init) => app.request(path, init))
    assert.strictEqual(await (await order({ path: "/read" })).text(), "{\"item\":\"book\"}")
    assert.strictEqual((await order({ path: "/read" })).headers.get("idempotency-replayed"), "true")
    for (const key of ["a string", "an object", "the parts of a response", "undefined", "null"]) {
      const answer = await order({ path: "/wrong", key })
      assert.deepStrictEqual(
        [answer.status, (await answer.text()).includes("in place of a Response")],
        [500, true],
        key
      )
      returned.shift()
    }
    await idempotency.close()
  })

  it("chunks of text reach client and record as text, and other chunks fail", async () => {
    const idempotency = await makeIdempotency(options)
    const send = async (key: string, chunk: unknown) => {
      const request = new Request("http://shop/orders", {
        method: "POST",
        headers: { "x-account": "ada", "idempotency-key": key }
      })
      const body = new ReadableStream({
        start: (controller) => {
          controller.enqueue(chunk)
          controller.close()
        }
      })
      const answer = await idempotency.handle(request, () => new Response(body))
      return [answer.headers.get("idempotency-replayed"), await answer.text().catch(() => "cut off")]
    }
    assert.deepStrictEqual(await send("text", "ordered ä"), [null, "ordered ä"])
    assert.deepStrictEqual(await send("text", "ordered ä"), ["true", "ordered ä"])
    assert.notInclude(await send("number", 5), "true")
    assert.notInclude(await send("number", 5), "true")
    await idempotency.close()
  })

  it("a store that cannot be opened rejects", async () => {
    const store = { type: "sqlite", filename: "/nowhere/at/all.sqlite" } as const
    const opened = await Promise.allSettled([makeIdempotency({ ...options, store })])
    assert.strictEqual(opened[0].status, "rejected")
  })
})
