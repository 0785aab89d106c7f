import { type ChildProcess, spawn } from "node:child_process"
import { createHmac } from "node:crypto"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { assert, describe, test } from "vitest"
import { root } from "./snippets.js"

const secret = "whsec_recipe"
const page = readFileSync(join(root, "docs", "webhooks.md"), "utf8")
const consumer = join(root, "scripts", "consumer")

const recipeOf = (heading: string): string => {
  const [, section = ""] = page.split(`\n## ${heading}\n`)
  const [, code] = /```ts\n(.*?)```/s.exec(section) ?? []
  return code ?? assert.fail(`the page has no recipe for ${heading}`)
}

const onHono = (handler: string) =>
  `import { serve } from "@hono/node-server"
serve({ fetch: ${handler}, port: 0, hostname: "127.0.0.1" }, ({ port }) => console.log("port", port))`

/** The lines that start each recipe, as its own framework does. Next.js calls a route handler with a `Request`. */
const starts = {
  Express: `const server = app.listen(0, "127.0.0.1", () => console.log("port", server.address().port))`,
  Fastify: `await app.listen({ port: 0, host: "127.0.0.1" })
console.log("port", app.server.address().port)`,
  "Next.js": onHono("POST"),
  Hono: onHono("app.fetch"),
  HttpApi: `import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
NodeRuntime.runMain(Layer.launch(layer(0)))`
}

/** A receiver in a process of its own, so that its secret is a real environment variable. */
class Receiver implements AsyncDisposable {
  output = ""

  private constructor(readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (text: Buffer) => {
        this.output += text.toString()
      })
    }
  }

  static run(name: string, code: string, environment: Readonly<Record<string, string>>): Receiver {
    const directory = join(consumer, "dist", "webhooks")
    mkdirSync(directory, { recursive: true })
    const file = join(directory, `${name}.mjs`)
    writeFileSync(
      file,
      ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 } })
        .outputText
    )
    const { QURL_WEBHOOK_SECRET: _, ...inherited } = process.env
    return new Receiver(spawn(process.execPath, [file], { env: { ...inherited, ...environment } }))
  }

  /** Resolves once the output matches, or the process has ended. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.output)
      if (found !== null) return found
      if (this.child.exitCode !== null) assert.fail(`the receiver has ended: ${this.output}`)
      await new Promise((resolve) => {
        this.child.stdout?.once("data", resolve)
        this.child.stderr?.once("data", resolve)
        this.child.once("exit", resolve)
      })
    }
  }

  /** Delivers a body that is signed with `key`, and returns the status of the answer. */
  async deliver(body: string, key: string): Promise<number> {
    const [, port] = await this.printed(/(?:port |Listening on http:\/\/\S+:)(\d+)/)
    const response = await fetch(`http://127.0.0.1:${port}/webhooks/qurl`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "qurl-signature": createHmac("sha256", key).update(body).digest("hex")
      }
    })
    return response.status
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null) return
    const ended = new Promise((resolve) => this.child.once("exit", resolve))
    this.child.kill()
    await ended
  }
}

const event = JSON.stringify(
  {
    id: "evt_1",
    type: "qurl.expired",
    data: { qurl_id: "q_1", note: "Bär  \u2028" }
  },
  null,
  1
)

describe.each(Object.entries(starts))("the recipe for %s", (name, start) => {
  const code = `${recipeOf(name)}\n${start}`

  test("accepts what is signed, handles it once, and refuses the rest", async () => {
    await using receiver = Receiver.run(name, code, { QURL_WEBHOOK_SECRET: secret })
    assert.strictEqual(await receiver.deliver(event, secret), 200)
    assert.strictEqual(await receiver.deliver(event, secret), 200)
    assert.strictEqual(await receiver.deliver(event, "whsec_other"), 401)
    assert.strictEqual(await receiver.deliver("{}", secret), 400)
    await receiver.printed(/not signed with any of the secrets/)
    assert.strictEqual(receiver.output.match(/qurl\.expired/g)?.length, 1)
  }, 60_000)

  test("W1 accepts nothing without a secret", async () => {
    await using receiver = Receiver.run(name, code, {})
    if (name === "HttpApi") {
      await receiver.printed(/QURL_WEBHOOK_SECRET/)
    } else {
      assert.strictEqual(await receiver.deliver(event, ""), 401)
      await receiver.printed(/a secret is missing/)
    }
    assert.notInclude(receiver.output, "qurl.expired")
  }, 60_000)
})

test("W1 a body that Express has parsed is refused, with what to pass", async () => {
  const code = `${recipeOf("Express")}\n${starts.Express}`
    .replace("export const app = express()", "export const app = express()\napp.use(express.json())")
  await using receiver = Receiver.run("Express parsed", code, { QURL_WEBHOOK_SECRET: secret })
  assert.strictEqual(await receiver.deliver(event, secret), 401)
  await receiver.printed(/the body is a parsed object: pass the raw body/)
}, 60_000)
