import type * as Duration from "effect/Duration"
import type * as Redacted from "effect/Redacted"

type Scalar = string | number | boolean | null | undefined | Date

/** Values as callers without Effect see them: durations and secrets are strings. */
export type Plain<T> = T extends Duration.Duration | Redacted.Redacted ? never
  : T extends Scalar ? T
  : T extends ReadonlyArray<infer Item> ? ReadonlyArray<Plain<Item>>
  : T extends object ? { readonly [K in keyof T]: Plain<T[K]> }
  : T
