/** The statements of a store on the bare driver, in a process of their own: `statements.js STORE PLACE`. */
import * as ManagedRuntime from "effect/ManagedRuntime"
import { createHash, randomBytes } from "node:crypto"
import * as Rpc from "../rpc.js"
import { drivers, type Sent } from "./bare.js"
import { claimOf, identity } from "./kit.js"
import { load, type Module, type Name } from "./stores.js"

export interface Question {
  readonly what: "first" | "replay"
  readonly calls: number
  readonly concurrency: number
}

/** Microseconds of CPU and of the wall. */
export interface Answer {
  readonly cpu: number
  readonly wall: number
}

const [argument = "", place = ""] = process.argv.slice(2)
// Started by the suite alone, with the names that have a driver.
const name = argument as Exclude<Name, "memory">

const fingerprint = createHash("sha256").update("the body").digest("hex")

/** Records the statements that the store sends for a first call and for a replay under the key. */
const recorded = async <R>({ kit, layer }: Module<R>, key: string) => {
  const runtime = ManagedRuntime.make(layer(place, false))
  const call = (key: string) => runtime.runPromise(kit.execute(claimOf(key, fingerprint)))
  // What is sent once and never again: the text of a script.
  for (const key of ["another", "another", "one more"]) await call(key)
  const first = await drivers.record(() => call(key))
  const replay = await drivers.record(() => call(key))
  await runtime.dispose()
  return { first, replay }
}

const hex = (text: string) => Buffer.from(text).toString("hex")

/** Replaces the digest of one key in a value by another's. PostgreSQL gets some texts in hexadecimal. */
const renamed = (value: unknown, from: string): (to: string) => unknown => {
  if (typeof value !== "string") return () => value
  const [plain, encoded] = [value.split(from), value.split(hex(from))]
  return plain.length > 1
    ? (to) => plain.join(to)
    : encoded.length > 1
    ? (to) => encoded.join(hex(to))
    : () => value
}

const template = (sent: ReadonlyArray<Sent>, from: string): (to: string) => ReadonlyArray<Sent> => {
  const parts = sent.map(({ text, values, ...rest }) => ({
    ...rest,
    text: renamed(text, from),
    values: values.map((value) => renamed(value, from))
  }))
  return (to) =>
    parts.map(({ text, values, ...rest }) => ({
      ...rest,
      text: String(text(to)),
      values: values.map((value) => value(to))
    }))
}

drivers.listen[name]()
const key = "recorded"
const { keyHash } = identity(key)
const { first, replay } = await load(name, (module) => recorded(module, key))
const templates = { first: template(first, keyHash), replay: template(replay, keyHash) }
const known = [keyHash]
const connections = await Promise.all(Array.from({ length: 8 }, () => drivers.connect[name](place)))

Rpc.answer<Question, Answer>(async ({ calls, concurrency, what }) => {
  const cpu = process.cpuUsage()
  const wall = performance.now()
  let left = calls
  // On SQLite only one of them can write.
  const lines = name === "sqlite" ? 1 : concurrency
  await Promise.all(
    connections.slice(0, lines).map(async (connection) => {
      while (left-- > 0) {
        const hash = what === "first" ? randomBytes(32).toString("hex") : known[left % known.length] ?? keyHash
        await connection.send(templates[what](hash))
        if (what === "first") known.push(hash)
      }
    })
  )
  const { system, user } = process.cpuUsage(cpu)
  return { cpu: system + user, wall: (performance.now() - wall) * 1000 }
})
