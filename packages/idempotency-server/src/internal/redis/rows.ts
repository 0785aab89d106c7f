import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { Record, Response } from "../../Store.js"
import type { Reply } from "./ask.js"

const Headers = Schema.parseJson(Schema.Record({ key: Schema.String, value: Schema.String }))
const decodeHeaders = Schema.decodeOption(Headers)
export const encodeHeaders = Schema.encodeSync(Headers)

const toResponse = (
  status: number,
  headers: string,
  body: Buffer | null | undefined
): Option.Option<Response> =>
  body === null || body === undefined || !Number.isInteger(status)
    ? Option.none()
    : Option.map(decodeHeaders(headers), (headers) => ({ status, headers, body: new Uint8Array(body) }))

/** Record that a script saw, after its first word. None if that makes no sense. */
export const toRecord = (reply: Reply): Option.Option<Record> => {
  const [state, fingerprint, gen, createdAt, expiresAt, leaseLeft, reason, status, headers] = reply
    .slice(0, 9).map((part) => part?.toString() ?? "")
  const common = {
    fingerprint: fingerprint ?? "",
    gen: Number(gen),
    createdAt: Number(createdAt)
  }
  const ends = { expiresAt: Number(expiresAt) }
  const response = () => status === "" ? Option.none() : toResponse(Number(status), headers ?? "", reply[9])
  switch (state) {
    case "running":
      return Option.some({ ...common, _tag: "Running", leaseLeftMillis: Number(leaseLeft) })
    case "done":
      return Option.map(response(), (response) => ({ ...common, ...ends, _tag: "Done", response }))
    case "tombstone":
      return Option.map(
        response(),
        (response) => ({ ...common, ...ends, _tag: "Tombstone", reason: reason ?? "", response })
      )
    case "released":
      return Option.some({ ...common, ...ends, _tag: "Released", reason: reason ?? "" })
    case "parked":
      return Option.some({ ...common, _tag: "Parked", reason: reason ?? "" })
    default:
      return Option.none()
  }
}
