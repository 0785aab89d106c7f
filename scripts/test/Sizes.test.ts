import { assert, test } from "vitest"
import { fullFolders, longFiles, longFunctions, twins } from "./sizes.js"

// Each exception has its reason beside it.

const knownTwins: ReadonlyArray<string> = []

const knownFiles = [
  // One group of the API: its schemas and operations stand together.
  "packages/contract/src/groups/ApiKeys.ts",
  // The whole decision as pure functions, most of it docstrings: what follows from what was seen is read in one place.
  "packages/idempotency/src/Decision.ts",
  // Tests of one subject each, a little over the limit: the promises of the command, a client, errors, a service.
  "packages/cli/test/promises.test.ts",
  "packages/clients/test/SurveyCoder.test.ts",
  "packages/sdk/test/calls/Errors.test.ts",
  "packages/sdk/test/services/Resources.test.ts",
  // The cases of the one entry point, which share its server.
  "packages/idempotency/test/Idempotent.test.ts",
  // What handlers of Express and Fastify do with their response, on one server each.
  "packages/idempotency-server/test/mounting/NodeHandlers.test.ts",
  // The client as a whole: each of its options and the life of its calls.
  "packages/promise/test/Client.test.ts",
  // One generator, read from top to bottom.
  "packages/promise/test/support/generate.ts",
  // The contract that every journal passes.
  "packages/sdk/test/bulk/Journal.test.ts",
  // The tables of a journal and the statements that depend on them.
  "packages/sdk/src/Journal/Sqlite.ts",
  // Thirteen classes with the docstrings of the errors page.
  "packages/sdk/src/QurlError.ts",
  // The interface of one service, with its inputs.
  "packages/sdk/src/services/Resources.ts",
  // The workflow, its activities and its options, half of it docstrings.
  "packages/workflow/src/BulkCreate.ts"
]

const knownFunctions = [
  // The six below are constructors: their short functions share the state that one instance has.
  "packages/emulator/src/internal/server/exchange.ts make",
  "packages/emulator/src/internal/webhooks/dispatcher.ts make",
  "packages/idempotency-server/src/internal/history/run.ts run",
  "packages/idempotency-server/src/internal/postgres/waiters.ts makeWaiters",
  "packages/lab/src/spread/model.ts simulate",
  "packages/sdk/src/internal/bulk/flow.ts flow",
  // A proof in the order in which it happens.
  "packages/lab/src/cluster/prove.ts prove",
  // The fibers that run are the state of its functions.
  "packages/promise/src/internal/run.ts make"
]

test("no two source files of a package have names that differ by case only", () => {
  assert.deepStrictEqual(twins().filter((each) => !knownTwins.includes(each)), [])
})

test("no folder has more than 20 sources or tests on one level", () => {
  assert.deepStrictEqual(fullFolders(20), [])
})

test("no source or test file has more than 300 lines", () => {
  assert.deepStrictEqual(longFiles(300).filter((each) => !knownFiles.includes(each)), [])
})

test("no function has more than 80 lines", () => {
  assert.deepStrictEqual(longFunctions(80).filter((each) => !knownFunctions.includes(each)), [])
})
