// Records in Redis, sealed records, what operators do, and answers that are kept beside their effects.

const server = (file) => `packages/idempotency-server/src/${file}`
const scripts = server("internal/redis/scripts.ts")

const of = (test, project = "idempotency-server") => ({ project, test: `test/${test}.test.ts` })
const contract = of("stores/redis/RedisContract")
const failures = of("stores/redis/RedisFailures")
const sealed = of("stores/sealed/Sealed")
const operations = of("operators/Operations")
const operatorsApi = of("operators/OperatorsApi")

export const redis = [
  {
    name: "Redis: another owner ends a record",
    file: scripts,
    find: "if not isHeld(record, ARGV[1], ARGV[2]) then return {'lost'} end",
    replace: "if not record then return {'lost'} end",
    ...contract,
    title: "whoever is not the owner, in name or in generation, changes nothing"
  },
  {
    name: "Redis: an expired record is seen",
    file: scripts,
    find: "if not record or isExpired(record) then return {'nothing'} end",
    replace: "if not record then return {'nothing'} end",
    ...contract,
    title: "an answer lives to the last millisecond of its retention and no longer"
  },
  {
    name: "Redis: an orphan that should be parked is taken",
    file: scripts,
    find: "if orphans == 'take' then return take(",
    replace: "if true then return take(",
    ...contract,
    title: "an orphan that was parked never runs again, and its late owner can still finish it"
  },
  {
    name: "Redis: the state counts before the body",
    file: scripts,
    find: "if record.fingerprint ~= fingerprint then return seen(KEYS[1], record) end",
    replace: "",
    ...contract,
    title: "an orphan is neither taken nor parked by another body"
  },
  {
    name: "Redis: records never expire",
    file: scripts,
    find: "then redis.call('PEXPIREAT', key, text(expires)) else",
    replace: "then else",
    ...failures,
    title: "R4: Redis removes a record when its retention ends, and never one without an outcome"
  },
  {
    name: "Redis: a server that evicts records is accepted",
    file: server("internal/redis/operators.ts"),
    find: "if (policy !== \"noeviction\") {",
    replace: "if (policy === undefined) {",
    ...failures,
    title: "S29 a server that may evict records is refused, at the start and later"
  }
]

export const sealing = [
  {
    name: "another lookup secret is accepted",
    file: server("internal/sealed/check.ts"),
    find: "fingerprint === check",
    replace: "fingerprint.length === check.length",
    ...sealed,
    title: "S30 another lookup secret is refused before it finds no record and executes again"
  },
  {
    name: "unsealed records are accepted",
    file: server("internal/sealed/check.ts"),
    find: "running + done + tombstone + released + parked > 0",
    replace: "running > 0",
    ...sealed,
    title: "S30 a store with records that are not sealed is refused, and the records stay as they are"
  },
  {
    name: "short secrets are accepted",
    file: server("Sealed.ts"),
    find: "const minLength = 32",
    replace: "const minLength = 1",
    ...sealed,
    title: "secrets that are too short and invalid names are refused"
  },
  {
    name: "digests of keys stand in the tables",
    file: server("internal/sealed/records.ts"),
    find: "keyHash: lookup.hash(\"key\", scopeHash, keyHash)",
    replace: "keyHash",
    ...of("stores/sealed/SealedDump"),
    title: "in SQLite, files and all"
  },
  {
    name: "the answer of an operator is not sealed",
    file: server("Sealed.ts"),
    find: "sealed(decision, place, gen + 1)",
    replace: "decision",
    ...sealed,
    title: "an operator gives a parked key its answer, frees it or forgets it, and it is written down who"
  }
]

export const operators = [
  {
    name: "an orphan is shown as running",
    file: server("Operations.ts"),
    find: "record.leaseLeftMillis <= 0",
    replace: "record.leaseLeftMillis < 0",
    ...operations,
    title: "a status executes nothing, claims nothing and shows no answer"
  },
  {
    name: "a purge ends with its first batch",
    file: server("Operations.ts"),
    find: "while: ({ last }) => last >= batch",
    replace: "while: ({ removed }) => removed === 0",
    ...of("stores/Purging"),
    title: "on SQLite"
  },
  {
    name: "a caller that is not an operator is served",
    file: server("OperatorsApi.ts"),
    find: "onFailure: Effect.succeed<HttpServerResponse.HttpServerResponse>",
    replace: "onFailure: () => app",
    ...operatorsApi,
    title: "a caller who is not an operator is refused before the store is asked"
  },
  {
    name: "a decision on a missing record is reported as made",
    file: server("OperatorsApi.ts"),
    find: "if (change === \"lost\") return yield* new NothingToDecideError()",
    replace: "",
    ...operatorsApi,
    title: "a stuck key is inspected without an execution and gets its answer, which the next request receives"
  },
  {
    name: "an operator's mistyped input is echoed",
    file: server("internal/operators/withoutValues.ts"),
    find: "if (!(error instanceof HttpApiDecodeError)) return Effect.failCause(cause)",
    replace: "if (error instanceof Error || !(error instanceof HttpApiDecodeError)) return Effect.failCause(cause)",
    ...operatorsApi,
    title: "neither answers nor logs repeat a key or a scope, for any kind of wrong request"
  },
  {
    name: "PostgreSQL is purged twice",
    file: server("internal/postgres/backgroundPurge.ts"),
    find: "now - calledAt < idleMillis",
    replace: "now < calledAt",
    ...of("stores/Purging"),
    title: "pauses while Operations purges, and resumes when it stops"
  }
]

export const beside = [
  {
    name: "a handler that failed is parked without asking",
    file: server("internal/middleware/lease.ts"),
    find: "outcome.settlement._tag !== \"Park\"",
    replace: "true",
    ...of("operators/Reconcile"),
    title: "S25 of a handler that failed the world is asked: its answer is kept, or the key is free, or parked"
  },
  {
    name: "reconciliation uses other child keys",
    file: server("internal/middleware/answers/verdict.ts"),
    find: "digest(JSON.stringify([idOf(identity), step]))",
    replace: "digest(JSON.stringify([idOf(identity), step, String(Math.random())]))",
    ...of("operators/Reconcile"),
    title: "the world is asked under the child keys that the handler had"
  },
  {
    name: "the writes of a refusal are committed with its record",
    file: "packages/emulator/src/internal/storage/separateRecords.ts",
    find: "if ((options.verdict ?? Policy.verdictOf)(answered.status) !== \"final\") {",
    replace: "if (answered.status > 999) {",
    ...of("storage/BesideRecords", "emulator"),
    title: "what was refused or failed is undone, and asked again it runs again"
  }
]
