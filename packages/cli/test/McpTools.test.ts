import { assert, it } from "@effect/vitest"
import type { Client } from "@modelcontextprotocol/sdk/client/index.js"
import { Effect } from "effect"
import { call, environment, failure, overHttp, overStdio } from "./support/mcp.js"
import { emulated, patience } from "./support/qurl.js"

type Hints = "readOnlyHint" | "destructiveHint" | "idempotentHint"

const readOnly = ["get_qurl", "list_qurls", "list_qurl_sessions"]
const destructive = ["delete_qurl", "revoke_qurl_token", "terminate_qurl_sessions"]
const uploads = ["upload_file_data_qurl", "upload_text_qurl"]

/** Runs every tool that needs nothing but the API, at least once. The client holds each result to its schema. */
const everyTool = (client: Client, target_url: string) =>
  Effect.gen(function*() {
    const created = yield* call(client, "create_qurl", { target_url, label: "for Ada" })
    const { qurl_id, resource_id } = created
    const batch = yield* call(client, "batch_create_qurls", { items: [{ target_url }, { target_url, type: "tunnel" }] })
    assert.deepStrictEqual([batch["succeeded"], batch["failed"]], [1, 1])
    yield* call(client, "bulk_create_qurls", { items: [{ target_url }] })
    const { crid } = yield* call(client, "publish_crid", { target_url: `${target_url}/private`, private: true })
    yield* call(client, "share_by_crid", { crid })
    const minted = yield* call(client, "mint_link", { resource_id })
    const entered = yield* call(client, "resolve_qurl", { access_token: minted["qurl_link"] })
    assert.strictEqual(entered["resourceUrl"], target_url)

    assert.strictEqual((yield* call(client, "get_qurl", { resource_id }))["resource_id"], resource_id)
    const { items } = yield* call(client, "list_qurls", { limit: 1 })
    assert.lengthOf(items as ReadonlyArray<unknown>, 1)
    const sessions = yield* call(client, "list_qurl_sessions", { resource_id })
    assert.lengthOf(sessions["items"] as ReadonlyArray<unknown>, 1)

    yield* call(client, "update_qurl", { resource_id, description: "plans" })
    yield* call(client, "update_qurl", { resource_id, preserve_host: true })
    assert.include(
      yield* failure(client, "update_qurl", { resource_id, preserve_host: true, extend_by: "1d" }),
      "cannot be combined"
    )
    yield* call(client, "extend_qurl", { resource_id, extend_by: "1h" })
    yield* call(client, "update_qurl_token", { resource_id, qurl_id, label: "for Bob" })
    assert.strictEqual((yield* call(client, "terminate_qurl_sessions", { resource_id }))["terminated"], 1)
    for (const again of [false, true]) {
      const revoked = yield* call(client, "revoke_qurl_token", { resource_id, qurl_id })
      assert.strictEqual(revoked["was_already_revoked"], again)
      assert.isTrue((yield* call(client, "delete_qurl", { resource_id: crid }))["revoked"])
    }
  })

it.scopedLive("every tool answers as its output schema says, over stdio and HTTP", () =>
  Effect.gen(function*() {
    const env = yield* environment()
    const clients = [["stdio", yield* overStdio(env)], ["http", yield* overHttp(env)]] as const
    for (const [transport, client] of clients) {
      const { tools } = yield* Effect.promise(() => client.listTools())
      for (const { annotations = {}, description, inputSchema, name, outputSchema, title } of tools) {
        assert.isNotEmpty(title, name)
        assert.isNotEmpty(description, name)
        assert.isFalse(inputSchema["additionalProperties"], name)
        assert.strictEqual(outputSchema?.type, "object", name)
        assert.notInclude(JSON.stringify([inputSchema, outputSchema]), "$ref", name)
        const hints: Readonly<Record<Hints, boolean>> = {
          readOnlyHint: readOnly.includes(name),
          destructiveHint: destructive.includes(name),
          idempotentHint: !uploads.includes(name) && name !== "upload_file_qurl"
        }
        assert.deepInclude(annotations, hints, name)
      }
      yield* everyTool(client, `https://example.com/${transport}`)
    }
  }).pipe(emulated()), patience)

it.scopedLive("a tool that reads files of this machine is offered over stdio only", () =>
  Effect.gen(function*() {
    const env = yield* environment()
    const namesOf = (client: Client) =>
      Effect.map(Effect.promise(() => client.listTools()), ({ tools }) => tools.map(({ name }) => name))
    const local = yield* namesOf(yield* overStdio(env))
    const remote = yield* namesOf(yield* overHttp(env))
    assert.deepStrictEqual(local.filter((name) => !remote.includes(name)), ["upload_file_qurl"])
    assert.includeMembers(remote, uploads)
  }).pipe(emulated()), patience)
