import * as Effect from "effect/Effect"
import { constants } from "node:fs"
import { open } from "node:fs/promises"
import { basename, extname } from "node:path"
import { invalid, type Problem } from "../../problem.js"

/** Content that the connector stores. */
export interface Content {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** Largest content, in bytes. */
const mostBytes = 10 * 1024 * 1024

/** Types by the ending of a file's name. */
const types: Readonly<Record<string, string>> = {
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp"
}

export const contentTypes: ReadonlyArray<string> = [...new Set(Object.values(types))]

/** First bytes of each type. */
const signatures: Readonly<Record<string, RegExp>> = {
  "application/pdf": /^%PDF-/,
  "image/png": /^\u0089PNG\r\n\u001a\n/,
  "image/jpeg": /^\u00ff\u00d8\u00ff/,
  "image/gif": /^GIF8[79]a/,
  "image/webp": /^RIFF....WEBP/s
}

/** Checks that name, type and first bytes say the same. The connector checks the rest of the content. */
export const contentOf = (
  file: string,
  given: string | undefined,
  bytes: Uint8Array
): Effect.Effect<Content, Problem> => {
  const name = basename(file.replaceAll("\\", "/")).trim()
  const type = types[extname(name).toLowerCase()]
  const problem = /[\p{Cc}]/u.test(name) || name === "" || Buffer.byteLength(name) > 255
    ? "file_name must have 1 to 255 bytes and no control characters."
    : type === undefined
    ? `file_name must end in ${Object.keys(types).join(", ")}.`
    : given !== undefined && given !== type
    ? `content_type must be ${type}, which is what the ending of file_name says.`
    : bytes.length === 0
    ? "The content is empty."
    : bytes.length > mostBytes
    ? `The content must have at most ${mostBytes} bytes.`
    : signatures[type]?.test(Buffer.from(bytes.subarray(0, 16)).toString("latin1")) !== true
    ? `The content does not begin like ${type}.`
    : undefined
  return problem === undefined && type !== undefined
    ? Effect.succeed({ name, type, bytes })
    : Effect.fail(invalid(problem ?? ""))
}

/** Bytes of base64 or of a data URL. */
export const decoded = (text: string): Effect.Effect<Uint8Array, Problem> => {
  const [, data = ""] = /^(?:data:[^,]*;base64,)?([\s\S]*)$/i.exec(text.trim()) ?? []
  const base64 = data.replace(/\s+/g, "")
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(base64)
    ? Effect.succeed(Buffer.from(base64, "base64"))
    : Effect.fail(invalid("file_base64 must be base64, or a data URL with base64."))
}

/** Bytes of a regular file. A symbolic link is refused: it may lead out of the directory that was meant. */
export const readRegular = (path: string): Effect.Effect<Uint8Array, Problem> =>
  Effect.tryPromise({
    try: async () => {
      const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
      try {
        const stats = await handle.stat()
        if (!stats.isFile()) return "file_path must name a regular file."
        if (stats.size > mostBytes) return `The file must have at most ${mostBytes} bytes.`
        return new Uint8Array(await handle.readFile())
      } finally {
        await handle.close()
      }
    },
    catch: (error) => {
      const code = error instanceof Error && "code" in error ? String(error.code) : ""
      return invalid(
        code === "ELOOP" ? "file_path must not be a symbolic link." : `file_path could not be read (${code}).`
      )
    }
  }).pipe(
    Effect.flatMap((read) => typeof read === "string" ? Effect.fail(invalid(read)) : Effect.succeed(read))
  )
