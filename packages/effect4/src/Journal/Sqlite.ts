/**
 * The journal in a SQLite file, which outlives the program and a power failure. For Node, with the package
 * `better-sqlite3`.
 *
 * The file holds results, and results hold links, so only its owner may read it: it is made with mode 0600, and brought
 * back to it whenever it is opened.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/Journal/Sqlite"
import * as Layer from "effect/Layer"
import type { ConfigurationError } from "../errors/ConfigurationError.js"
import type { JournalError } from "../errors/JobError.js"
import { build } from "../internal/held.js"
import type { Native } from "../internal/native.js"
import { toValue3 } from "../internal/values.js"
import { Journal } from "../Journal.js"

/**
 * File of the journal.
 *
 * @since 0.1.0
 * @category models
 */
export type Options = Native<Sdk.Options>

/**
 * The journal in a file, as a layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Journal, JournalError | ConfigurationError> =>
  Layer.effect(Journal, build(Sdk.layer(toValue3(options))))
