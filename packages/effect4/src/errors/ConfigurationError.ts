/**
 * Errors of the configuration.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/Configuration"
import { errorOf } from "../internal/errors.js"

/**
 * The SDK cannot be built as it is configured. `setting` is what to change.
 *
 * Next: change the setting that `setting` names, as `problem` says. Nothing was sent.
 *
 * @since 0.1.0
 * @category errors
 */
export class ConfigurationError extends errorOf(Sdk.ConfigurationError) {}
