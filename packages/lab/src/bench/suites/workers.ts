/** A bulk job on one to three workers that share a journal in PostgreSQL, compared with one worker and SQLite. */
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { directory } from "../../databases/place.js"
import * as Postgres from "../../databases/Postgres.js"
import { interleaved } from "../rounds.js"
import type { Table } from "../row.js"
import * as Rpc from "../rpc.js"
import type * as Server from "../server.js"
import type { Suite } from "../suite.js"
import type * as Worker from "../worker.js"

const baseline = "one worker, journal in SQLite"

interface Crew {
  readonly title: string
  readonly peers: ReadonlyArray<Rpc.Peer<Worker.Question, Worker.Answer>>
  jobs: number
}

/** Microseconds of all workers, and of the wall. */
interface Cost {
  readonly cpu: number
  readonly wall: number
}

const turn = (rows: number) => (crew: Crew): Effect.Effect<Cost> =>
  Effect.gen(function*() {
    const question = { job: `${crew.title} ${++crew.jobs}`, rows, shared: crew.peers.length > 1 }
    const started = performance.now()
    const answers = yield* Effect.forEach(crew.peers, ({ ask }) => ask(question), { concurrency: "unbounded" })
    const wall = (performance.now() - started) * 1000
    const settled = answers.reduce((sum, answer) => sum + answer.rows, 0)
    if (settled !== rows) return yield* Effect.dieMessage(`${crew.title} settled ${settled} of ${rows} rows`)
    return { cpu: answers.reduce((sum, answer) => sum + answer.cpu, 0), wall }
  })

export const workers: Suite = {
  id: "workers",
  run: (options) =>
    Effect.gen(function*() {
      if (!Postgres.isInstalled) {
        console.error("workers: PostgreSQL is not installed, and the suite is left out.")
        return []
      }
      const size = options.quick ? { rows: 2_000, rounds: 2 } : { rows: 20_000, rounds: 9 }
      const server = yield* Rpc.start<Server.Question, Server.Answer>("server", [])
      const { url } = yield* server.ask({ mode: "answer" })
      const { createDatabase } = yield* Postgres.make()
      const folder = yield* directory("qurl-bench-")
      const crewOf = (title: string, count: number, journal: string) =>
        Effect.map(
          Effect.replicateEffect(Rpc.start<Worker.Question, Worker.Answer>("worker", [url, journal]), count),
          (peers): Crew => ({ title, peers, jobs: 0 })
        )
      const crews = [
        yield* crewOf(baseline, 1, join(folder, "journal.sqlite")),
        yield* crewOf("one worker, journal in PostgreSQL", 1, yield* createDatabase("one")),
        yield* crewOf("two workers", 2, yield* createDatabase("two")),
        yield* crewOf("three workers", 3, yield* createDatabase("three"))
      ]
      yield* Effect.forEach(crews, turn(size.rows))
      const results = yield* interleaved(crews, size.rounds, options, turn(size.rows))
      const rowsOf = (read: (cost: Cost) => number): Table["rows"] =>
        crews.map((crew) => ({ name: crew.title, samples: (results.get(crew) ?? []).map(read) }))
      const table: Pick<Table, "baseline" | "subject"> = { baseline, subject: "workers" }
      return [
        {
          ...table,
          id: "workers-cpu",
          title: "A shared bulk job: CPU of all workers per row, 100 in a request",
          unit: "us",
          digits: 1,
          rows: rowsOf(({ cpu }) => cpu / size.rows)
        },
        {
          ...table,
          id: "workers-throughput",
          title: "A shared bulk job of 20,000 rows: rows per second",
          unit: "rows/s",
          digits: 0,
          moreIsBetter: true,
          rows: rowsOf(({ wall }) => size.rows / (wall / 1e6))
        }
      ]
    }).pipe(Effect.scoped)
}
