import type { ApiOperation } from "@qurl/contract"
import { isOperation } from "@qurl/contract/ApiOperation"
import { readdirSync } from "node:fs"

const groups = new URL("../src/groups/", import.meta.url)

const modules = await Promise.all(
  readdirSync(groups).filter((file) => file.endsWith(".ts")).map((file): Promise<object> => import(`${groups}${file}`))
)

/** Every operation that a group's file exports. */
export const operations: ReadonlyArray<ApiOperation.ApiOperation> = modules.flatMap((module) =>
  Object.values(module).filter(isOperation)
)
