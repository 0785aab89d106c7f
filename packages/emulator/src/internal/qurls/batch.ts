import * as SqlClient from "@effect/sql/SqlClient"
import { CreateQurlRequest, InvalidFields } from "@qurl/contract"
import type { BatchCreate } from "@qurl/contract"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import type { Account } from "../../TestKey.js"
import * as Domains from "../domains/lifecycle.js"
import { Current } from "../kit/current.js"
import * as Creation from "./creation.js"

const decode = Schema.decodeUnknownEither(CreateQurlRequest, { errors: "all" })

const checkItem = (item: unknown, account: Account): Either.Either<Creation.Checked, string> =>
  decode(item).pipe(
    Either.mapLeft(({ issue }) =>
      Object.entries(InvalidFields.fromIssue(issue)).map(([field, text]) => `${field} ${text}`).join("; ")
    ),
    Either.flatMap((input) => Either.mapLeft(Creation.check(input, account), ({ detail }) => detail))
  )

const failure = (index: number, code: string, message: string): BatchCreate.BatchItemResult => ({
  index,
  success: false,
  error: { code, message }
})

const result = (results: ReadonlyArray<BatchCreate.BatchItemResult>): BatchCreate.BatchCreateResult => {
  const succeeded = results.filter(({ success }) => success).length
  return { succeeded, failed: results.length - succeeded, results }
}

/** Creates one item in a savepoint, so that its failure leaves the others alone. */
const createItem = (index: number, checked: Creation.Checked) =>
  Effect.flatMap(SqlClient.SqlClient, (sql) =>
    sql.withTransaction(Creation.create(checked)).pipe(
      Effect.map((
        { branded_domain, crid, expires_at, qurl_link, qurl_site, resource_id }
      ): BatchCreate.BatchItemResult => ({
        index,
        success: true,
        resource_id,
        crid,
        qurl_link,
        qurl_site,
        expires_at,
        ...(branded_domain === undefined ? {} : { branded_domain })
      })),
      Effect.catchTags({
        ConflictProblem: ({ code, detail }) => Effect.succeed(failure(index, code, detail ?? code)),
        BadRequestProblem: ({ code, detail }) => Effect.succeed(failure(index, "creation_failed", detail ?? code)),
        ForbiddenProblem: ({ code, detail }) => Effect.succeed(failure(index, "creation_failed", detail ?? code))
      })
    ))

/** Creates the items, or none of them when one is invalid: its siblings are then reported as skipped. */
export const create = Effect.fnUntraced(function*(items: ReadonlyArray<unknown>) {
  const account = yield* Effect.flatMap(Current, ({ account }) => Domains.withReady(account))
  const checked = items.map((item) => checkItem(item, account))
  if (checked.some(Either.isLeft)) {
    return result(checked.map((item, index) =>
      Either.match(item, {
        onLeft: (message) => failure(index, "creation_failed", message),
        onRight: () => failure(index, "skipped", "Another item of the batch is invalid, so nothing was created.")
      })
    ))
  }
  return result(yield* Effect.forEach(Either.getOrThrow(Either.all(checked)), (item, index) => createItem(index, item)))
})
