import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"

/** True for an effect that has already succeeded, so that its value can be taken without a step of the interpreter. */
export const isDone = <A, E, R>(self: Effect.Effect<A, E, R>): self is Exit.Success<A, E> =>
  Exit.isExit(self) && Exit.isSuccess(self)

/** Continues an effect, at once if it is done. For code that already runs inside an effect. */
export const flatMap = <A, E, R, B, E2, R2>(
  self: Effect.Effect<A, E, R>,
  next: (value: A) => Effect.Effect<B, E2, R2>
): Effect.Effect<B, E | E2, R | R2> => isDone(self) ? next(self.value) : Effect.flatMap(self, next)

/** Maps an effect, at once if it is done. For code that already runs inside an effect. */
export const map = <A, E, R, B>(self: Effect.Effect<A, E, R>, f: (value: A) => B): Effect.Effect<B, E, R> =>
  isDone(self) ? Effect.succeed(f(self.value)) : Effect.map(self, f)
