import Database from "better-sqlite3"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { connect, createServer } from "node:net"
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

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  return typeof address === "object" ? address?.port ?? 0 : 0
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1")
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false))
    socket.unref()
  })

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

/** An example without its types, which Node 20 does not take. */
export const compiled = (name: string): Program => {
  const { outputText } = ts.transpileModule(readFileSync(join(examples, `${name}.ts`), "utf8"), {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
  })
  mkdirSync(join(examples, "dist"), { recursive: true })
  const file = join(examples, "dist", `${name}.mjs`)
  writeFileSync(file, outputText)
  return { directory: examples, args: () => [file] }
}

/** Starts a server in a process of its own, which kills itself at `killAt`. */
export const start = async (
  { args, directory }: Program,
  environment: Readonly<Record<string, string>>,
  killAt?: "commit" | "answer"
): Promise<Started> => {
  const port = await freePort()
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
  while (child.exitCode === null && !(await isListening(port))) await new Promise((resolve) => setTimeout(resolve, 50))
  return {
    url: `http://127.0.0.1:${port}`,
    ended,
    stop: () => {
      child.kill("SIGKILL")
      return ended
    }
  }
}

interface Sent {
  readonly path?: string
  readonly key?: string
  readonly token?: string
  readonly method?: string
}

/** Sends a request for a book. */
export const send = (
  { url }: Started,
  { key = "k", method = "POST", path = "/v1/orders", token = "token-1" }: Sent = {}
): Promise<Response> =>
  fetch(url + path, {
    method,
    headers: { "authorization": `Bearer ${token}`, "content-type": "application/json", "idempotency-key": key },
    ...(method === "POST" ? { body: "{\"item\":\"book\"}" } : {})
  })
