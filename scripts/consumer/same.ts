type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true : false

/** Compiles with `true` only if both types are the same. */
export const same = <A, B>(_: Same<A, B>): void => {}
