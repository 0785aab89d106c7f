import * as Effect from "effect/Effect"
import { Current } from "./current.js"

/** Data in the envelope of a success. */
export const answer = <A>(data: A) =>
  Effect.map(Current, ({ requestId }) => ({ data, meta: { request_id: requestId } }))
