import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Summary } from "../Store.js"

const part = Schema.optional(Schema.String)
const Json = Schema.parseJson(Schema.Struct({ method: part, route: part, principal: part, requestId: part }))
const decodeJson = Schema.decodeOption(Json)

/** JSON as stores write it beside a record. */
export const encode = (summary: Summary | undefined): string | null =>
  summary === undefined ? null : JSON.stringify({
    method: summary.method,
    route: summary.route,
    principal: summary.principal,
    requestId: summary.requestId
  })

/** A summary is shown and decides nothing, so that one that cannot be read is left out. */
export const decode = (json: string | null | undefined): Summary | undefined =>
  json === null || json === undefined ? undefined : Option.getOrUndefined(decodeJson(json))
