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
}

/** A connection of the driver. */
interface Connection {
  readonly send: (sent: Sent) => unknown
}

let heard: Array<Sent> | undefined

/** Puts a function around a method. */
const around = (
  target: object,
  name: string,
  wrapped: (args: ReadonlyArray<unknown>, call: () => unknown) => unknown
): void => {
  const method: unknown = Reflect.get(target, name)
  if (typeof method !== "function") throw new Error(`the driver has no ${name}`)
  Reflect.set(target, name, function(this: unknown, ...args: Array<unknown>) {
    return wrapped(args, () => Reflect.apply(method, this, args))
  })
}

const isNamed = (statement: unknown): statement is { readonly name: string; readonly text: string } =>
  Predicate.hasProperty(statement, "name") && Predicate.hasProperty(statement, "text")

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
    around(Pg.default.Client.prototype, "query", ([statement, given], call) => {
      const values = Array.isArray(given) ? given : []
      if (typeof statement === "string") heard?.push({ text: statement, values })
      else if (isNamed(statement)) heard?.push({ ...statement, values })
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

const connect: Readonly<Record<Exclude<Name, "memory">, (place: string) => Promise<Connection>>> = {
  sqlite: async (place) => {
    const database = new Database(place)
    database.pragma("synchronous = FULL")
    const prepared = new Map<string, Database.Statement>()
    return {
      send: ({ text, values }) => {
        const statement = prepared.get(text) ?? database.prepare(text)
        prepared.set(text, statement)
        return statement.reader ? statement.all(...values) : statement.run(...values)
      }
    }
  },
  postgres: async (place) => {
    const client = new Pg.default.Client(place)
    await client.connect()
    return { send: ({ name, text, values }) => client.query({ name, text, values: [...values] }) }
  },
  redis: async (place) => {
    const redis = new Redis({ host: "127.0.0.1", port: Number(place.split(" ")[0]) })
    // What was heard are texts, numbers and bytes.
    return { send: ({ text, values }) => redis.callBuffer(text, ...values as ReadonlyArray<string | number | Buffer>) }
  }
}

export const drivers = { listen, record, connect }
