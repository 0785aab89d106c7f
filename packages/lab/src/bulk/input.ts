import { once } from "node:events"
import { createWriteStream } from "node:fs"

export interface Line {
  readonly target: string
  readonly label: string
}

/**
 * Row `i` of the input. The second hundred repeats the first, so that two whole requests are the same, and every 80th row
 * repeats the one before it.
 */
export const rowAt = (i: number): Line => {
  const of = i >= 100 && i < 200 ? i - 100 : i > 200 && i % 80 === 0 ? i - 1 : i
  return { target: `https://example.com/page/${of % 997}`, label: `row ${of}` }
}

/** Writes so many rows as CSV, and gives how many are a repetition of an earlier one. */
export const write = async (file: string, rows: number): Promise<number> => {
  const stream = createWriteStream(file)
  stream.write("target_url,label,expires_in\n")
  let repeated = 0
  for (let i = 0; i < rows; i++) {
    const { label, target } = rowAt(i)
    if (label !== `row ${i}`) repeated++
    if (!stream.write(`${target},${label},24h\n`)) await once(stream, "drain")
  }
  stream.end()
  await once(stream, "close")
  return repeated
}
