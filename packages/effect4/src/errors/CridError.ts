/**
 * The error of a text that is not a CRID.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/Crid"
import { errorOf } from "../internal/errors.js"

/**
 * A text that is not a CRID.
 *
 * Next: copy the CRID again, as an answer shows it. Nothing was sent.
 *
 * @since 0.1.0
 * @category errors
 */
export class CridError extends errorOf(Sdk.CridError) {}
