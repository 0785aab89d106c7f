import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { UnexpectedResponseError } from "../QurlError.js"
import type { Page } from "../Result.js"

const maxPages = 10_000

/**
 * The items of all pages. A page is asked for when its items are wanted, and an error keeps what came before it. A
 * cursor that comes back, or pages without end, would loop for ever and are an error.
 */
export const paginate = <A, E>(
  operation: string,
  pageAt: (cursor: string | undefined) => Effect.Effect<Page<A>, E>
): Stream.Stream<A, E | UnexpectedResponseError> =>
  Stream.suspend(() => {
    const seen = new Set<string>()
    return Stream.paginateChunkEffect(undefined, (cursor: string | undefined) =>
      Effect.flatMap(pageAt(cursor), ({ has_more, items, meta, next_cursor }) => {
        const next = has_more ? Option.fromNullable(next_cursor) : Option.none()
        if (Option.isSome(next) && (seen.has(next.value) || seen.size >= maxPages - 1)) {
          return new UnexpectedResponseError({
            operation,
            method: "GET",
            outcome: "applied but unreadable",
            endedBy: "answer",
            attempts: seen.size + 1,
            requestId: meta.requestId,
            reason: "contract",
            fields: ["meta.next_cursor"],
            detail: seen.has(next.value) ? "a cursor came back" : `there are more than ${maxPages} pages`
          })
        }
        if (Option.isSome(next)) {
          seen.add(next.value)
        }
        return Effect.succeed([Chunk.unsafeFromArray(items), next])
      }))
  })
