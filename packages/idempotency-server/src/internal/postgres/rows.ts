import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Record, Response } from "../../Store.js"

/** Records that have not expired. */
export const isKept = "(state IN ('running', 'parked') OR expires_at > clock_timestamp())"

/** A record as its row. Times are in milliseconds. */
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

const selected: { readonly [Name in keyof Row]: string } = {
  fingerprint: "fingerprint",
  state: "state",
  gen: "(epoch + gen)::float8",
  created_at: "floor(extract(epoch FROM created_at) * 1000)::float8",
  expires_at: "floor(extract(epoch FROM expires_at) * 1000)::float8",
  lease_left: "greatest(0, ceil(extract(epoch FROM lease_until - clock_timestamp()) * 1000))::float8",
  reason: "reason",
  status: "status",
  headers: "headers",
  body: "body"
}

/** The columns of `Row` as they are selected from the records. */
export const columns = Object.entries(selected).map(([name, sql]) => `${sql} AS ${name}`).join(", ")

/** The same columns where some of them are at hand, and the others are nothing. */
export const columnsOf = (names: ReadonlyArray<keyof Row>): string => {
  const given: ReadonlyArray<string> = names
  return Object.keys(selected).map((name) => given.includes(name) ? name : `NULL AS ${name}`).join(", ")
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
