import type { Change, Claimed, Record } from "../../Store.js"

const text = new TextDecoder()

const bodyOf = (record: Record): string => record._tag === "Done" ? ` ${text.decode(record.response.body)}` : ""

/** A record without its times. */
export const record = (record: Record | undefined): string =>
  record === undefined ? "nothing" : `${record._tag} gen ${record.gen} of ${record.fingerprint}${bodyOf(record)}.`

/** Result of a claim whose client learns only that it succeeded. */
export const claimed = (gen: number): string => `Claimed gen ${gen},`

export const claim = (result: Claimed): string =>
  result._tag === "Claimed"
    ? `${claimed(result.ticket.gen)} from ${result.from}.`
    : `Found ${record(result.record)}`

export const change = (change: Change): string => change

export const done = "done"
