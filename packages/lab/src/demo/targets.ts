/**
 * The hundred targets that come with the repository.
 *
 * @since 0.1.0
 */
import * as FileSystem from "@effect/platform/FileSystem"
import { parse } from "csv-parse/sync"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { fileURLToPath } from "node:url"

const Targets = Schema.Array(Schema.Struct({ target_url: Schema.NonEmptyString, label: Schema.NonEmptyString }))

/**
 * Target and recipient of a link.
 *
 * @since 0.1.0
 * @category models
 */
export type Target = typeof Targets.Type[number]

const file = fileURLToPath(new URL("../../data/targets.csv", import.meta.url))

/**
 * The targets, in the order of the file.
 *
 * @since 0.1.0
 * @category constructors
 */
export const read: Effect.Effect<ReadonlyArray<Target>, never, FileSystem.FileSystem> = FileSystem.FileSystem.pipe(
  Effect.flatMap((fs) => fs.readFileString(file)),
  Effect.map((text): unknown => parse(text, { columns: true, bom: true })),
  Effect.flatMap(Schema.decodeUnknown(Targets)),
  Effect.orDie
)
