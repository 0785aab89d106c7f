import * as OptionCheck from "@qurl/idempotency/Support/OptionCheck"
import * as Effect from "effect/Effect"
import type { Options } from "../servers/LocalServer.js"

/** Options that every local server takes. */
export const serverKinds: OptionCheck.Kinds<Options> = {
  database: OptionCheck.text,
  port: OptionCheck.count(0, 65_535),
  retention: OptionCheck.duration,
  beforeExecution: OptionCheck.kind("an effect", Effect.isEffect)
}
