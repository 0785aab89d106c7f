import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"

/** The place behind the last row of a page, and a digest of the query: a cursor is good for that query only. */
const Cursor = Schema.parseJson(Schema.Struct({ at: Schema.Number, id: Schema.String, query: Schema.String }))

export interface Place {
  readonly at: number
  readonly id: string
}

const encodeCursor = Schema.encodeSync(Cursor)
const decodeCursor = Schema.decodeOption(Cursor)

const digest = (query: unknown): string =>
  createHash("sha256").update(JSON.stringify(query)).digest("base64url").slice(0, 16)

export const encode = (place: Place, query: unknown): string =>
  Encoding.encodeBase64Url(encodeCursor({ at: place.at, id: place.id, query: digest(query) }))

/** The place of a cursor that was made for this query, and nothing for any other text. */
export const decode = (text: string, query: unknown): Option.Option<Place> =>
  Encoding.decodeBase64UrlString(text).pipe(
    Either.getRight,
    Option.flatMap((json) => decodeCursor(json)),
    Option.filter((cursor) => cursor.query === digest(query))
  )
