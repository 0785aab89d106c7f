/**
 * The middleware for Express and Fastify, without Effect. Policies and stores are those of `@qurl/idempotency-server/web`.
 *
 * @example
 * import { makeNodeIdempotency } from "@qurl/idempotency-server/node"
 *
 * const idempotency = await makeNodeIdempotency({
 *   store: { type: "memory" },
 *   principal: (request) => request.headers.get("x-account") ?? new Response(null, { status: 401 })
 * })
 *
 * // In Express, behind `express.json()`: app.post("/orders", placeOrder).
 * const placeOrder = idempotency.express(async (request, response) => {
 *   response.statusCode = 201
 *   response.end(JSON.stringify({ ordered: request.body }))
 * })
 *
 * @since 0.1.0
 */
import * as Predicate from "effect/Predicate"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2"
import { HeldResponse } from "./internal/web/heldResponse.js"
import * as Messages from "./internal/web/messages.js"
import { open } from "./internal/web/open.js"
import * as UnreadBody from "./internal/web/unreadBody.js"
import type * as Web from "./Web.js"

/**
 * A request of Express, after its body was parsed, or of Node itself.
 *
 * @since 0.1.0
 * @category models
 */
export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: string | undefined
  readonly body?: unknown
  readonly rawBody?: unknown
  readonly file?: unknown
  readonly files?: unknown
}

/**
 * A request of Fastify.
 *
 * @since 0.1.0
 * @category models
 */
export interface FastifyRequest {
  readonly raw: IncomingMessage | Http2ServerRequest
  readonly body: unknown
  readonly rawBody?: unknown
}

/**
 * The parts of a reply of Fastify that are used.
 *
 * @since 0.1.0
 * @category models
 */
export interface FastifyReply {
  readonly raw: ServerResponse | Http2ServerResponse
  readonly sent: boolean
  readonly getHeaders: () => { readonly [name: string]: number | string | ReadonlyArray<string> | undefined }
  readonly code: (status: number) => unknown
  readonly header: (name: string, value: string | ReadonlyArray<string>) => unknown
  send(payload?: unknown): unknown
}

/**
 * A handler of Express or Fastify that gets its execution as well.
 *
 * @since 0.1.0
 * @category models
 */
export type NodeHandler<Request, Response, Transaction = undefined> = (
  request: Request,
  response: Response,
  execution: Web.WebExecution<Transaction>
) => unknown

/**
 * A handler as Express calls it.
 *
 * @since 0.1.0
 * @category models
 */
export type ExpressHandler<Request, Response> = (
  request: Request,
  response: Response,
  next: (error: unknown) => void
) => void

/**
 * A handler as Fastify calls it.
 *
 * @since 0.1.0
 * @category models
 */
export type FastifyHandler<Request, Reply> = (request: Request, reply: Reply) => Promise<unknown>

/**
 * The keys of an API on Node.
 *
 * @since 0.1.0
 * @category models
 */
export interface NodeIdempotency<Transaction = undefined> {
  /**
   * Puts a handler of Express behind its keys. Its answer leaves after the record; a stream under a lease leaves as it is
   * written, and its last byte after the record. Await every write to the database before the answer ends. Throws if the
   * store cannot carry out the policy.
   */
  readonly express: {
    <Request extends ExpressRequest, Response extends ServerResponse>(
      handler: NodeHandler<Request, Response>,
      policy: Web.LeasePolicy
    ): ExpressHandler<Request, Response>
    <Request extends ExpressRequest, Response extends ServerResponse>(
      handler: NodeHandler<Request, Response, Transaction>,
      policy?: Web.RoutePolicy
    ): ExpressHandler<Request, Response>
  }
  /**
   * Puts a handler of Fastify behind its keys. It returns its payload or gives it to `reply.send`, as any other handler of
   * Fastify; schemas and hooks apply to it. The answer leaves after the record. Throws if the store cannot carry out the
   * policy.
   */
  readonly fastify: {
    <Request extends FastifyRequest, Reply extends FastifyReply>(
      handler: NodeHandler<Request, Reply>,
      policy: Web.LeasePolicy
    ): FastifyHandler<Request, Reply>
    <Request extends FastifyRequest, Reply extends FastifyReply>(
      handler: NodeHandler<Request, Reply, Transaction>,
      policy?: Web.RoutePolicy
    ): FastifyHandler<Request, Reply>
  }
  /** Counts, lists and decides records, for the routes of operators. */
  readonly operators: Web.Operators
  /** Answers waiting requests, lets running ones finish, and closes the store. */
  readonly close: () => Promise<void>
}

