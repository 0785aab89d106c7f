import * as Option from "effect/Option"

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Parses when first asked, and once. */
export const parseJson = (bytes: Uint8Array): () => Option.Option<unknown> => {
  let parsed: Option.Option<unknown> | undefined
  return () => parsed ??= Option.liftThrowable((): unknown => JSON.parse(utf8.decode(bytes)))()
}

/** Of a URI the last segment, of any other text all of it. */
export const nameAt = (json: Option.Option<unknown>, path: ReadonlyArray<string>): string | undefined => {
  const text = textAt(json, path)
  return text === undefined || !/^(https?:\/)?\//.test(text) ? text : text.slice(text.lastIndexOf("/") + 1) || undefined
}

/** The text at a path of field names; nothing when there is no such field or no text in it. */
export const textAt = (json: Option.Option<unknown>, path: ReadonlyArray<string>): string | undefined => {
  let value = Option.getOrUndefined(json)
  for (const name of path) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
  }
  return typeof value === "string" && value !== "" ? value : undefined
}
