import { Effect, Redacted } from "effect"
import { Sealed, type Store } from "../../../src/index.js"

const secrets: Sealed.Options = {
  lookup: Redacted.make("l".repeat(32)),
  sealing: { id: "a", secret: Redacted.make("s".repeat(32)) }
}

/** The same store with sealed records. */
export const sealed = (store: Store.Service) => Effect.orDie(Sealed.make(store, secrets))

export const sealedTransactional = (store: Store.TransactionalService) =>
  Effect.orDie(Sealed.makeTransactional(store, secrets))
