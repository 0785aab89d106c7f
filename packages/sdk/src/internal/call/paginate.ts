import * as Chunk from "effect/Chunk"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { UnexpectedResponseError } from "../../QurlError.js"
import type { Page } from "../../Result.js"

const maxPages = 10_000

/**
 * The items of all pages. A page is asked for when its items are wanted, and an error keeps what came before it. A
 * cursor that comes back, or pages without end, would loop for ever and are an error. So is a page with more items behind
 * it and no cursor to them: a program would take the list for complete.
 */
export const paginate = <A, E>(
  operation: string,
  pageAt: (cursor: string | undefined) => Effect.Effect<Page<A>, E>
): Stream.Stream<A, E | UnexpectedResponseError> =>
  Stream.suspend(() => {
    const seen = new Set<string>()

    const broken = (detail: string, { meta }: Page<A>) =>
      new UnexpectedResponseError({
        operation,
        method: "GET",
        outcome: "applied but unreadable",
        endedBy: "answer",
        attempts: seen.size + 1,
        requestId: meta.requestId,
        reason: "contract",
        fields: ["meta.next_cursor"],
        detail
      })

    const after = (page: Page<A>): Option.Option<Effect.Effect<Page<A>, E | UnexpectedResponseError>> => {
      if (!page.has_more) return Option.none()
      const cursor = page.next_cursor
      if (cursor === undefined) return Option.some(broken("there are more items, and no cursor leads to them", page))
      if (seen.has(cursor)) return Option.some(broken("a cursor came back", page))
      seen.add(cursor)
      return Option.some(
        seen.size < maxPages ? pageAt(cursor) : broken(`there are more than ${maxPages} pages`, page)
      )
    }

    return Stream.paginateChunkEffect(
      pageAt(undefined),
      (next: Effect.Effect<Page<A>, E | UnexpectedResponseError>) =>
        next.pipe(
          Effect.map((page) => [Chunk.unsafeFromArray(page.items), after(page)] as const)
        )
    )
  })
