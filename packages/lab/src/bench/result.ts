/** A run as it is kept in a file. */
import * as Schema from "effect/Schema"

const Row = Schema.Struct({
  name: Schema.String,
  samples: Schema.Array(Schema.Number)
})

const Table = Schema.Struct({
  id: Schema.String,
  title: Schema.String,
  unit: Schema.String,
  moreIsBetter: Schema.optionalWith(Schema.Boolean, { exact: true }),
  subject: Schema.optionalWith(Schema.String, { exact: true }),
  baseline: Schema.optionalWith(Schema.String, { exact: true }),
  digits: Schema.Number,
  rows: Schema.Array(Row)
})

export const Result = Schema.Struct({
  date: Schema.String,
  /** True for a short run. */
  quick: Schema.Boolean,
  machine: Schema.Struct({
    node: Schema.String,
    platform: Schema.String,
    cpu: Schema.String,
    memory: Schema.String,
    /** How busy the machine was before and after, in processes that want to run. */
    load: Schema.Tuple(Schema.Number, Schema.Number)
  }),
  tables: Schema.Array(Table)
})

export type Result = typeof Result.Type

export const parse = Schema.decodeUnknownSync(Schema.parseJson(Result))
