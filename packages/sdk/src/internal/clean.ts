/** Control characters, and the ones that turn text around or hide it: they forge log lines and terminal output. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g

/** Secrets in the forms that the API uses, which are never printed. */
const secrets: ReadonlyArray<readonly [RegExp, string]> = [
  [/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, "[link]"],
  [/\bqv\d+t\d*\.\S+/gi, "[link]"],
  [/\b(?:at|ac|whsec)_[\w-]+/g, "[token]"],
  [/\blv_(?:live|test)_[\w-]+/g, "[key]"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "[key]"],
  [/\bBearer\s+\S+/gi, "[key]"]
]

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** At most `limit` bytes of UTF-8, without half a character at the end. */
const cut = (text: string, limit: number): string => {
  const bytes = encoder.encode(text)
  return bytes.length <= limit ? text : decoder.decode(bytes.subarray(0, limit), { stream: true })
}

/** Replaces secrets of the request that the server may repeat, such as the API key. */
const redact = (text: string, known: ReadonlyArray<string>): string =>
  secrets.reduce(
    (text, [pattern, name]) => text.replace(pattern, name),
    known.reduce((text, secret) => secret === "" ? text : text.replaceAll(secret, "[secret]"), text)
  )

/** Foreign text as one short line that can be logged. */
export const clean = (text: string, known: ReadonlyArray<string>): string =>
  cut(redact(text.replace(invisible, " "), known).replace(/\s+/g, " ").trim(), 512)

/** A foreign identifier or code, or nothing when it does not look like one. */
export const cleanName = (text: string | undefined, known: ReadonlyArray<string>): string | undefined =>
  text !== undefined && text !== "__proto__" && /^[\w.:\-/[\]]{1,128}$/.test(text) && redact(text, known) === text
    ? text
    : undefined
