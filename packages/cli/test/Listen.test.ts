import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { createHmac } from "node:crypto"
import { patience, run } from "./support/qurl.js"

const secret = "whsec_test"

const deliver = async (url: string, id: string, key = secret) => {
  const body = JSON.stringify({ id, type: "qurl.accessed", data: { qurl_id: "q_1", resource_id: "r_1" } })
  const signature = createHmac("sha256", key).update(body).digest("hex")
  const { status } = await fetch(url, { method: "POST", body, headers: { "QURL-Signature": signature } })
  return status
}

it.live("listen: signed events are printed once, all others refused", () =>
  Effect.gen(function*() {
    const statuses: Array<number> = []
    let sent = false
    const ended = yield* run(["webhooks", "listen", "--port", "0", "--count", "2", "--json"], {
      env: { QURL_WEBHOOK_SECRET: secret },
      watch: (_, __, stderr) => {
        if (sent || !stderr.endsWith("\n")) return
        sent = true
        const url: string = JSON.parse(stderr).listening
        void (async () => {
          statuses.push(await deliver(url, "evt_1", "somebody else"))
          statuses.push(await deliver(url, "evt_1"))
          statuses.push(await deliver(url, "evt_1"))
          statuses.push((await fetch(url)).status)
          statuses.push(await deliver(url, "evt_2"))
        })()
      }
    })
    assert.strictEqual(ended.code, 0)
    assert.deepStrictEqual(ended.stdout.trim().split("\n").map((line) => JSON.parse(line).id), ["evt_1", "evt_2"])
    assert.deepStrictEqual(statuses.slice(0, 4), [401, 200, 200, 405])
    const unset = yield* run(["webhooks", "listen"])
    assert.strictEqual(unset.code, 3)
    assert.include(unset.stderr, "QURL_WEBHOOK_SECRET")
  }), patience)
