import type * as Redacted from "effect/Redacted"

/** Options after validation, with their defaults filled in. */
export interface ValidatedOptions {
  readonly apiKey: Redacted.Redacted
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly unkeyedOperations: ReadonlyArray<string>
  readonly keys: "all" | "documented"
  readonly tenant: string | undefined
  readonly userAgent: string | undefined
}
