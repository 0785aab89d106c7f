/**
 * The middleware for servers that speak `Request` and `Response` and know nothing of Effect: Hono, Next.js route handlers,
 * Bun, Deno. For Express and Fastify see `@qurl/idempotency-server/node`.
 *
 * @example
 * import { makeIdempotency } from "@qurl/idempotency-server/web"
 *
 * const accountOf = (request: Request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
 *
 * const idempotency = await makeIdempotency({
 *   store: { type: "sqlite", filename: "keys.sqlite" },
 *   principal: accountOf
 * })
 *
 * // In Hono: app.post("/orders", (context) => post(context.req.raw)). In Next.js: export const POST = post.
 * const post = idempotency.wrap(async (request, execution) => {
 *   const order = await request.json()
 *   const key = execution.childKey("charge the card")
 *   return Response.json({ order, key }, { status: 201 })
 * })
 *
 * @since 0.1.0
 */
import { open } from "./internal/web/open.js"
import type { Problem } from "./Problem.js"
import type { Transactions } from "./Transactions.js"
import type { Handler } from "./Web/Execution.js"
import type { Operators } from "./Web/Operator.js"
import type { LeasePolicy, RoutePolicy } from "./Web/Policy.js"
import type { Options } from "./Web/Setup.js"

export type { Problem, Transactions }
export * from "./Web/Execution.js"
export * from "./Web/Operator.js"
export * from "./Web/Policy.js"
export * from "./Web/Setup.js"

/**
 * The keys of an API.
 *
 * @since 0.1.0
 * @category models
 */
export interface Idempotency<out Transaction = undefined> {
  /**
   * Handles one request behind its key. Rejects with the error that the handler or a function among the options throws.
   */
  readonly handle: {
    (request: Request, handler: Handler, policy: LeasePolicy): Promise<Response>
    (request: Request, handler: Handler<Transaction>, policy?: RoutePolicy): Promise<Response>
  }
  /** Puts a handler behind its keys. Throws an `OptionError` for a wrong policy, and if the store cannot carry
   * it out. */
  readonly wrap: {
    (handler: Handler, policy: LeasePolicy): (request: Request) => Promise<Response>
    (handler: Handler<Transaction>, policy?: RoutePolicy): (request: Request) => Promise<Response>
  }
  /** Counts, lists and decides records, for the routes of operators. */
  readonly operators: Operators
  /** Answers waiting requests, lets running ones finish, and closes the store. */
  readonly close: () => Promise<void>
}

/**
 * Opens the store and makes the keys of an API. Rejects if the store cannot be opened, cannot do what is asked of it, or
 * is in another database than its transactions, and with an `OptionError` if an option is unknown, missing or wrong.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeIdempotency = async <Transaction = undefined>(
  options: Options<Transaction>
): Promise<Idempotency<Transaction>> => {
  const { behind, close, operators } = await open("makeIdempotency", options)
  return {
    handle: async <Transaction>(
      request: Request,
      handler: Handler<Transaction>,
      policy?: RoutePolicy | LeasePolicy
    ) => behind("handle", handler, policy)(request, handler),
    wrap: <Transaction>(handler: Handler<Transaction>, policy?: RoutePolicy | LeasePolicy) => {
      const handle = behind("wrap", handler, policy)
      return (request: Request) => handle(request, handler)
    },
    operators,
    close
  }
}
