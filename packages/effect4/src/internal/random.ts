import * as Context from "effect/Context"
import * as Random from "effect/Random"
import * as Chunk3 from "effect3/Chunk"
import * as Effect3 from "effect3/Effect"
import * as Random3 from "effect3/Random"

const live = Context.get(Context.empty(), Random.Random)

/** Random numbers of a context, for the engine; none if they are the default, which the engine has itself. */
export const fromContext = (context: Context.Context<never>): Random3.Random | undefined => {
  const random = Context.get(context, Random.Random)
  if (random === live) return undefined
  const number = () => random.nextDoubleUnsafe()
  const between = (min: number, max: number) => min + Math.floor(number() * (max - min))
  return {
    [Random3.RandomTypeId]: Random3.RandomTypeId,
    next: Effect3.sync(number),
    nextBoolean: Effect3.sync(() => number() > 0.5),
    nextInt: Effect3.sync(() => random.nextIntUnsafe()),
    nextRange: (min, max) => Effect3.sync(() => min + number() * (max - min)),
    nextIntBetween: (min, max) => Effect3.sync(() => between(min, max)),
    shuffle: (elements) =>
      Effect3.sync(() => {
        const left = [...elements]
        const shuffled = left.map((_, taken) => left.length - taken).flatMap((count) =>
          left.splice(between(0, count), 1)
        )
        return Chunk3.unsafeFromArray(shuffled)
      })
  }
}
