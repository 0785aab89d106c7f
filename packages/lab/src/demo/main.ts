/**
 * The demo, `npm run demo`: one batch, one lost answer, three clients. With `npm run demo -- --watch` it waits until the inspector is
 * open before it sends anything. On a terminal the emulator stays up until a key is pressed.
 *
 * @since 0.1.0
 */
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Options from "../kit/options.js"
import * as Lane from "./lane.js"
import * as Screen from "./screen.js"
import * as Show from "./show.js"
import { table } from "./table.js"

/** Milliseconds that the wire holds each message on a terminal, where people follow. */
const slow = 700

/** Time for which the inspector stays up on a terminal without a keyboard. */
const stay = "10 seconds"

const { stdin, stdout } = process

/** Waits for a key, or for the end of the input. */
const keyPressed = Effect.async<void>((resume) => {
  // A stream reports its end only once.
  if (stdin.readableEnded) return resume(Effect.void)
  const release = () => {
    stdin.off("data", onInput).off("end", onInput).pause()
    if (stdin.isTTY) stdin.setRawMode(false)
  }
  const onInput = () => {
    release()
    resume(Effect.void)
  }
  if (stdin.isTTY) stdin.setRawMode(true)
  stdin.on("data", onInput).on("end", onInput).resume()
  return Effect.sync(release)
})

const isWide = stdout.isTTY && stdout.columns >= Screen.minColumns

/** Shows lanes in place on a terminal that is wide enough, and a line for each event elsewhere. */
const shown = (ready: Show.Options["ready"]) => {
  const options = { slow: stdout.isTTY ? slow : 0, ready }
  return isWide
    ? Screen.use((draw) => Show.run({ ...options, changed: (lanes) => draw(Screen.frame(lanes, stdout.columns)) }))
    : Show.run({ ...options, changed: (_, lane, event) => console.log(Lane.plain(lane, event)) })
}

const demo = Effect.fnUntraced(function*(isWatched: boolean) {
  yield* Console.log(`${Show.introduction.join("\n")}\n`)
  // An open input would keep the process.
  yield* Effect.addFinalizer(() => Effect.sync(() => stdin.destroy()))
  const { inspector, rows } = yield* shown((inspector) =>
    isWatched
      ? Effect.andThen(Console.log(`Open ${inspector}\nand press Enter to send the batch.\n`), keyPressed)
      : Effect.void
  )
  if (!isWide) yield* Console.log(`\n${table(rows)}`)
  if (!Show.isExpected(rows)) {
    yield* Console.error(`\nThe demo should have ended with\n\n${table(Show.expected)}`)
    process.exitCode = 1
    return
  }
  yield* Console.log(`\n${Show.conclusion.join("\n")}\n`)
  const isKept = isWatched || stdout.isTTY
  yield* Console.log(isKept ? `Inspector: ${inspector}` : "To look at it in the inspector: npm run demo -- --watch")
  if (!isKept) return
  const hasKeyboard = stdin.isTTY || isWatched
  yield* Console.log(hasKeyboard ? "Press a key to end." : `Ends in ${stay}.`)
  yield* hasKeyboard ? keyPressed : Effect.sleep(stay)
})

const { watch } = Options.read({ watch: { type: "boolean", default: false } })

demo(watch).pipe(
  Effect.scoped,
  Effect.provide(Layer.merge(NodeContext.layer, FetchHttpClient.layer)),
  NodeRuntime.runMain
)
