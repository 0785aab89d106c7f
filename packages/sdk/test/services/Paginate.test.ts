import { assert, it } from "@effect/vitest"
import { Effect, Stream } from "effect"
import { paginate } from "../../src/internal/call/paginate.js"

it.effect("pages without end are an error after ten thousand, and what came before is kept", () =>
  Effect.gen(function*() {
    let asked = 0
    let seen = 0
    const page = () =>
      Effect.sync(() => ({
        items: [++asked],
        has_more: true,
        next_cursor: `c${asked}`,
        meta: { requestId: undefined }
      }))
    const error = yield* paginate("listAll", page).pipe(
      Stream.runForEach(() => Effect.sync(() => seen++)),
      Effect.flip
    )
    assert.deepInclude(error, { _tag: "UnexpectedResponseError", detail: "there are more than 10000 pages" })
    assert.deepStrictEqual([asked, seen], [10_000, 10_000])
  }))

it.effect("a stream can be run again from its beginning", () =>
  Effect.gen(function*() {
    const page = (cursor: string | undefined) =>
      Effect.succeed({
        items: [cursor ?? "first"],
        has_more: cursor === undefined,
        next_cursor: "c1",
        meta: { requestId: undefined }
      })
    const all = Stream.runCount(paginate("listAll", page))
    assert.deepStrictEqual(yield* Effect.all([all, all]), [2, 2])
  }))
