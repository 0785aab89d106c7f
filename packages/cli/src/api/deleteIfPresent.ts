import type { Deleted, QurlError } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"

/** A delete that finds nothing has nothing left to do. */
export const deleteIfPresent = <R>(
  id: string,
  call: Effect.Effect<Deleted, QurlError, R>
): Effect.Effect<{ readonly id: string; readonly deleted: boolean }, QurlError, R> =>
  call.pipe(
    Effect.as({ id, deleted: true }),
    Effect.catchIf(
      (error) =>
        error._tag === "NotFoundError" || error._tag === "GoneError"
        || ("code" in error && error.code === "revoked"),
      () => Effect.succeed({ id, deleted: false })
    )
  )

export const printDeleted = (
  { deleted, id }: { readonly id: string; readonly deleted: boolean }
): Effect.Effect<void, Print.OutputFailure, Session> =>
  Effect.flatMap(Session, ({ json }) =>
    json
      ? Print.line(Print.json({ id, deleted, already_gone: !deleted }))
      : Print.note(deleted ? `${id} is gone.` : `${id} was gone already.`))
