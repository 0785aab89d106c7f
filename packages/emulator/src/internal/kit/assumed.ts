import * as Context from "effect/Context"
import * as Guesses from "../../Guesses.js"

/** Switches for what the documents of the service leave open. */
export class Assumed extends Context.Reference<Assumed>()("@qurl/emulator/Assumed", {
  defaultValue: (): Guesses.Guesses => Guesses.make()
}) {}
