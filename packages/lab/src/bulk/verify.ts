import * as SqliteClient from "@effect/sql-sqlite-node/SqliteClient"
import * as SqlClient from "@effect/sql/SqlClient"
import { parse } from "csv-parse"
import * as Effect from "effect/Effect"
import { createReadStream, statSync } from "node:fs"
import { rowAt } from "./input.js"

export interface Verdict {
  /** Rows of the input, links in the database, rows in the result file. */
  readonly rows: number
  readonly exist: number
  readonly listed: number
  /** The first few problems found. */
  readonly problems: ReadonlyArray<string>
}

interface Token {
  readonly resource_id: string
  readonly label: string | null
  readonly target_url: string
}

/** Reads the links from the database file rather than from the server. */
export const tokensOf = (database: string): Promise<ReadonlyArray<Token>> =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    return yield* sql<
      Token
    >`SELECT resource_id, label, target_url FROM tokens JOIN resources ON resources.id = resource_id`
  }).pipe(Effect.provide(SqliteClient.layer({ filename: database, readonly: true })), Effect.runPromise)

const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)

/** Every row exists once, and the result file lists every row once, in order, with a link of its own. */
export const verify = async (database: string, results: string, rows: number): Promise<Verdict> => {
  const problems: Array<string> = []
  const wanted = new Map<string, number>()
  for (let i = 0; i < rows; i++) add(wanted, `${rowAt(i).target} ${rowAt(i).label}`)
  const found = new Map<string, number>()
  const resources = new Map<string, string>()
  const all = await tokensOf(database)
  for (const { label, resource_id, target_url } of all) {
    add(found, `${target_url} ${label}`)
    resources.set(resource_id, target_url)
  }
  for (const [key, count] of wanted) {
    if (found.get(key) !== count) problems.push(`${key}: ${found.get(key) ?? 0} links instead of ${count}`)
  }
  const links = new Set<string>()
  let listed = 0
  for await (const each of createReadStream(results).pipe(parse({ columns: true }))) {
    const row: Readonly<Record<string, string>> = each
    const { label, target } = rowAt(listed++)
    if (row["row"] !== String(listed) || row["line"] !== String(listed + 1)) {
      problems.push(`row ${listed} is out of place`)
    }
    if (row["status"] !== "done") problems.push(`row ${listed} is ${row["status"]}`)
    if (row["target_url"] !== target || row["label"] !== label) problems.push(`row ${listed} is another one`)
    if (resources.get(row["resource_id"] ?? "") !== target) {
      problems.push(`row ${listed} has the link of another target`)
    }
    links.add(row["qurl_link"] ?? "")
  }
  if (listed !== rows) problems.push(`${listed} rows are listed instead of ${rows}`)
  if (links.size !== rows) problems.push(`${links.size} different links are listed instead of ${rows}`)
  if (all.length !== rows) problems.push(`${all.length} links exist instead of ${rows}`)
  if ((statSync(results).mode & 0o777) !== 0o600) problems.push("others can read the result file")
  return { rows, exist: all.length, listed, problems: problems.slice(0, 10) }
}
