import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as SqlClient from "@effect/sql/SqlClient"
import { SqlError } from "@effect/sql/SqlError"
import { Answer, Execution, Middleware, Policy, type Sealed, Store } from "@qurl/idempotency-server"
import * as Data from "effect/Data"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Problem from "../kit/problem.js"
import * as Dialect from "../kit/sqlDialect.js"
import * as KeptAnswers from "./keptAnswers.js"
import type { Service } from "./records.js"

/** The answer of a handler whose writes are undone. */
class Undone extends Data.TaggedError("Undone")<{ readonly response: HttpServerResponse.HttpServerResponse }> {}

const step = "answer"

const failed = (error: SqlError) =>
  Effect.zipRight(
    Effect.logError("the database failed", error),
    Problem.respond(503, { code: "service_unavailable", detail: "The database of the emulator failed." })
  )

/**
 * Keys whose records are in another place than the effects. The transaction of an effect keeps its answer as well, under
 * a key that is made of the client's. A process that takes over after a crash between effect and record, or after
 * the records were lost, finds the answer and executes nothing.
 */
export const guard =
  (store: Store.Service, sealer: Sealed.Sealer, sql: SqlClient.SqlClient): Service["guard"] =>
  <R>(options: Middleware.Options<R>) => {
    const retentionMillis = Duration.toMillis(options.retention ?? options.dialect.retentionMillis)
    const headers = [...Middleware.representationHeaders, ...options.headers ?? []]
    const { alone } = Dialect.of(sql)
    const withSql = Effect.provideService(SqlClient.SqlClient, sql)
    const find = (key: string) => withSql(KeptAnswers.find(sealer, key))

    /** It takes its turn behind a transaction that is still being committed. */
    const reconcile = (): Effect.Effect<Policy.Findings> =>
      Effect.flatMap(Execution.childKey(step), (key) => alone(find(key))).pipe(
        Effect.map(Option.match({
          onNone: (): Policy.Findings => ({ _tag: "NotDone" }),
          onSome: (response): Policy.Findings => ({ _tag: "Done", response })
        })),
        Effect.orDie
      )

    const keeping = <E, R2>(app: HttpApp.Default<E, R2>): HttpApp.Default<E, R2> =>
      Effect.flatMap(Execution.childKey(step), (key) =>
        alone(Effect.gen(function*() {
          const earlier = yield* find(key)
          if (Option.isSome(earlier)) {
            return HttpServerResponse.setHeader(
              Answer.toResponse(earlier.value),
              options.dialect.replayedHeader,
              "true"
            )
          }
          const answered = yield* app
          if ((options.verdict ?? Policy.verdictOf)(answered.status) !== "final") {
            return yield* new Undone({ response: answered })
          }
          const { kept, response } = yield* Effect.scoped(Answer.toKept(answered, { headers, maxBytes: Infinity }))
          if (Option.isNone(kept)) return yield* Effect.dieMessage("an answer without an end cannot be kept")
          yield* withSql(KeptAnswers.keep(sealer, key, kept.value, retentionMillis))
          return response
        }))).pipe(
          Effect.catchAll((error: E | Undone | SqlError): HttpApp.Default<E, R2> =>
            error instanceof Undone
              ? Effect.as(Execution.noEffect, error.response)
              : error instanceof SqlError
              ? failed(error)
              : Effect.fail(error)
          )
        )

    return Middleware.make({ ...options, mode: "lease", crash: { reconcile } }).pipe(
      Effect.provideService(Store.Store, store),
      Effect.map((once): Middleware.Middleware<R> => (app) => {
        const kept = once(keeping(app))
        return Effect.flatMap(
          HttpServerRequest.HttpServerRequest,
          (request) => options.isKeyed?.(request) === false ? app : kept
        )
      })
    )
  }
