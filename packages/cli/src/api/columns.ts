import type { Qurl, QurlSummary, Resource } from "@qurl/contract"
import type { Column, List } from "../terminal/print.js"

type ResourceRow = typeof Qurl.Type | typeof Resource.Type

/** Columns of a list of resources. */
export const resourceColumns: ReadonlyArray<Column<ResourceRow>> = [
  // Paths take both; the public key is twice as long.
  { title: "resource", value: (row) => row.crid ?? row.resource_id },
  { title: "status", value: (row) => row.status },
  { title: "links", value: (row) => row.qurl_count },
  { title: "expires", value: (row) => row.expires_at },
  { title: "target", value: (row) => row.target_url }
]

/** List of resources. */
export const resourceList: List<ResourceRow> = { name: "resources", columns: resourceColumns, none: "No resources." }

/** Columns of a list of links. */
export const linkColumns: ReadonlyArray<Column<typeof QurlSummary.Type>> = [
  { title: "qurl", value: (row) => row.qurl_id },
  { title: "status", value: (row) => row.status },
  { title: "uses", value: (row) => row.use_count },
  { title: "expires", value: (row) => row.expires_at },
  { title: "label", value: (row) => row.label }
]