/** Shows an answer that no handler has made to the hooks of Fastify. They may add headers; its body stays as it is. */
const shown = async (reply: FastifyReply, held: HeldResponse, answer: Response): Promise<Response> => {
  const body = Buffer.from(await answer.arrayBuffer())
  const hooked = await held.written(() => {
    reply.code(answer.status)
    for (const [name, value] of Messages.headersOf(answer)) reply.header(name, value)
    reply.send(body)
  })
  return Messages.withHeadersOf(answer, body, hooked)
}

/**
 * Opens the store and makes the keys of an API on Node.
 *
 * @since 0.1.0
 * @category constructors
 */
export const makeNodeIdempotency = async <Transaction = undefined>(
  options: Web.Options<Transaction>
): Promise<NodeIdempotency<Transaction>> => {
  const { behind, close, operators } = await open("makeNodeIdempotency", options)
  return {
    close,
    operators,
    express: <Request extends ExpressRequest, Response extends ServerResponse, Transaction>(
      handler: NodeHandler<Request, Response, Transaction>,
      policy?: Web.RoutePolicy | Web.LeasePolicy
    ): ExpressHandler<Request, Response> => {
      const handle = behind("express", handler, policy)
      return (request, response, next) => {
        const { originalUrl = request.url ?? "/" } = request
        const answer = async () => {
          const body = await Messages.bodyOf(request, request)
          const leaving = new AbortController()
          UnreadBody.letGo(request, response)
          const held = new HeldResponse(response)
          held.onLeave(() => leaving.abort())
          const answered = await handle<Transaction>(
            Messages.toRequest(request, originalUrl, body, leaving.signal),
            (_, execution) => held.written(() => handler(request, response, execution))
          )
          await held.send(answered)
        }
        // Express takes the error of a handler by this callback.
        void answer().then(undefined, next)
      }
    },
    fastify: <Request extends FastifyRequest, Reply extends FastifyReply, Transaction>(
      handler: NodeHandler<Request, Reply, Transaction>,
      policy?: Web.RoutePolicy | Web.LeasePolicy
    ): FastifyHandler<Request, Reply> => {
      const handle = behind("fastify", handler, policy)
      return async (request, reply) => {
        // Proof: the requests and responses of HTTP/2 have the methods of `node:http` that are used.
        const [raw, response] = [request.raw as IncomingMessage, reply.raw as ServerResponse]
        const body = await Messages.bodyOf(raw, request)
        UnreadBody.letGo(raw, response)
        const held = new HeldResponse(response, Messages.standingOf(reply.getHeaders()))
        let hasRun = false
        const answer = await handle<Transaction>(
          Messages.toRequest(raw, raw.url ?? "/", body),
          (_, execution) => {
            hasRun = true
            return held.written(async () => {
              const returned = handler(request, reply, execution)
              const payload = await returned
              // A handler that returns neither a promise nor a payload calls `send` later.
              if (
                payload !== undefined || (Predicate.isPromiseLike(returned) && !reply.sent && !reply.raw.headersSent)
              ) {
                reply.send(payload)
              }
            })
          }
        )
        await held.send(hasRun ? answer : await shown(reply, held, answer))
      }
    }
  }
}
