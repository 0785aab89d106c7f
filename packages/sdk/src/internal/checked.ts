import type * as Redacted from "effect/Redacted"

/** Options that have been looked at. */
export interface Checked {
  readonly apiKey: Redacted.Redacted
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly heldBack: ReadonlyArray<string>
  readonly keys: "all" | "documented"
  readonly tenant: string | undefined
  readonly userAgent: string | undefined
}
