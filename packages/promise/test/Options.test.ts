import { assert, describe, it } from "@effect/vitest"
import { IdempotencyKey, isQurlError, KeyGenerator, QurlClient, RetryPolicy, SeenEvents } from "../src/index.js"

// Programs without types give anything: `never` fits everywhere.
const untyped = (value: unknown) => value as never

const thrown = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

const key = { apiKey: "lv_test_x" }
const signal = { addEventListener: "no" }

const wrong: ReadonlyArray<
  readonly [
    name: string,
    run: (options: unknown) => unknown,
    cases: ReadonlyArray<readonly [setting: string, options: unknown, problem: RegExp]>
  ]
> = [
  ["a client", (options) => new QurlClient(untyped(options)), [
    ["apiKey", undefined, /is missing: give a string, your qURL API key/],
    ["options", null, /are not an object/],
    ["apikey", { apikey: "x" }, /Did you mean apiKey\?/],
    ["apiUrl", { ...key, apiUrl: "x" }, /It is now called baseUrl\./],
    ["fetch", { ...key, fetch: {} }, /must be a function/],
    ["log", { ...key, log: console }, /must be a function/],
    ["keyGenerator", { ...key, keyGenerator: () => "k" }, /must be a generator, such as KeyGenerator\.uuidV4/],
    ["retry", { ...key, retry: 3 }, /is not a policy: give one such as RetryPolicy\.keyed/],
    ["retry.attemps", { ...key, retry: { ...RetryPolicy.keyed, attemps: 3 } }, /Did you mean attempts\?/],
    ["retry.backoff.base", { ...key, retry: { ...RetryPolicy.keyed, backoff: { base: "1 s" } } }, /milliseconds/],
    ["retry.deadline", { ...key, retry: { ...RetryPolicy.keyed, deadline: "1 s" } }, /milliseconds/]
  ]],
  ["a memory of events", (options) => new SeenEvents(untyped(options)), [
    ["options", null, /are not an object: give \{ capacity, window \}/],
    ["capasity", { capasity: 5 }, /Did you mean capacity\?/],
    ["capacity", { capacity: 1.5 }, /must be a whole number, 1 or more/],
    ["window", { window: "1 minute" }, /must be a number of milliseconds, 0 or more/]
  ]],
  ["keys of a job", (options) => KeyGenerator.fromJob("job", untyped(options)), [
    ["startedAt", undefined, /is missing: give a Date/],
    ["startedAt", { startedAt: "soon" }, /must be a Date, an RFC 3339 text/],
    ["startedat", { startedat: 0 }, /Did you mean startedAt\?/],
    ["startedAt", { startedAt: Date.now() + 3_600_000 }, /is in the future/]
  ]],
  ["keys of a sequence", (prefix) => KeyGenerator.sequence(untyped(prefix)), [
    ["prefix", undefined, /is missing: give a text/],
    ["prefix", "", /must be a text that is not empty/],
    ["prefix", 7, /must be a text/]
  ]],
  ["a key of parts", (part) => IdempotencyKey.fromParts("order", untyped(part)), [
    ["part 2", undefined, /is undefined/],
    ["part 2", null, /is null/],
    ["part 2", Number.NaN, /is NaN/],
    ["part 2", {}, /is of type object/],
    ["part 2", "", /is an empty string/]
  ]]
]

for (const [name, run, cases] of wrong) {
  describe(`${name} cannot be made with`, () => {
    for (const [setting, options, problem] of cases) {
      it(`${setting}: ${JSON.stringify(options)}`, () => {
        const error = thrown(() => run(options))
        assert(isQurlError(error, "ConfigurationError"), String(error))
        assert.strictEqual(error.setting, setting)
        assert.match(error.problem, problem)
      })
    }
  })
}

describe("a call is not sent with", () => {
  const client = new QurlClient({
    ...key,
    fetch: () => {
      throw new Error("sent")
    }
  })
  const calls: ReadonlyArray<readonly [name: string, call: (options: unknown) => Promise<unknown>]> = [
    ["create", (options) => client.create({ target_url: "https://example.com" }, untyped(options))],
    ["listAll", (options) => client.listAll({}, untyped(options))[Symbol.asyncIterator]().next()],
    ["batchCreateAll", (options) => client.batchCreateAll([], untyped(options))[Symbol.asyncIterator]().next()]
  ]
  const throwing = (name: string) =>
    Object.defineProperty({}, name, {
      enumerable: true,
      get: () => {
        throw new Error("planted")
      }
    })
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  for (
    const [name, call] of calls
  ) {
    for (const option of ["idempotencyKey", "signal", "options"]) {
      it(`${option} that cannot be read, by ${name}`, async () => {
        const options = option === "options" ? revoked.proxy : throwing(option)
        const error: unknown = await call(options).then(() => undefined, (error: unknown) => error)
        assert(isQurlError(error, "ConfigurationError"), String(error))
        assert.strictEqual(error.setting, option)
        assert.match(error.problem, /cannot be read: its getter or its proxy throws/)
      })
    }
  }
  for (
    const [option, options] of [
      ["options", null],
      ["options", 5],
      ["idempotencykey", { idempotencykey: "x" }],
      ["timeout", { timeout: "1 s" }],
      ["deadline", { deadline: Number.NaN }],
      ["signal", { signal }],
      ["retry", { retry: "keyed" }]
    ] as const
  ) {
    for (const [name, call] of calls) {
      it(`${option}, by ${name}`, async () => {
        const error: unknown = await call(options).then(() => undefined, (error: unknown) => error)
        assert(isQurlError(error, "ConfigurationError"), String(error))
        assert.strictEqual(error.setting, option)
      })
    }
  }
})
