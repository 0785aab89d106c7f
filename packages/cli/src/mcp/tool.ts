import type { CallOptions, QurlServices } from "@qurl/sdk"
import type * as Effect from "effect/Effect"
import { createHash } from "node:crypto"
import type { Environment, Failure } from "../argv/command.js"
import type { InputSchema, OutputSchema } from "./schema.js"

/** Arguments of a call, checked by the SDK before anything is sent. */
export type Arguments = Readonly<Record<string, unknown>>

/** Effect of a tool, from which its annotations are derived. */
type Kind =
  /** Changes nothing. */
  | "read"
  /** Changes something, and nothing more when it is repeated. */
  | "write"
  /** Removes something. Removing it again changes nothing. */
  | "delete"
  /** Stores a copy, which a repeated call on another server would store again. */
  | "upload"

export interface Tool {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly inputSchema: InputSchema
  readonly outputSchema: OutputSchema
  readonly kind: Kind
  /** Transports that offer the tool. Default: all. */
  readonly only?: "stdio"
  readonly run: (args: Arguments, call: Call) => Effect.Effect<object, Failure, QurlServices | Environment>
}

/** Key and job name of a tool call. */
export interface Call {
  /** Options with the key of the call. */
  readonly write: CallOptions
  /** Name of the bulk job of the call. */
  readonly job: string
}

/** JSON with sorted properties, so that the order in which an agent writes them makes no difference. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
      : inner)

/**
 * Key of a tool call, derived from the tool and its arguments: an agent that repeats a call, after a lost answer or because
 * it forgot, makes the same call. A `request_id` among the arguments distinguishes calls that are meant twice.
 */
export const callOf = (tool: string, args: Arguments): Call => {
  const digest = createHash("sha256").update(canonical(["qurl mcp", tool, args])).digest("hex")
  return { write: { idempotencyKey: `mcp-${digest}` }, job: `mcp-${digest.slice(0, 32)}` }
}
