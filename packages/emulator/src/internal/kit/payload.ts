import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import { InvalidFields } from "@qurl/contract"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Assumed } from "./assumed.js"
import * as Problem from "./problem.js"

/** Code of a refused body: durations have their own, unless other fields are wrong as well. */
const codeOf = (fields: ReadonlyArray<string>): string => {
  const are = (names: RegExp) => fields.every((field) => names.test(field))
  if (are(/(^|\.)(expires_in|extend_by)$/)) return "invalid_duration"
  return are(/(^|\.)session_duration$/) ? "invalid_input" : "validation_error"
}

const notJson = Problem.badRequest({
  code: "invalid_request",
  detail: "The body is not a JSON object. Send {} for one without properties."
})

/** The body of a request, or the vendor's refusal with everything that is wrong with it. No value is repeated. */
export const payload = <A, I>(schema: Schema.Schema<A, I>) => {
  const decode = Schema.decodeUnknown(schema, { errors: "all" })
  return Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest) {
    const json = yield* Effect.catchTag(request.json, "RequestError", () => notJson)
    // Nothing reads as null.
    if (json === null) return yield* notJson
    return yield* Effect.catchTag(decode(json), "ParseError", ({ issue }) => {
      const invalid_fields = InvalidFields.fromIssue(issue)
      return Problem.badRequest({
        code: codeOf(Object.keys(invalid_fields)),
        detail: Object.entries(invalid_fields).map(([field, text]) => `${field} ${text}`).join("; "),
        invalid_fields
      })
    })
  })
}

/** The same for operations to which official clients send no body when they set nothing: it counts as an empty object. */
export const lenientPayload = <A, I>(schema: Schema.Schema<A, I>) => {
  const strict = payload(schema)
  const empty = Schema.decodeUnknownSync(schema)({})
  return Effect.fnUntraced(function*(request: HttpServerRequest.HttpServerRequest) {
    const { bodyRequired } = yield* Assumed
    const text = yield* Effect.orElseSucceed(request.text, () => "")
    return text === "" && !bodyRequired ? empty : yield* strict(request)
  })
}
