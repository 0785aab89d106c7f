import type { RequestEntry } from "../Inventory.js"

/** The latest requests, so many and no more. */
const kept = 10_000

/** What has arrived. An entry is completed as its request goes on. */
export const make = () => {
  const entries: Array<RequestEntry> = []
  return {
    add: (entry: RequestEntry): void => {
      entries.push(entry)
      if (entries.length > kept) entries.shift()
    },
    complete: (id: string, outcome: Pick<RequestEntry, "status" | "replayed">): void => {
      const index = entries.findLastIndex((entry) => entry.id === id)
      const entry = entries[index]
      if (entry !== undefined) entries[index] = { ...entry, ...outcome }
    },
    all: (): ReadonlyArray<RequestEntry> => [...entries],
    clear: (): void => {
      entries.length = 0
    }
  }
}
