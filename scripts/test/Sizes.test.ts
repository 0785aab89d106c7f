import { assert, test } from "vitest"
import { longFiles, longFunctions, twins } from "./sizes.js"

// What is listed here was there before the check. An entry goes when its file does; a new one needs a reason beside it.

const knownTwins = [
  "idempotency: Transport.ts transport.ts"
]

const knownFiles = [
  "packages/contract/src/groups/ApiKeys.ts",
  "packages/idempotency/src/Decision.ts",
  "packages/sdk/src/Journal/Sqlite.ts",
  // Thirteen classes with the docstrings of the errors page.
  "packages/sdk/src/QurlError.ts",
  // The interface of one service, with its inputs.
  "packages/sdk/src/Resources.ts",
  "packages/workflow/src/BulkCreate.ts"
]

const knownFunctions = [
  "packages/emulator/src/internal/server/exchange.ts make",
  "packages/emulator/src/internal/webhooks/dispatcher.ts make",
  "packages/idempotency-server/src/internal/history/run.ts run",
  "packages/idempotency-server/src/internal/postgres/waiters.ts makeWaiters",
  "packages/lab/src/cluster/prove.ts prove",
  "packages/lab/src/spread/model.ts simulate",
  // The fibers that run are the state of its functions.
  "packages/promise/src/internal/run.ts make"
]

test("no two source files of a package have names that differ by case only", () => {
  assert.deepStrictEqual(twins().filter((each) => !knownTwins.includes(each)), [])
})

test("no source file has more than 300 lines", () => {
  assert.deepStrictEqual(longFiles(300).filter((each) => !knownFiles.includes(each)), [])
})

test("no function has more than 80 lines", () => {
  assert.deepStrictEqual(longFunctions(80).filter((each) => !knownFunctions.includes(each)), [])
})
