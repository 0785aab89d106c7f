/**
 * Error of the configuration of a client or a call.
 *
 * @since 0.1.0
 */
import { brand } from "./internal/brand.js"

/**
 * The client cannot be built, or the call cannot be made, with these options. `setting` is what to change.
 *
 * @since 0.1.0
 * @category errors
 */
export class ConfigurationError extends Error {
  declare readonly name: "ConfigurationError"
  readonly setting: string
  /** The problem and how to fix it. */
  readonly problem: string

  static {
    brand(this, "ConfigurationError")
  }

  constructor(details: { readonly setting: string; readonly problem: string }) {
    super(`${details.setting} ${details.problem}`)
    this.setting = details.setting
    this.problem = details.problem
  }
}
