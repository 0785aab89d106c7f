import type { Qurl, QurlSummary, Resource } from "@qurl/contract"
import type { Column } from "../terminal/print.js"

type ResourceRow = typeof Qurl.Type | typeof Resource.Type

/** What a list of resources shows. */
export const resourceColumns: ReadonlyArray<Column<ResourceRow>> = [
  { title: "resource", value: (row) => row.resource_id },
  { title: "status", value: (row) => row.status },
  { title: "links", value: (row) => row.qurl_count },
  { title: "expires", value: (row) => row.expires_at },
  { title: "target", value: (row) => row.target_url }
]

/** What a list of the links of a resource shows. */
export const linkColumns: ReadonlyArray<Column<typeof QurlSummary.Type>> = [
  { title: "qurl", value: (row) => row.qurl_id },
  { title: "status", value: (row) => row.status },
  { title: "uses", value: (row) => row.use_count },
  { title: "expires", value: (row) => row.expires_at },
  { title: "label", value: (row) => row.label }
]
