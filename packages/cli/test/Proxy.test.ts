import { assert, it } from "@effect/vitest"
import { Emulator } from "@qurl/emulator"
import { Effect } from "effect"
import { createServer, type Server } from "node:http"
import { type AddressInfo, connect } from "node:net"
import { emulated, patience, qurlProcess, tokens } from "./support/qurl.js"

// The bundle loads undici in a way of its own, so these tests run the published command.

/** Proxy that opens tunnels and records their hosts. */
const proxy = Effect.map(
  Effect.acquireRelease(
    Effect.async<{ readonly server: Server; readonly hosts: Array<string> }>((resume) => {
      const hosts: Array<string> = []
      const server = createServer()
      server.on("connect", (request, client, head) => {
        hosts.push(request.url ?? "")
        const [host, port] = (request.url ?? "").split(":")
        const upstream = connect(Number(port), host, () => {
          client.write("HTTP/1.1 200 OK\r\n\r\n")
          upstream.write(head)
          upstream.pipe(client).pipe(upstream)
        })
        for (const socket of [client, upstream]) socket.on("error", () => {})
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed({ server, hosts })))
    }),
    ({ server }) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  ),
  // A server that listens on TCP has an address of this kind.
  ({ hosts, server }) => ({ hosts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
)

it.scopedLive(
  "goes through the proxy of the environment, except for the hosts in NO_PROXY",
  () =>
    Effect.gen(function*() {
      const { hosts, url: HTTP_PROXY } = yield* proxy
      const { host, hostname } = new URL((yield* Emulator).url)
      const create = (env: Record<string, string>) => qurlProcess(["create", "https://example.com/a", "-q"], { env })
      assert.strictEqual((yield* create({ HTTP_PROXY })).code, 0)
      assert.deepStrictEqual(hosts, [host])
      assert.strictEqual((yield* create({ http_proxy: HTTP_PROXY, NO_PROXY: hostname })).code, 0)
      assert.deepStrictEqual(hosts, [host])
      assert.strictEqual((yield* tokens).length, 2)
    }).pipe(emulated()),
  patience
)

it.scopedLive("names a proxy that cannot be reached or is not a URL", () =>
  Effect.gen(function*() {
    const create = (env: Record<string, string>) => qurlProcess(["create", "https://example.com/a"], { env })
    const wrong = yield* create({ HTTPS_PROXY: "not a url" })
    assert.deepStrictEqual([wrong.code, wrong.stdout], [3, ""])
    assert.include(wrong.stderr, "HTTPS_PROXY is not the URL of a proxy")
    const closed = yield* create({ HTTP_PROXY: "http://127.0.0.1:9" })
    assert.strictEqual(closed.code, 11)
    assert.strictEqual((yield* tokens).length, 0)
  }).pipe(emulated()), patience)
