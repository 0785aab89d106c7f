/** Bare drivers: what the stores send through them can be written down, and sent again without the stores. */
import Database from "better-sqlite3"
import * as Predicate from "effect/Predicate"
import { Command, Redis } from "ioredis"
import * as Pg from "pg"
import type { Name } from "./stores.js"

/** A statement or a command, and its values. */
export interface Sent {
  /** Name of a statement that is planned once per connection. */
  readonly name?: string | undefined
  readonly text: string
  readonly values: ReadonlyArray<unknown>
  /** It was sent before the former one was answered. */
  readonly isPipelined?: boolean
}

/** A connection of the driver, which sends one after the other. */
interface Connection {
  readonly send: (sent: ReadonlyArray<Sent>) => Promise<void>
}

const inTurn = (send: (sent: Sent) => unknown): Connection => ({
  send: async (sent) => {
    for (const one of sent) await send(one)
  }
})

let heard: Array<Sent> | undefined

/** Puts a function around a method. */
const around = (
  target: object,
  name: string,
  wrapped: (args: ReadonlyArray<unknown>, call: () => unknown, self: unknown) => unknown
): void => {
  const method: unknown = Reflect.get(target, name)
  if (typeof method !== "function") throw new Error(`the driver has no ${name}`)
  Reflect.set(target, name, function(this: unknown, ...args: Array<unknown>) {
    return wrapped(args, () => Reflect.apply(method, this, args), this)
  })
}

/** Query of the driver. */
interface Query {
  readonly name?: string
  readonly text: string
  readonly values?: ReadonlyArray<unknown>
}

const isQuery = (statement: unknown): statement is Query =>
  Predicate.hasProperty(statement, "text") && typeof statement.text === "string"

/** Listens to the driver from now on. It has to be called before the store is opened. */
const listen: Readonly<Record<Exclude<Name, "memory">, () => void>> = {
  sqlite: () =>
    around(Database.prototype, "prepare", ([text], prepare) => {
      const statement = prepare()
      if (!Predicate.isObject(statement)) return statement
      for (const name of ["all", "run"]) {
        around(statement, name, (values, call) => {
          heard?.push({ text: String(text), values })
          return call()
        })
      }
      return statement
    }),
  postgres: () =>
    around(Pg.default.Client.prototype, "query", ([statement, given], call, client) => {
      const query = typeof statement === "string" ? { text: statement } : statement
      if (isQuery(query)) {
        const { name, text, values = Array.isArray(given) ? given : [] } = query
        heard?.push({
          name,
          text,
          values,
          isPipelined: Predicate.hasProperty(client, "pipeline") && client.pipeline === true
        })
      }
      return call()
    }),
  redis: () =>
    around(Redis.prototype, "sendCommand", ([command], call) => {
      if (command instanceof Command) heard?.push({ text: command.name, values: command.args })
      return call()
    })
}

/** Records the statements of `run`. Notifications of waiters are sent later, many at a time, and are left out. */
const record = async (run: () => Promise<unknown>): Promise<ReadonlyArray<Sent>> => {
  const sent: Array<Sent> = []
  heard = sent
  await run()
  heard = undefined
  return sent.filter(({ text }) => !text.includes("pg_notify"))
}

/** Generations begin at the clock in milliseconds, and no other number that is sent is as large. */
const isGeneration = (value: unknown): boolean => typeof value === "number" && value > 1e12

const generationOf = (rows: ReadonlyArray<unknown>): unknown =>
  rows.map((row) => Predicate.hasProperty(row, "gen") ? row.gen : undefined).find((gen) => gen !== undefined)

/** Sends together what was sent together. The record's end names the generation that the claim got. */
const sendToPostgres = async (client: Pg.Client, sent: ReadonlyArray<Sent>): Promise<void> => {
  let generation: unknown
  let pipelined: Array<Promise<Pg.QueryResult>> = []
  for (const [index, { isPipelined = false, name, text, values }] of sent.entries()) {
    // The types of the driver do not name the mode.
    Object.assign(client, { pipeline: isPipelined })
    const own = values.map((value) => generation !== undefined && isGeneration(value) ? generation : value)
    pipelined.push(client.query({ name, text, values: own }))
    if (isPipelined && sent[index + 1]?.isPipelined === true) continue
    for (const { rows = [] } of await Promise.all(pipelined)) generation ??= generationOf(rows)
    pipelined = []
  }
  Object.assign(client, { pipeline: false })
}

const connect: Readonly<Record<Exclude<Name, "memory">, (place: string) => Promise<Connection>>> = {
  sqlite: async (place) => {
    const database = new Database(place)
    database.pragma("synchronous = FULL")
    const prepared = new Map<string, Database.Statement>()
    return inTurn(({ text, values }) => {
      const statement = prepared.get(text) ?? database.prepare(text)
      prepared.set(text, statement)
      return statement.reader ? statement.all(...values) : statement.run(...values)
    })
  },
  postgres: async (place) => {
    const client = new Pg.default.Client(place)
    await client.connect()
    return { send: (sent) => sendToPostgres(client, sent) }
  },
  redis: async (place) => {
    const redis = new Redis({ host: "127.0.0.1", port: Number(place.split(" ")[0]) })
    // What was heard are texts, numbers and bytes.
    return inTurn(({ text, values }) => redis.callBuffer(text, ...values as ReadonlyArray<string | number | Buffer>))
  }
}

export const drivers = { listen, record, connect }
