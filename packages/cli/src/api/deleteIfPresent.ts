import type { Deleted, QurlError } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"

interface Outcome {
  readonly id: string
  readonly deleted: boolean
}

/**
 * Deletes something that may be revoked already. An id that was never found is an error, since it may be mistyped; the
 * SDK turns "not found" after a lost answer of its own into success.
 */
export const deleteIfPresent = <R>(
  id: string,
  call: Effect.Effect<Deleted, QurlError, R>
): Effect.Effect<Outcome, QurlError, R> =>
  call.pipe(
    Effect.as({ id, deleted: true }),
    Effect.catchIf(
      (error) => error._tag === "GoneError" || ("code" in error && error.code === "revoked"),
      () => Effect.succeed({ id, deleted: false })
    )
  )

export const printDeleted = ({ deleted, id }: Outcome): Effect.Effect<void, Print.OutputFailure, Session> =>
  Effect.flatMap(Session, ({ json }) =>
    json
      ? Print.line(Print.json({ id, deleted, already_gone: !deleted }))
      : Print.note(deleted ? `Deleted ${id}.` : `${id} had been deleted before.`))
