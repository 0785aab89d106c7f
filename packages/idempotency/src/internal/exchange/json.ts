import * as Option from "effect/Option"

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Parses when first asked, and once. */
export const parseJson = (bytes: Uint8Array): () => Option.Option<unknown> => {
  let parsed: Option.Option<unknown> | undefined
  return () => parsed ??= Option.liftThrowable((): unknown => JSON.parse(utf8.decode(bytes)))()
}

const lastSegment = (text: string): string | undefined =>
  /^(https?:\/)?\//.test(text) ? text.slice(text.lastIndexOf("/") + 1) || undefined : text

/** The text at a path, reduced to its last segment if it is a URI. */
export const nameAt = (json: Option.Option<unknown>, path: ReadonlyArray<string>): string | undefined => {
  const text = textAt(json, path)
  return text === undefined ? undefined : lastSegment(text)
}

/** The value at a path of field names; the whole at an empty one. */
export const valueAt = (json: Option.Option<unknown>, path: ReadonlyArray<string>): unknown => {
  let value = Option.getOrUndefined(json)
  for (const name of path) {
    value = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
  }
  return value
}

/** The text at a path of field names; nothing when there is no such field or no text in it. */
export const textAt = (json: Option.Option<unknown>, path: ReadonlyArray<string>): string | undefined => {
  const value = valueAt(json, path)
  return typeof value === "string" && value !== "" ? value : undefined
}

/** The names in every field of a body, down to the third level. */
export const namesIn = (json: Option.Option<unknown>): ReadonlyArray<string> => {
  const within = (value: unknown, depth: number): ReadonlyArray<string> =>
    typeof value === "string"
      ? [lastSegment(value) ?? ""]
      : typeof value === "object" && value !== null && depth < 3
      ? Object.values(value).slice(0, 100).flatMap((inner) => within(inner, depth + 1))
      : []
  return within(Option.getOrUndefined(json), 0)
}
