import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import * as Cause3 from "effect3/Cause"
import * as Chunk3 from "effect3/Chunk"
import * as Exit3 from "effect3/Exit"
import * as FiberId3 from "effect3/FiberId"

/** A cause of the engine. `error` and `defect` translate what it holds. */
export const toCause = <E>(
  cause: Cause3.Cause<unknown>,
  error: (error: unknown) => E,
  defect: (defect: unknown) => unknown
): Cause.Cause<E> =>
  Cause.fromReasons<E>([
    ...Chunk3.toReadonlyArray(Cause3.failures(cause)).map((failure) => Cause.makeFailReason(error(failure))),
    ...Chunk3.toReadonlyArray(Cause3.defects(cause)).map((died) => Cause.makeDieReason(defect(died))),
    ...(Cause3.isInterrupted(cause) ? [Cause.makeInterruptReason()] : [])
  ])

const toCause3 = <E>(cause: Cause.Cause<E>): Cause3.Cause<E> =>
  cause.reasons
    .map((reason): Cause3.Cause<E> =>
      Cause.isFailReason(reason)
        ? Cause3.fail(reason.error)
        : Cause.isDieReason(reason)
        ? Cause3.die(reason.defect)
        : Cause3.interrupt(FiberId3.none)
    )
    .reduce<Cause3.Cause<E>>((left, right) => Cause3.sequential(left, right), Cause3.empty)

/** An exit of Effect 4 for the engine. */
export const toExit3 = <A, E>(exit: Exit.Exit<A, E>): Exit3.Exit<A, E> =>
  Exit.isSuccess(exit) ? Exit3.succeed(exit.value) : Exit3.failCause(toCause3(exit.cause))
