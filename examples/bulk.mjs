// Creates 250 links in a job that survives a crash: run it again with the same journal, and nothing is created twice.
import { Journal, Qurl } from "@qurl/sdk"
import * as Sqlite from "@qurl/sdk/Journal/Sqlite"
import { QurlLive } from "@qurl/sdk/Node"
import { Console, Effect, Stream } from "effect"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const filename = process.env.JOURNAL ?? join(mkdtempSync(join(tmpdir(), "qurl-example-")), "guests.journal")

const guests = Stream.range(1, 250).pipe(
  Stream.map((guest) => ({ target_url: `https://example.com/guests/${guest}`, expires_in: "7d" }))
)

export const program = Qurl.batchCreateAll(guests, { job: "guests" }).pipe(
  Stream.runDrain,
  Effect.zipRight(Journal.show("guests")),
  Effect.flatMap(({ done, state }) => Console.log(`${state}: ${done} links, in ${filename}`)),
  Effect.provide([QurlLive, Sqlite.layer({ filename })]),
  Effect.runPromise
)
