import type { Identity } from "../Store.js"

/** Reads the identity, without its key, from the text that `idOf` makes of it. */
export const identityOf = (id: string): Identity => {
  const [scopeHash = "", keyHash = ""] = id.split(":")
  return { scopeHash, keyHash }
}
