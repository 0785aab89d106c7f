import { freePort } from "@qurl/lab/databases/place"
import Database from "better-sqlite3"
import * as Effect from "effect/Effect"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import pg from "pg"
import ts from "typescript"

export const examples = fileURLToPath(new URL("../../../../examples/servers", import.meta.url))
const kill = fileURLToPath(new URL("kill.mjs", import.meta.url))
const tables = readFileSync(join(examples, "tables.sql"), "utf8")

/** Database of a server, seen from outside. */
export interface Place {
  readonly environment: Readonly<Record<string, string>>
  readonly count: (table: "orders" | "refunds") => Promise<number>
  /** Lets the leases of processes that are gone run out. */
  readonly expireLeases: () => Promise<unknown>
  readonly close: () => Promise<unknown>
}

export const postgres = async (): Promise<Place> => {
  const url = "postgres://postgres@127.0.0.1:5432/test"
  const schema = `servers_${crypto.randomUUID().replaceAll("-", "")}`
  const DATABASE_URL = `${url}?options=-csearch_path%3D${schema}`
  const admin = new pg.Pool({ connectionString: url, max: 1 })
  await admin.query(`CREATE SCHEMA ${schema}; SET search_path = ${schema}; ${tables}`)
  return {
    environment: { DATABASE_URL },
    count: async (table) => Number((await admin.query(`SELECT count(*) FROM ${schema}.${table}`)).rows[0].count),
    expireLeases: () => admin.query(`UPDATE ${schema}.idempotency_records SET lease_until = now()`),
    close: async () => {
      await admin.query(`DROP SCHEMA ${schema} CASCADE`)
      await admin.end()
    }
  }
}

export const sqlite = async (): Promise<Place> => {
  const directory = mkdtempSync(join(tmpdir(), "servers-"))
  const DATABASE_FILE = join(directory, "shop.sqlite")
  const admin = new Database(DATABASE_FILE)
  admin.exec(tables.replaceAll(/integer GENERATED ALWAYS AS IDENTITY/g, "integer"))
  return {
    environment: { DATABASE_FILE },
    count: async (table) => Number(admin.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n),
    // Nothing is left of a transaction that its process did not commit.
    expireLeases: async () => {},
    close: async () => {
      admin.close()
      rmSync(directory, { recursive: true })
    }
  }
}

/** A server that listens may not serve yet. */
const isServing = (url: string): Promise<boolean> => fetch(url).then(({ status }) => status !== 503, () => false)

export interface Started {
  readonly url: string
  /** Signal that ended the process. */
  readonly ended: Promise<NodeJS.Signals | null>
  readonly stop: () => Promise<unknown>
}

export interface Program {
  readonly directory: string
  /** Arguments of Node. */
  readonly args: (port: number) => ReadonlyArray<string>
}

/** Writes a program without its types, which Node 20 does not take. */
const compile = (name: string, source: string): Program => {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
  })
  mkdirSync(join(examples, "dist"), { recursive: true })
  const file = join(examples, "dist", `${name}.mjs`)
  writeFileSync(file, outputText)
  return { directory: examples, args: () => [file] }
}

export const compiled = (name: string): Program => compile(name, readFileSync(join(examples, `${name}.ts`), "utf8"))

/** The server that a page shows, with a port and a file of its own and with these parts replaced. */
export const ofPage = (page: string, edits: { readonly [part: string]: string }): Program => {
  const text = readFileSync(fileURLToPath(new URL(`../../../../${page}`, import.meta.url)), "utf8")
  const program = text.split(/^```(?:ts)?\n/m).find((part) => part.includes("port: 3000")) ?? ""
  const all = {
    "port: 3000": "port: Number(process.env.PORT)",
    "\"shop.sqlite\"": "process.env.DATABASE_FILE",
    ...edits
  }
  const edited = Object.entries(all).reduce((program, [part, by]) => {
    if (!program.includes(part)) throw new Error(`${page} has a program without \`${part}\``)
    return program.replace(part, () => by)
  }, program)
  return compile(page.replaceAll(/\W/g, "-"), edited)
}

/** Starts a server in a process of its own, which kills itself at `killAt`. */
export const start = async (
  { args, directory }: Program,
  environment: Readonly<Record<string, string>>,
  killAt?: "commit" | "answer"
): Promise<Started> => {
  const port = await Effect.runPromise(freePort)
  const child: ChildProcess = spawn(process.execPath, args(port), {
    cwd: directory,
    env: {
      ...process.env,
      ...environment,
      NODE_ENV: "production",
      PORT: String(port),
      ...(killAt === undefined
        ? {}
        : { KILL_AT: killAt, KILL_IN: examples, NODE_OPTIONS: `--import ${kill}` })
    },
    stdio: ["ignore", "ignore", "inherit"]
  })
  const ended = once(child, "exit").then(([, signal]): NodeJS.Signals | null => signal)
  const url = `http://127.0.0.1:${port}`
  while (child.exitCode === null && !(await isServing(url))) await new Promise((resolve) => setTimeout(resolve, 50))
  return {
    url,
    ended,
    stop: () => {
      child.kill("SIGKILL")
      return ended
    }
  }
}

interface Sent {
  readonly item?: string
  readonly path?: string
  readonly key?: string
  readonly token?: string
  readonly method?: string
}

/** Accounts, for programs that leave the verification of tokens to a proxy. */
const accounts: Readonly<Record<string, string>> = { "token-1": "ada", "token-2": "ada", "token-3": "bob" }

/** Sends a request for an item. */
export const send = (
  { url }: Started,
  { item = "book", key = "k", method = "POST", path = "/v1/orders", token = "token-1" }: Sent = {}
): Promise<Response> => {
  const account = accounts[token]
  return fetch(url + path, {
    method,
    headers: {
      "authorization": `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": key,
      ...(account === undefined ? {} : { "x-account": account })
    },
    ...(method === "POST" ? { body: JSON.stringify({ item }) } : {})
  })
}
