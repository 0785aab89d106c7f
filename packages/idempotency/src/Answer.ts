/**
 * A final answer.
 *
 * @since 0.1.0
 */
import type * as Headers from "@effect/platform/Headers"
import type * as Option from "effect/Option"
import type { Evidence, Source } from "./Decision.js"
import type { Report } from "./Observability/Report.js"

/**
 * A final answer, whatever its status, read completely.
 *
 * @since 0.1.0
 * @category models
 */
export interface Answer {
  readonly status: number
  readonly headers: Headers.Headers
  readonly bytes: Uint8Array
  /** The body as JSON, parsed when first asked for; none when it is not JSON in UTF-8. */
  readonly json: () => Option.Option<unknown>
  /** The error code, read as the dialect says. */
  readonly code: string | undefined
  /** The text for people in an error body. It may change at any time. */
  readonly message: string | undefined
  /** The origin of the answer: the API, its store, or perhaps something between. */
  readonly source: Source
  /** Evidence that the answer gives of the call's effect. */
  readonly evidence: Evidence
  /** True if an earlier attempt is known to have been applied, whatever this answer says. */
  readonly wasApplied: boolean
  readonly report: Report
}
