/** Runs one contender in its own process and measures it from inside: `client.js NAME URL [hurry]`. */
import { contenders, type Name } from "./contenders.js"
import * as Rpc from "./rpc.js"
import type { Operation } from "./workload.js"

/**
 * - `run`: makes calls and waits for them.
 * - `begin`: begins calls, all at once, and does not wait.
 * - `heap`: tells what is in use after a collection, for which Node has to run with `--expose-gc`.
 */
export type Question =
  | { readonly run: Operation; readonly calls: number; readonly concurrency: number }
  | { readonly begin: Operation; readonly calls: number }
  | { readonly heap: true }

/** Microseconds of CPU of all threads and of the wall, and bytes in use. */
export interface Answer {
  readonly cpu: number
  readonly wall: number
  readonly bytes: number
}

const nothing: Answer = { cpu: 0, wall: 0, bytes: 0 }

const heap = (): Answer => {
  globalThis.gc?.()
  const { external, heapUsed } = process.memoryUsage()
  return { ...nothing, bytes: heapUsed + external }
}

const [name, url = "", hurry] = process.argv.slice(2)
// Started by the suites alone, with the names they have.
const { make } = await contenders[name as Name]()
const contender = make({ url, hurry: hurry === "hurry" })

Rpc.answer<Question, Answer>(async (question) => {
  if ("heap" in question) return heap()
  if ("begin" in question) {
    void contender.run(question.begin, question.calls, question.calls)
    return nothing
  }
  const cpu = process.cpuUsage()
  const wall = performance.now()
  await contender.run(question.run, question.calls, question.concurrency)
  const { system, user } = process.cpuUsage(cpu)
  return { ...nothing, cpu: system + user, wall: (performance.now() - wall) * 1000 }
})
