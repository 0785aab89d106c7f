import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Record, Response } from "../../Store.js"

/** Row that `look` selects. Times are in milliseconds. */
export interface Row {
  readonly fingerprint: string
  readonly state: string
  readonly gen: number
  readonly created_at: number
  readonly expires_at: number
  readonly lease_left: number
  readonly reason: string | null
  readonly status: number | null
  readonly headers: string | null
  readonly body: Uint8Array | null
}

const Headers = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.String }))
const decodeHeaders = Schema.decodeOption(Headers)
export const encodeHeaders = Schema.encodeSync(Headers)

const toResponse = ({ body, headers, status }: Row): Option.Option<Response> =>
  body === null || headers === null || status === null
    ? Option.none()
    : Option.map(decodeHeaders(headers), (headers) => ({ status, headers, body }))

/** None if the row makes no sense. */
export const toRecord = (row: Row): Option.Option<Record> => {
  const common = {
    fingerprint: row.fingerprint,
    gen: row.gen,
    createdAt: row.created_at
  }
  const expiresAt = row.expires_at
  const reason = row.reason ?? ""
  switch (row.state) {
    case "running":
      return Option.some({ ...common, _tag: "Running", leaseLeftMillis: row.lease_left })
    case "done":
      return Option.map(toResponse(row), (response) => ({ ...common, _tag: "Done", response, expiresAt }))
    case "tombstone":
      return Option.map(toResponse(row), (response) => ({ ...common, _tag: "Tombstone", reason, response, expiresAt }))
    case "released":
      return Option.some({ ...common, _tag: "Released", reason, expiresAt })
    case "parked":
      return Option.some({ ...common, _tag: "Parked", reason })
    default:
      return Option.none()
  }
}
