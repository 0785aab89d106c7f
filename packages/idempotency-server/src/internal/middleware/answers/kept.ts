import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import type { Response } from "../../../Store.js"
import * as Body from "./body.js"

/** The part of a response to keep: its status, its body and the headers that are named. */
export const toKept = (
  response: HttpServerResponse.HttpServerResponse,
  bytes: Uint8Array,
  names: ReadonlyArray<string>
): Response => {
  const headers: { [name: string]: string } = {}
  for (const name of names) {
    const value = response.headers[name]
    if (value !== undefined) headers[name] = value
  }
  return { status: response.status, headers, body: bytes }
}

/** A kept response on the wire again, byte for byte. */
export const toResponse = ({ body, headers, status }: Response): HttpServerResponse.HttpServerResponse => {
  const empty = HttpServerResponse.empty({ status, headers })
  return body.length === 0 ? empty : Body.withBytes(empty, body)
}
