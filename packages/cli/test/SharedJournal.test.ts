import { assert, it } from "@effect/vitest"
import { Fault } from "@qurl/emulator"
import { Effect, Fiber, Schedule } from "effect"
import type { ChildProcess } from "node:child_process"
import { randomUUID } from "node:crypto"
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { directory, emulated, patience, qurl, requests, tokens } from "./support/qurl.js"

const journal = "postgres://postgres@127.0.0.1:5432/test"

it.scopedLive(
  "a job whose machine is gone is finished by another one, and nothing is created twice",
  () =>
    Effect.gen(function*() {
      const place = yield* directory
      const [one, two] = [join(place, "one"), join(place, "two")]
      mkdirSync(one)
      const rows = Array.from({ length: 450 }, (_, index) => `https://example.com/${randomUUID()}/${index}`)
      writeFileSync(join(one, "guests.csv"), `target_url\n${rows.join("\n")}\n`)
      cpSync(one, two, { recursive: true })
      const args = ["batch", "guests.csv", "--journal", journal, "--concurrency", "1"]
      const on = (machine: string) => ({ cwd: machine, env: { QURL_STATE_DIR: join(machine, "state") } })

      // The first machine is killed after a request whose links exist and whose answer never comes.
      const machine: { child?: ChildProcess } = {}
      const running = yield* Effect.fork(qurl(args, { ...on(one), watch: (child) => (machine.child = child) }))
      yield* Effect.repeat(requests, {
        until: (all) => all.length >= 2 && all.every(({ status }) => status !== null),
        schedule: Schedule.spaced("50 millis")
      })
      machine.child?.kill("SIGKILL")
      assert.isNull((yield* Fiber.join(running)).code)
      rmSync(one, { recursive: true })

      // The hold of the first machine ends by itself; until then the command says so, with the code of a conflict.
      let finished = yield* qurl(args, on(two))
      while (finished.code === 7) {
        yield* Effect.sleep("2 seconds")
        finished = yield* qurl(args, on(two))
      }
      assert.strictEqual(finished.code, 0, finished.stderr)
      const results = readFileSync(join(two, "guests.results.csv"), "utf8").trim().split("\n")
      assert.lengthOf(results, rows.length + 1)
      const targets = (yield* tokens).map(({ target_url }) => target_url)
      assert.lengthOf(targets, rows.length)
      assert.sameMembers(targets, rows)

      const listed = yield* qurl(["jobs", "list", "--json", "--journal", journal], on(place))
      const job = /Job (\S+):/.exec(finished.stderr)?.[1] ?? ""
      assert.include(listed.stdout, job)
      const shown = yield* qurl(["jobs", "show", job, "-o", "json", "--journal", journal], on(place))
      assert.deepInclude(JSON.parse(shown.stdout), { job, state: "finished", done: rows.length })
      assert.strictEqual((yield* qurl(["jobs", "resume", job, "--journal", journal], on(place))).code, 5)
      assert.strictEqual((yield* qurl(["jobs", "remove", job, "--journal", journal], on(place))).code, 0)
    }).pipe(emulated({ fault: Fault.noAnswer, operation: "batchCreate", nth: 2 })),
  240_000
)

it.scopedLive("a journal that is not a database is a configuration error", () =>
  Effect.gen(function*() {
    const place = yield* directory
    const options = { env: { QURL_STATE_DIR: place, QURL_JOURNAL: "mysql://secret@host/db" } }
    const wrong = yield* qurl(["jobs", "list"], options)
    assert.strictEqual(wrong.code, 3)
    assert.notInclude(wrong.stderr, "secret")
  }).pipe(emulated()), patience)
