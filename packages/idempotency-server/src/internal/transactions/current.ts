import * as Context from "effect/Context"

/** The transaction of the handler that runs. `running` resolves when the promise of the handler has settled. */
export class Current extends Context.Tag("@qurl/idempotency-server/internal/Current")<Current, {
  readonly transaction: unknown
  running: Promise<void> | undefined
}>() {}

/** Notes how long a handler uses its transaction. */
export const track = (current: typeof Current.Service, handler: Promise<unknown>): void => {
  const end = () => void (current.running = undefined)
  current.running = handler.then(end, end)
}
