import * as Sdk from "@qurl/sdk"
import { readFileSync } from "node:fs"
import { assert, describe, test } from "vitest"
import { operations } from "../../contract/test/operations.js"
import { QurlClient } from "../src/index.js"

const page = (name: string) => readFileSync(new URL(`../../../docs/migrate/${name}`, import.meta.url), "utf8")

/** Rows of the tables of a page, as their cells. */
const rows = (text: string) =>
  text.split("\n").filter((line) => line.startsWith("| ")).map((line) =>
    line.slice(1, -1).split("|").map((cell) => cell.trim())
  )

/** Names that a cell gives to methods: the first one names its service, and the others belong to the same. */
const namesIn = (cell: string, service: RegExp): ReadonlyArray<readonly [service: string, method: string]> => {
  let current: string | undefined
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = ""]) => name).flatMap((name) => {
    const named = service.exec(name)
    if (named !== null) current = named[1] ?? ""
    const method = named === null ? name : named[2] ?? ""
    return current === undefined || !/^[a-z]\w*$/i.test(method) ? [] : [[current, method] as const]
  })
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  (typeof value === "object" || typeof value === "function") && value !== null

const has = (owner: unknown, name: string): boolean => isRecord(owner) && name in owner

describe("the page for the TypeScript SDK", () => {
  const table = rows(page("typescript-sdk.md")).filter((cells) => cells.length === 3)

  test("has a row for every operation of the contract", () => {
    const named = new Set(
      table.flatMap(([there = ""]) => Array.from(there.matchAll(/`(\w+)`/g), ([, name]) => name))
    )
    assert.deepStrictEqual(operations.map(({ name }) => name).filter((name) => !named.has(name)), [])
  })

  test("names methods of the Promise face that exist", async () => {
    await using client = new QurlClient({ apiKey: "lv_test_0000000000000000" })
    const names = table.flatMap(([, cell = ""]) => namesIn(cell, /^client\.(?:(\w+)\.)?(\w+)$/))
    const services = new Map<string, unknown>(Object.entries(client))
    assert.isAbove(names.length, 50)
    const missing = names.filter(([service, method]) => !has(service === "" ? client : services.get(service), method))
    assert.deepStrictEqual(missing, [])
  })

  test("names methods of the services that exist", () => {
    const services = new Map<string, unknown>(Object.entries(Sdk))
    const names = table.flatMap(([, , cell = ""]) => namesIn(cell, /^([A-Z]\w+)\.(\w+)$/)).filter(([service]) =>
      service !== "Agent"
    )
    assert.isAbove(names.length, 50)
    assert.deepStrictEqual(names.filter(([service, method]) => !has(services.get(service), method)), [])
  })
})

test("the page for the Python SDK names methods of the Promise face that exist", async () => {
  await using client = new QurlClient({ apiKey: "lv_test_0000000000000000" })
  const services = new Map<string, unknown>(Object.entries(client))
  const names = rows(page("python-sdk.md")).filter((cells) => cells.length === 2).flatMap(([, cell = ""]) =>
    namesIn(cell, /^client\.(?:(\w+)\.)?(\w+)$/)
  )
  assert.isAbove(names.length, 30)
  assert.deepStrictEqual(
    names.filter(([service, method]) => !has(service === "" ? client : services.get(service), method)),
    []
  )
})
