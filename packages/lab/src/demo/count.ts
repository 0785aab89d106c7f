/**
 * Counts the links of each client in an emulator's database, past the emulator: `node count.js <file>`. It prints a JSON
 * object whenever the counts change, and the final counts once its input ends.
 *
 * @since 0.1.0
 */
import Database from "better-sqlite3"

const database = new Database(process.argv[2], { readonly: true })
const statement = database.prepare<[], { readonly client: string; readonly links: number }>(`
  SELECT effects.intent AS client, count(*) AS links
  FROM tokens JOIN effects ON effects.subject = tokens.id AND effects.kind = 'token.created'
  GROUP BY effects.intent ORDER BY effects.intent`)

let printed = "{}"
const print = () => {
  const counts = JSON.stringify(Object.fromEntries(statement.all().map(({ client, links }) => [client, links])))
  if (counts !== printed) process.stdout.write(`${counts}\n`)
  printed = counts
}

const timer = setInterval(print, 20)
process.stdin.resume().on("end", () => {
  clearInterval(timer)
  print()
  database.close()
})
