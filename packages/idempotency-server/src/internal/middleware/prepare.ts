import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import type * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import { OptionError } from "@qurl/idempotency/CallError"
import * as IdempotencyKey from "@qurl/idempotency/IdempotencyKey"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Option from "effect/Option"
import * as Problem from "../../Problem.js"
import * as Store from "../../Store.js"
import { read, withBody } from "../bodyReader.js"
import { digest } from "../digest.js"
import * as Fingerprint from "../fingerprint.js"
import * as Refusals from "./answers/refusals.js"
import * as KeyHeader from "./keyHeader.js"
import { refusingToSend } from "./mounting.js"
import type { Options } from "./options.js"
import type { Settings } from "./settings.js"
import { targetOf } from "./target.js"

type Request = HttpServerRequest.HttpServerRequest
type Response = HttpServerResponse.HttpServerResponse

/** A request with its body in hand, and its claim. */
export interface Prepared {
  readonly settings: Settings
  readonly claim: Store.ClaimRequest
  readonly request: Request
  /** End of its patience, however often it waits in vain. */
  readonly deadline: number
}

/** Name of a caller without credentials. */
export const anonymous = ""

/** Names a caller to operators without what it may have proved itself with: equal callers keep equal names. */
const pseudonym = (principal: string): string =>
  principal === anonymous ? anonymous : `sha256:${digest(principal).slice(0, 16)}`

/** A mistake of the program, which no type prevents in plain JavaScript. */
const nameless = (returned: unknown): Effect.Effect<never> =>
  Effect.die(
    new OptionError({
      operation: "idempotency",
      option: "principal",
      problem:
        `returned ${
          returned === null || returned === undefined ? String(returned) : `a value of type ${typeof returned}`
        }`
        + ": return the caller's name, or the response that refuses the request"
    })
  )

/** Reads what a request asks of the store, or fails with the answer that refuses it. */
export const make = <R>(options: Options<R>, { sealed = false }: Store.Capabilities) => {
  const { dialect } = options
  const refuse = Refusals.make<R>(options.render ?? Problem.render)
  const fail = (problem: Problem.Problem): Effect.Effect<never, Response, R> => Effect.flip(refuse(problem))

  return Effect.fnUntraced(function*(
    request: Request,
    header: string,
    settings: Settings
  ): Effect.fn.Return<Prepared, Response, R> {
    const principal = yield* options.principal(request)
    if (typeof principal !== "string") return yield* nameless(principal)
    if (principal === anonymous && settings.anonymous === "refuse") return yield* fail(Problem.anonymous(dialect))
    const parsed = KeyHeader.read(request, header, dialect)
    if (Either.isLeft(parsed)) return yield* fail(Problem.invalidKey(dialect, parsed.left))
    const key = parsed.right
    const invalid = IdempotencyKey.problem(key, dialect.keyRules)
    if (Option.isSome(invalid)) return yield* fail(Problem.invalidKey(dialect, invalid.value))
    const { maxBodyBytes: maxBytes, bodyTimeoutMillis: timeoutMillis } = settings
    const body = yield* Effect.catchTag(
      read(request, { maxBytes, timeoutMillis }),
      "BodyError",
      (error) =>
        error.reason === "consumed"
          ? Effect.zipRight(Effect.logError(error.message), fail(Problem.unreadableBody(error.reason, maxBytes)))
          : fail(Problem.unreadableBody(error.reason, maxBytes))
    )
    const { method, path, query } = targetOf(request)
    const claim: Store.ClaimRequest = {
      identity: Store.identity(settings.uniqueWithin === "route" ? [principal, method, path] : [principal], key),
      fingerprint: Fingerprint.make(
        [method, path, query, ...options.sameness?.(request) ?? []],
        body,
        settings.sameBody,
        request.headers["content-type"]
      ),
      owner: crypto.randomUUID(),
      leaseMillis: settings.leaseMillis,
      retentionMillis: settings.retentionMillis,
      orphans: settings.mode === "lease" && settings.crash === "park" ? "park" : "take",
      summary: {
        method,
        route: path,
        // A principal may be a credential, which no store may keep in plain text.
        principal: sealed ? principal : pseudonym(principal),
        requestId: request.headers["x-request-id"]?.slice(0, 200)
      }
    }
    const deadline = (yield* Clock.currentTimeMillis) + settings.maxWaitMillis
    return { settings, claim, request: withBody(request, body, refusingToSend), deadline }
  })
}
