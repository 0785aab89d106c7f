/**
 * The journal in PostgreSQL, which outlives every machine that works on its jobs and lets several workers run one job. For
 * Node, with the packages `pg` and `pg-cursor`.
 *
 * Its tables hold results, and results hold links: everyone who can read them can open the links.
 *
 * @since 0.1.0
 */
import * as Sdk from "@qurl/sdk/Journal/Postgres"
import * as Layer from "effect/Layer"
import type { ConfigurationError } from "../errors/ConfigurationError.js"
import type { JournalError } from "../errors/JobError.js"
import { build } from "../internal/held.js"
import type { Native } from "../internal/native.js"
import { toValue3 } from "../internal/values.js"
import { Journal } from "../Journal.js"

/**
 * Database of the journal.
 *
 * @since 0.1.0
 * @category models
 */
export type Options = Native<Sdk.Options>

/**
 * The journal in a database, as a layer.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer = (options: Options): Layer.Layer<Journal, JournalError | ConfigurationError> =>
  Layer.effect(Journal, build(Sdk.layer(toValue3(options))))
