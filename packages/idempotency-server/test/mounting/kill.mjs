// Loaded before a server (`node --import`). Kills the process when an order was written: before its commit, or after it and
// before the first byte of the answer.
import { ServerResponse } from "node:http"
import { createRequire } from "node:module"

const at = process.env.KILL_AT
const require = createRequire(`${process.env.KILL_IN}/`)

const kill = () => process.kill(process.pid, "SIGKILL")

let isWritten = false
const see = (statement) => {
  if (typeof statement !== "string") return
  if (/^insert into "?orders/i.test(statement)) isWritten = true
  if (isWritten && at === "commit" && /^commit/i.test(statement)) kill()
}

const watch = (prototype, name) => {
  const original = prototype[name]
  prototype[name] = function(statement, ...rest) {
    see(typeof statement === "object" ? statement?.text : statement)
    return original.call(this, statement, ...rest)
  }
}

watch(require("pg").Client.prototype, "query")
const Database = require("better-sqlite3")
watch(Database.prototype, "prepare")
watch(Database.prototype, "exec")

const prototype = ServerResponse.prototype
const writeHead = Reflect.get(prototype, "writeHead")
prototype.writeHead = function(...args) {
  if (isWritten && at === "answer") kill()
  return writeHead.apply(this, args)
}
