import * as Option from "effect/Option"
import * as Option3 from "effect3/Option"

/** An option of the engine as one of Effect 4. */
export const toOption = <A>(option: Option3.Option<A>): Option.Option<A> =>
  Option3.isSome(option) ? Option.some(option.value) : Option.none()

/** An option for the engine. */
export const toOption3 = <A>(option: Option.Option<A>): Option3.Option<A> =>
  Option.isSome(option) ? Option3.some(option.value) : Option3.none()
