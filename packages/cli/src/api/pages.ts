import type { Page, QurlError } from "@qurl/sdk"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { count, text, type Values } from "../argv/flag.js"
import { usage } from "../problem.js"
import * as Print from "../terminal/print.js"
import { Session } from "../terminal/session.js"
import { given } from "./linkFlags.js"

const mostRows = 100

/** Flags of lists that can be continued. */
export const pageFlags = {
  limit: count("limit", "N", "At most N rows. Default: all; with --cursor or -o json a page of 100.", [1, Infinity]),
  cursor: text("cursor", "CURSOR", "Continue where a page ended. Prints one page.")
}

interface PageQuery {
  readonly limit: number
  readonly cursor?: string
}

/**
 * Prints a list. A JSON document, and a list with a cursor, are one page that ends with the cursor of the next; everything
 * else runs through the pages.
 */
export const printPages = <A extends object, R, R2>(
  { cursor, limit }: Values<typeof pageFlags>,
  list: Print.List<A>,
  read: {
    readonly all: (pageSize: number) => Stream.Stream<A, QurlError, R>
    readonly page: (query: PageQuery) => Effect.Effect<Page<A>, QurlError, R2>
  }
) =>
  Effect.gen(function*() {
    const { output } = yield* Session
    if (cursor === undefined && output !== "json") {
      const all = read.all(Math.min(limit ?? mostRows, mostRows))
      return yield* Print.rows(limit === undefined ? all : Stream.take(all, limit), list)
    }
    if (limit !== undefined && limit > mostRows) return yield* usage(`A page has at most ${mostRows} rows.`)
    const { has_more, items, next_cursor } = yield* read.page({ limit: limit ?? mostRows, ...given({ cursor }) })
    yield* Print.rows(
      Stream.fromIterable(items),
      list,
      Effect.succeed({ has_more, ...given({ next_cursor }) })
    )
    if (output !== "json" && has_more && next_cursor !== undefined) {
      yield* Print.note(`More: --cursor ${next_cursor}`)
    }
  })
