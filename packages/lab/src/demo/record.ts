/**
 * Records the demo as an animated SVG: `npm run demo:record`, which writes `docs/demo.svg`.
 *
 * @since 0.1.0
 */
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { fileURLToPath } from "node:url"
import type * as Lane from "./lane.js"
import * as Screen from "./screen.js"
import * as Show from "./show.js"
import * as Svg from "./svg.js"

const columns = 86

const file = fileURLToPath(new URL("../../../../docs/demo.svg", import.meta.url))

/** Longer pauses, such as those of a busy machine, are cut to this number of milliseconds. */
const longest = 900

/** Moves each frame close enough to the one before it. */
const withoutPauses = (frames: ReadonlyArray<Svg.Frame>): ReadonlyArray<Svg.Frame> => {
  let at = 0
  return frames.map((frame, index) => {
    at += Math.min(longest, frame.at - (frames[index - 1]?.at ?? 0))
    return { ...frame, at }
  })
}

const head: ReadonlyArray<Lane.Line> = [
  [["$ ", "dim"], ["npm run demo", "bold"]],
  [],
  ...Show.introduction.map((line): Lane.Line => [[line, "plain"]]),
  []
]

const record = Effect.gen(function*() {
  const frames: Array<Svg.Frame> = [{ at: 0, lines: head }]
  let started = 0
  const { rows } = yield* Show.run({
    slow: 700,
    ready: () => Effect.sync(() => (started = Date.now() - 600)),
    changed: (lanes) =>
      // Rounded, so that what happens in all lanes at once is one frame.
      frames.push({
        at: Math.round((Date.now() - started) / 50) * 50,
        lines: [...head, ...Screen.frame(lanes, columns)]
      })
  })
  if (!Show.isExpected(rows)) return yield* Effect.dieMessage("The demo did not end as expected.")
  const last = frames.at(-1) ?? { at: 0, lines: [] }
  frames.push({
    at: last.at + 800,
    lines: [...last.lines, [], ...Show.conclusion.map((line): Lane.Line => [[line, "plain"]])]
  })
  const title =
    "Three clients send the same batch of 100 links and lose the answer. The client that retries blindly makes "
    + "200 links. The client that never retries cannot know. This SDK makes exactly 100 and reports success."
  // Of frames at one moment, the last one counts.
  const distinct = frames.filter(({ at }, index) => frames[index + 1]?.at !== at)
  const fs = yield* FileSystem.FileSystem
  yield* fs.writeFileString(file, Svg.make(withoutPauses(distinct), { columns, hold: 6000, title }))
  yield* Console.log(`Recorded ${distinct.length} frames in ${file}.`)
})

record.pipe(
  Effect.scoped,
  Effect.provide(Layer.merge(NodeContext.layer, FetchHttpClient.layer)),
  NodeRuntime.runMain
)
