import { Server } from "@modelcontextprotocol/sdk/server/index.js"
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema
} from "@modelcontextprotocol/sdk/types.js"
import { Qurl, type QurlServices } from "@qurl/sdk"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Runtime from "effect/Runtime"
import type { Environment, Failure } from "../argv/command.js"
import * as Report from "../terminal/errorReport.js"
import * as Print from "../terminal/print.js"
import { version } from "../version.js"
import { prompts } from "./prompts.js"
import { callOf, type Tool } from "./tool.js"

type Services = QurlServices | Environment

const resources = [
  { uri: "qurl://links", name: "Links", description: "Active resources, the latest first.", read: () => Qurl.list() },
  {
    uri: "qurl://usage",
    name: "Usage",
    description: "Limits of the plan and their usage.",
    read: () => Qurl.getQuota()
  }
]

const succeeded = (value: object): CallToolResult => {
  const json = Print.json(value)
  // A result of a tool is a JSON object; text is for clients that do not read structured content.
  return { content: [{ type: "text", text: json }], structuredContent: JSON.parse(json) }
}

/** The same report that the command prints, with the outcome of the call and the next step. */
const failed = (error: Failure): CallToolResult => {
  if (error._tag === "Closed") return { isError: true, content: [{ type: "text", text: "The output is closed." }] }
  const report = Report.reportOf(error)
  const next = error._tag === "ValidationError"
    ? "Fix the arguments, and call the tool again."
    : error._tag === "Problem" || !("idempotencyKey" in error) || error.idempotencyKey === undefined
    ? report.next
    : "Repeat the call with the same arguments: it is the same call and is not done twice. To make a new one, give another "
      + "request_id."
  return { isError: true, content: [{ type: "text", text: Report.asJson({ ...report, next }).trim() }] }
}

const described = ({ description, inputSchema, kind, name, outputSchema, title }: Tool) => ({
  name,
  title,
  description,
  inputSchema,
  outputSchema,
  annotations: {
    title,
    readOnlyHint: kind === "read",
    destructiveHint: kind === "delete",
    idempotentHint: kind !== "upload",
    openWorldHint: true
  }
})

/** MCP server over the services of a runtime. A transport connects it. */
export const makeServer = (runtime: Runtime.Runtime<Services>, tools: ReadonlyArray<Tool>): Server => {
  const server = new Server({ name: "qurl", version }, { capabilities: { prompts: {}, resources: {}, tools: {} } })
  const run = async <A>(effect: Effect.Effect<A, Failure, Services>, signal: AbortSignal) =>
    Runtime.runPromiseExit(runtime, effect, { signal })

  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(described) }))
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name)
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name}.`)
    const args = params.arguments ?? {}
    const exit = await run(Effect.either(tool.run(args, callOf(tool.name, args))), signal)
    if (Exit.isSuccess(exit)) return exit.value._tag === "Right" ? succeeded(exit.value.right) : failed(exit.value.left)
    throw new McpError(
      ErrorCode.InternalError,
      Cause.isInterruptedOnly(exit.cause)
        ? "Interrupted. Repeat the call with the same arguments: it is not done twice."
        : "This is a bug in qurl."
    )
  })
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: resources.map(({ description, name, uri }) => ({ uri, name, description, mimeType: "application/json" }))
  }))
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, { signal }) => {
    const resource = resources.find((each) => each.uri === uri)
    if (resource === undefined) throw new McpError(ErrorCode.InvalidParams, `Unknown resource: ${uri}.`)
    const read: Effect.Effect<object, Failure, Services> = resource.read()
    const exit = await run(Effect.either(read), signal)
    if (Exit.isSuccess(exit) && exit.value._tag === "Right") {
      return { contents: [{ uri, mimeType: "application/json", text: Print.json(exit.value.right) }] }
    }
    throw new McpError(ErrorCode.InternalError, `${uri} could not be read.`)
  })
  server.setRequestHandler(ListPromptsRequestSchema, () => ({
    prompts: prompts.map(({ argument, description, name }) => ({ name, description, arguments: [argument] }))
  }))
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => {
    const prompt = prompts.find(({ name }) => name === params.name)
    if (prompt === undefined) throw new McpError(ErrorCode.InvalidParams, `Unknown prompt: ${params.name}.`)
    const { argument, description, text } = prompt
    const value = params.arguments?.[argument.name] ?? ""
    if (argument.required && value === "") throw new McpError(ErrorCode.InvalidParams, `${argument.name} is missing.`)
    return { description, messages: [{ role: "user" as const, content: { type: "text" as const, text: text(value) } }] }
  })
  return server
}
