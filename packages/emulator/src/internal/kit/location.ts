import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Current } from "./current.js"

const Ids = Schema.Record({ key: Schema.String, value: Schema.Unknown })
const decode = Schema.decodeOption(Schema.parseJson(Schema.Struct({ data: Ids })))

/** Paths of the things that an operation creates, and the field that names them. Links are read by their ids. */
const places: { readonly [operation: string]: readonly [path: string, field: string] } = {
  create: ["/v1/qurls/", "resource_id"],
  mintLink: ["/v1/qurls/", "qurl_id"],
  createResource: ["/v1/resources/", "resource_id"],
  createQurlForResource: ["/v1/qurls/", "qurl_id"],
  createWebhook: ["/v1/webhooks/", "webhook_id"],
  createApiKey: ["/v1/api-keys/", "key_id"],
  createAccessCode: ["/v1/access-codes/", "access_code_id"]
}

/** Tells the address of what was created. It is never the link itself, which is a credential. */
export const withLocation = <E, R>(app: HttpApp.Default<E, R>): HttpApp.Default<E, R> =>
  Effect.zipWith(app, Current, (response, { operation }) => {
    const place = places[operation ?? ""]
    if (place === undefined || response.status !== 201 || response.body._tag !== "Uint8Array") return response
    const [path, field] = place
    const told = Option.getOrUndefined(decode(new TextDecoder().decode(response.body.body)))
    const id = told?.data[field]
    return typeof id === "string" ? HttpServerResponse.setHeader(response, "location", path + id) : response
  })
