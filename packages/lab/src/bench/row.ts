/** A measurement as it is kept, and the figures derived from it. */

/**
 * A subject, measured once per round. Rows of one table share their rounds, so that ratios are taken within a round.
 */
export interface Row {
  readonly name: string
  readonly samples: ReadonlyArray<number>
}

/** Rows that are compared with each other. Less is better, unless it says otherwise. */
export interface Table {
  readonly id: string
  readonly title: string
  readonly unit: string
  readonly moreIsBetter?: boolean
  /** The kind of thing that the row measures. @default a client */
  readonly subject?: string
  /** The row that ratios are taken over. */
  readonly baseline?: string
  /** Decimals that mean something. */
  readonly digits: number
  readonly rows: ReadonlyArray<Row>
}

/** The middle of the samples, and where their middle half lies. */
export interface Spread {
  readonly q1: number
  readonly median: number
  readonly q3: number
}

const quantile = (sorted: ReadonlyArray<number>, at: number): number => {
  const place = (sorted.length - 1) * at
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place - Math.floor(place))
}

export const spread = (samples: ReadonlyArray<number>): Spread => {
  const sorted = samples.toSorted((a, b) => a - b)
  return { q1: quantile(sorted, 0.25), median: quantile(sorted, 0.5), q3: quantile(sorted, 0.75) }
}

/** The row of a name. */
export const rowOf = ({ rows }: Table, name: string): Row | undefined => rows.find((row) => row.name === name)

/** A row over the baseline of its table, round by round. */
export const ratios = (table: Table, row: Row): ReadonlyArray<number> | undefined => {
  const baseline = table.rows.find(({ name }) => name === table.baseline)
  return baseline === undefined
    ? undefined
    : row.samples.map((sample, round) => sample / (baseline.samples[round] ?? Number.NaN))
}
