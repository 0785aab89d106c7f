import * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import { resolve } from "node:path"
import type { Environment, Failure } from "../../argv/command.js"
import { requestId, text } from "../arguments.js"
import { type InputSchema, ownSchema } from "../schema.js"
import type { Arguments, Call, Tool } from "../tool.js"
import { expiryOf, mint, store } from "../upload/connector.js"
import { type Content, contentOf, contentTypes, decoded, readRegular } from "../upload/content.js"
import { pdfOf } from "../upload/pdf.js"

const textArgument = (description: string) => ({ type: "string", minLength: 1, description })

/** Arguments of the link of an upload. */
const linkArguments = {
  expires_in: textArgument("Lifetime of the link, such as 30m, 24h or 7d. Default: that of the connector."),
  one_time_use: { type: "boolean", description: "True if the first visit consumes the link. Default: true." },
  session_duration: textArgument("Duration of access per visit, such as 1h.")
}

const inputOf = (
  properties: Readonly<Record<string, object>>,
  required: ReadonlyArray<string>
): InputSchema => ({
  type: "object",
  properties: { ...properties, ...linkArguments, request_id: textArgument(requestId.description) },
  required: [...required],
  additionalProperties: false
})

const output = ownSchema({
  resource_id: { type: "string", description: "Resource of the content." },
  qurl_id: { type: "string" },
  qurl_link: { type: "string", description: "The link, a credential that is returned this once." },
  expires_at: { type: "string" },
  file_name: { type: "string" },
  content_type: { type: "string" },
  size_bytes: { type: "number" }
}, ["resource_id", "qurl_id", "qurl_link", "file_name", "content_type", "size_bytes"])

const repeated = "A repeated call returns the first link, as long as this server runs. Needs QURL_CONNECTOR_URL."

const optionalText = (args: Arguments, name: string): string | undefined => {
  const value = text(args, name)
  return value === "" ? undefined : value
}

/** Results of earlier uploads, and resources whose links failed. The connector has no keys of its own. */
interface Memory {
  readonly stored: Map<string, string>
  readonly finished: Map<string, object>
}

const mostRemembered = 1000

const remember = <A>(map: Map<string, A>, key: string, value: A): void => {
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > mostRemembered && oldest !== undefined) map.delete(oldest)
}

/** Stores content and creates its link, each once per call and content. */
const uploadWith = ({ finished, stored }: Memory, lock: Effect.Semaphore) => {
  const upload = (args: Arguments, { job }: Call, content: Content) =>
    Effect.gen(function*() {
      const key = `${job}:${createHash("sha256").update(content.bytes).digest("hex")}`
      const known = finished.get(key)
      if (known !== undefined) return known
      const settings = {
        expires_in: optionalText(args, "expires_in"),
        session_duration: optionalText(args, "session_duration"),
        one_time_use: args["one_time_use"] !== false
      }
      yield* expiryOf(settings.expires_in)
      const resource_id = stored.get(key) ?? (yield* store(content))
      remember(stored, key, resource_id)
      const link = yield* mint(resource_id, settings)
      const done = {
        resource_id,
        ...link,
        file_name: content.name,
        content_type: content.type,
        size_bytes: content.bytes.length
      }
      remember(finished, key, done)
      return done
    })
  // One at a time, so that two equal calls at once are one upload.
  return (
    args: Arguments,
    call: Call,
    content: Effect.Effect<Content, Failure>
  ): Effect.Effect<object, Failure, Environment> =>
    lock.withPermits(1)(Effect.flatMap(content, (found) => upload(args, call, found)))
}

/** Tools that store content and create a link for it. */
export const makeUploads = (): ReadonlyArray<Tool> => {
  const upload = uploadWith({ stored: new Map(), finished: new Map() }, Effect.unsafeMakeSemaphore(1))
  return [
    {
      name: "upload_file_qurl",
      title: "Upload a file",
      description:
        "Store a PDF or an image of this machine and create a link for it. Use it only for a file that the user "
        + `has chosen: it reads whatever file the server may read. ${repeated}`,
      kind: "upload",
      only: "stdio",
      inputSchema: inputOf({
        file_path: textArgument("Path of the file on the machine of this server."),
        file_name: textArgument("Name for the connector. Default: that of the file."),
        content_type: { type: "string", enum: contentTypes, description: "Default: by the ending of the name." }
      }, ["file_path"]),
      outputSchema: output,
      run: (args, call) => {
        const path = resolve(text(args, "file_path"))
        const content = Effect.flatMap(
          readRegular(path),
          (bytes) => contentOf(optionalText(args, "file_name") ?? path, optionalText(args, "content_type"), bytes)
        )
        return upload(args, call, content)
      }
    },
    {
      name: "upload_file_data_qurl",
      title: "Upload content",
      description: `Store a PDF or an image that is given as base64, and create a link for it. ${repeated}`,
      kind: "upload",
      inputSchema: inputOf({
        file_base64: textArgument("The content as base64, or as a data URL."),
        file_name: textArgument("Name for the connector, with an ending such as .pdf."),
        content_type: { type: "string", enum: contentTypes, description: "Type of the content." }
      }, ["file_base64", "file_name", "content_type"]),
      outputSchema: output,
      run: (args, call) => {
        const content = Effect.flatMap(
          decoded(text(args, "file_base64")),
          (bytes) => contentOf(text(args, "file_name"), optionalText(args, "content_type"), bytes)
        )
        return upload(args, call, content)
      }
    },
    {
      name: "upload_text_qurl",
      title: "Upload text",
      description: `Store a text as a plain PDF and create a link for it. ${repeated}`,
      kind: "upload",
      inputSchema: inputOf({
        type: {
          type: "string",
          enum: ["text", "markdown", "html", "json"],
          description: "Kind of the text, which is not rendered."
        },
        content: textArgument("The text."),
        file_name: textArgument("Name for the connector. Its ending becomes .pdf. Default: content.pdf.")
      }, ["type", "content"]),
      outputSchema: output,
      run: (args, call) => {
        const name = `${(optionalText(args, "file_name") ?? "content").replace(/\.[^./\\]*$/, "")}.pdf`
        const content = Effect.flatMap(
          pdfOf(text(args, "content"), name),
          (bytes) => contentOf(name, undefined, bytes)
        )
        return upload(args, call, content)
      }
    }
  ]
}
