import type { Tool } from "../tool.js"
import { changes } from "./changes.js"
import { creations } from "./creations.js"
import { deletions } from "./deletions.js"
import { reads } from "./reads.js"
import { makeUploads } from "./uploads.js"

/** Tools of an MCP server, with the names and arguments of the official one. They remember what they have uploaded. */
export const makeTools = (transport: "stdio" | "http"): ReadonlyArray<Tool> =>
  [...creations, ...reads, ...changes, ...deletions, ...makeUploads()]
    .filter(({ only }) => only === undefined || only === transport)
