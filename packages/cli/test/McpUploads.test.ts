import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { symlinkSync, writeFileSync } from "node:fs"
import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { call, environment, failure, overHttp, overStdio } from "./support/mcp.js"
import { directory, emulated, patience } from "./support/qurl.js"

const png = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(5_000_000, 7)])

interface Stored {
  readonly id: string
  readonly key: string | undefined
  readonly name: string
  readonly type: string
  readonly bytes: Buffer
}

const chunksOf = async (request: IncomingMessage) => {
  const chunks: Array<Uint8Array<ArrayBuffer>> = []
  for await (const chunk of request) chunks.push(new Uint8Array(chunk))
  return chunks
}

/** Upload connector that stores files and refuses the first links, as many as `refusals`. */
class Connector {
  readonly files: Array<Stored> = []
  readonly links: Array<unknown> = []
  refusals = 0

  async answer(request: IncomingMessage): Promise<readonly [status: number, body: unknown]> {
    const body = new Response(
      new Blob(await chunksOf(request)),
      { headers: { "content-type": request.headers["content-type"] ?? "" } }
    )
    if (request.url === "/api/upload") {
      const file = (await body.formData()).get("file")
      if (!(file instanceof File)) return [400, {}]
      const id = `r_${String(this.files.length).padStart(11, "0")}`
      const bytes = Buffer.from(await file.arrayBuffer())
      this.files.push({ id, key: request.headers.authorization, name: file.name, type: file.type, bytes })
      return [201, { data: { resource_id: id } }]
    }
    if (this.refusals-- > 0) return [503, {}]
    this.links.push({ path: request.url, ...await body.json() })
    const number = this.links.length
    return [201, { success: true, links: [{ qurl_id: `q_${number}`, qurl_link: `https://qurl.link/#${number}` }] }]
  }
}

const connector = Effect.map(
  Effect.acquireRelease(
    Effect.async<{ readonly state: Connector; readonly server: ReturnType<typeof createServer> }>((resume) => {
      const state = new Connector()
      const server = createServer((request, response) => {
        void state.answer(request).then(([status, body]) =>
          response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body))
        )
      })
      server.listen(0, "127.0.0.1", () => resume(Effect.succeed({ state, server })))
    }),
    ({ server }) =>
      Effect.sync(() => {
        server.close()
        server.closeAllConnections()
      })
  ),
  ({ server, state }) => ({
    state,
    // A server that listens on TCP has an address of this kind.
    QURL_CONNECTOR_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
)

it.scopedLive(
  "a file is stored once, and its link is created once, however often the tool is called",
  () =>
    Effect.gen(function*() {
      const { QURL_CONNECTOR_URL, state } = yield* connector
      const client = yield* overStdio(yield* environment({ QURL_CONNECTOR_URL }))
      const folder = yield* directory
      const file_path = join(folder, "plan.png")
      writeFileSync(file_path, png)
      state.refusals = 1
      assert.include(yield* failure(client, "upload_file_qurl", { file_path }), "may have been done")
      const first = yield* call(client, "upload_file_qurl", { file_path })
      const again = yield* call(client, "upload_file_qurl", { file_path })
      assert.deepStrictEqual(again, first)
      assert.deepInclude(first, { file_name: "plan.png", content_type: "image/png", size_bytes: png.length })
      assert.deepStrictEqual(state.files.map(({ bytes, name, type }) => [name, type, bytes.equals(png)]), [[
        "plan.png",
        "image/png",
        true
      ]])
      assert.match(state.files[0]?.key ?? "", /^Bearer lv_test_full/)
      assert.deepStrictEqual(state.links, [{
        path: "/api/mint_link/r_00000000000",
        n: 1,
        one_time_use: true
      }])

      // Another content at the same path is another upload.
      writeFileSync(file_path, Buffer.concat([png, Buffer.from("x")]))
      yield* call(client, "upload_file_qurl", { file_path, expires_in: "1h", one_time_use: false })
      assert.lengthOf(state.files, 2)

      symlinkSync(file_path, join(folder, "link.png"))
      writeFileSync(join(folder, "text.png"), "no image")
      for (
        const [wrong, said] of [
          [{ file_path: join(folder, "link.png") }, "symbolic link"],
          [{ file_path: folder }, "regular file"],
          [{ file_path: join(folder, "text.png") }, "does not begin like image/png"],
          [{ file_path, file_name: "plan.exe" }, "file_name must end in"],
          [{ file_path, expires_in: "soon", request_id: "2" }, "expires_in must be a duration"]
        ] as const
      ) assert.include(yield* failure(client, "upload_file_qurl", wrong), said)
      assert.lengthOf(state.files, 2)
    }).pipe(emulated()),
  patience
)

it.scopedLive("content and text are uploaded over HTTP, text as a PDF", () =>
  Effect.gen(function*() {
    const { QURL_CONNECTOR_URL, state } = yield* connector
    const client = yield* overHttp(yield* environment({ QURL_CONNECTOR_URL }))
    const file = { file_name: "plan.png", content_type: "image/png" }
    yield* call(client, "upload_file_data_qurl", { ...file, file_base64: png.toString("base64") })
    yield* call(client, "upload_file_data_qurl", {
      ...file,
      file_base64: `data:image/png;base64,${png.subarray(0, 99).toString("base64")}`
    })
    assert.isTrue(state.files[0]?.bytes.equals(png))
    const content = `Plan (é – €)\n${"long ".repeat(40)}\n${"line\n".repeat(100)}`
    for (let times = 0; times < 2; times++) {
      const done = yield* call(client, "upload_text_qurl", { type: "text", content, file_name: "plan.md" })
      assert.deepInclude(done, { file_name: "plan.pdf", content_type: "application/pdf" })
    }
    assert.lengthOf(state.files, 3)
    const pdf = state.files[2]?.bytes.toString("latin1") ?? ""
    assert.match(pdf, /^%PDF-1\.4\n[\s\S]*%%EOF\n$/)
    assert.include(pdf, "(Plan \\050\\351 \\226 \\200\\051) '")
    assert.include(pdf, "/Count 2")
    const [, xref = ""] = /startxref\n(\d+)\n/.exec(pdf) ?? []
    assert.strictEqual(pdf.slice(Number(xref), Number(xref) + 4), "xref")
    assert.include(yield* failure(client, "upload_text_qurl", { type: "text", content: "計画" }), "cannot show")
  }).pipe(emulated()), patience)

it.scopedLive(
  "without a connector, and with one that would see the key in the clear, nothing is read",
  () =>
    Effect.gen(function*() {
      for (const QURL_CONNECTOR_URL of ["", "http://connector.example.com"]) {
        const client = yield* overStdio(yield* environment({ QURL_CONNECTOR_URL }))
        const said = yield* failure(client, "upload_text_qurl", { type: "text", content: "plan" })
        assert.include(said, "QURL_CONNECTOR_URL is not")
      }
    }).pipe(emulated()),
  patience
)
