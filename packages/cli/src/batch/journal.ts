import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { text } from "../argv/flag.js"
import { misconfigured } from "../problem.js"
import { journalFile } from "./job.js"

/** Flag of commands that use a journal. */
export const journalFlags = {
  journal: text(
    "journal",
    "URL",
    "Journal in PostgreSQL (postgres://...), which several machines share. Default: $QURL_JOURNAL, else a file."
  )
}

/** Address of the shared journal, if there is one. A variable keeps its password out of the list of processes. */
export const sharedJournal = (given: string | undefined): string | undefined => {
  const url = given ?? process.env["QURL_JOURNAL"]
  return url === "" ? undefined : url
}

/** The journal, whose driver is loaded by the commands that need it. */
export const withJournal = <A, E, R>(effect: Effect.Effect<A, E, R>, given?: string) =>
  Effect.gen(function*() {
    const url = sharedJournal(given)
    if (url === undefined) {
      const filename = yield* journalFile
      const { layer } = yield* Effect.promise(() => import("@qurl/sdk/Journal/Sqlite"))
      return yield* Effect.provide(effect, layer({ filename }))
    }
    if (!/^postgres(ql)?:\/\//.test(url)) {
      return yield* misconfigured("The journal is not the URL of a PostgreSQL database, such as postgres://host/name.")
    }
    const { layer } = yield* Effect.promise(() => import("@qurl/sdk/Journal/Postgres"))
    return yield* Effect.provide(effect, layer({ url: Redacted.make(url) }))
  })
