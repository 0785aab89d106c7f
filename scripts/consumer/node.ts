// The same for the parts that need Node.
import * as Emulator from "@qurl/emulator"
import * as IdempotencyServer from "@qurl/idempotency-server"
import { type ConfigurationError, Qurl, type ReadError } from "@qurl/sdk"
import { QurlLive } from "@qurl/sdk/Node"
import * as Testing from "@qurl/testing"
import { Effect } from "effect"
import { same } from "./same.js"

const complete = Qurl.getQuota().pipe(Effect.provide(QurlLive))
same<Effect.Effect.Error<typeof complete>, ReadError | ConfigurationError>(true)
same<Effect.Effect.Context<typeof complete>, never>(true)

export { Emulator, IdempotencyServer, Testing }
