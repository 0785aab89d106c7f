import type { Unresolved } from "../Store.js"

/** A place in the list of unresolved records, which is ordered by creation and identity. */
interface Place {
  readonly createdAt: number
  readonly scopeHash: string
  readonly keyHash: string
}

export const start: Place = { createdAt: -1, scopeHash: "", keyHash: "" }

/** None if the text is not a cursor. */
export const decode = (cursor: string): Place | undefined => {
  const [, createdAt, scopeHash, keyHash] = /^(\d+(?:\.\d+)?)-([\w-]*)-([\w-]*)$/.exec(cursor) ?? []
  return createdAt === undefined || scopeHash === undefined || keyHash === undefined
    ? undefined
    : { createdAt: Number(createdAt), scopeHash, keyHash }
}

/** The cursor behind a page; none if the page was not full. */
export const after = (records: ReadonlyArray<Unresolved>, limit: number): string | undefined => {
  const last = records.at(-1)
  return last === undefined || records.length < limit
    ? undefined
    : `${last.createdAt}-${last.identity.scopeHash}-${last.identity.keyHash}`
}
