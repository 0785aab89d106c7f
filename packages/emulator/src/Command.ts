/**
 * The emulator on a command line.
 *
 * @since 0.1.0
 */
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as FileSystem from "@effect/platform/FileSystem"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as HashMap from "effect/HashMap"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Emulator } from "./Emulator.js"
import * as FaultPlan from "./FaultPlan.js"
import * as Guesses from "./Guesses.js"
import * as TestKey from "./TestKey.js"

/**
 * The fault plan of the command line cannot be used.
 *
 * @since 0.1.0
 * @category errors
 */
export class FaultPlanError extends Data.TaggedError("FaultPlanError")<{ readonly problem: string }> {
  override get message(): string {
    return `--faults ${this.problem}`
  }
}

/**
 * A switch of the command line does not exist, or does not take the value.
 *
 * @since 0.1.0
 * @category errors
 */
export class GuessError extends Data.TaggedError("GuessError")<{ readonly problem: string }> {
  override get message(): string {
    return `--guess is wrong: ${this.problem}`
  }
}

const decodePlan = Schema.decodeUnknown(Schema.parseJson(FaultPlan.FaultPlan), { errors: "all" })

/** A plan as JSON, or the file that holds one. */
const readPlan = (argument: string) =>
  (argument.startsWith("@")
    ? Effect.flatMap(FileSystem.FileSystem, (fs) => fs.readFileString(argument.slice(1)))
    : Effect.succeed(argument)).pipe(
      Effect.catchTags({
        BadArgument: () => new FaultPlanError({ problem: "names a file that cannot be read" }),
        SystemError: () => new FaultPlanError({ problem: "names a file that cannot be read" })
      }),
      Effect.flatMap(decodePlan),
      Effect.catchTag("ParseError", ({ message }) => new FaultPlanError({ problem: `is no fault plan: ${message}` }))
    )

/** Switches as `name=value`. */
const readGuesses = (pairs: HashMap.HashMap<string, string>) =>
  Schema.decodeUnknown(Guesses.Guesses)(
    Object.fromEntries(
      Array.from(pairs, ([name, value]) => [
        name,
        value === "true" || value === "false" ? value === "true" : Number(value)
      ])
    )
  ).pipe(
    Effect.mapError(({ message }) => new GuessError({ problem: message }))
  )

const welcome = (url: string): string =>
  `A qURL API is running at ${url}

Point the SDK at it:
  export QURL_API_URL=${url}
  export QURL_API_KEY=${TestKey.full}

Other keys:
  ${TestKey.other}  another owner
  ${TestKey.free}  the free plan
  ${TestKey.readOnly}  may only read
  ${TestKey.expired}  has expired
  ${TestKey.jwt}  a JWT, which billing, usage and keys ask for

Lose the answer to the next batch, after everything was stored:
  curl -X PUT ${url}/_emulator/faults -d '${
    JSON.stringify({ rules: [{ fault: { kind: "destroyAfterCommit" }, operation: "batchCreate", nth: 1 }] })
  }'

Watch what clients do, live:
  ${url}/_emulator/inspector

See what exists, and what was asked:
  curl ${url}/_emulator/inventory
  curl ${url}/_emulator/requests

Read about the API, and try it:
  ${url}/reference`

const options = {
  port: Options.integer("port").pipe(
    Options.withDescription("Port on 127.0.0.1; 0 takes one that is free"),
    Options.withDefault(4010)
  ),
  database: Options.text("database").pipe(
    Options.withAlias("db"),
    Options.withDescription(
      "SQLite file, or URL of a PostgreSQL database, that outlives the process; without it everything is in memory"
    ),
    Options.optional
  ),
  records: Options.text("records").pipe(
    Options.withDescription("URL of a Redis for the idempotency records; without it they are in the database"),
    Options.optional
  ),
  seed: Options.integer("seed").pipe(
    Options.withDescription("Makes ids and tokens, and faults by chance, the same in every run"),
    Options.optional
  ),
  faults: Options.text("faults").pipe(
    Options.withDescription("Fault plan as JSON, or @ and the name of a file that holds one"),
    Options.optional
  ),
  strict: Options.boolean("strict").pipe(
    Options.withDescription("Refuse a used key with another body instead of giving the first answer")
  ),
  forgetRevoked: Options.boolean("forget-revoked").pipe(
    Options.withDescription("Remove what is revoked, so that nothing of it is read or deleted again")
  ),
  guesses: Options.keyValueMap("guess").pipe(
    Options.withDescription("Switch of a behaviour that the documents leave open, such as shareSeconds=60"),
    Options.optional
  ),
  json: Options.boolean("json").pipe(
    Options.withDescription("Print one line of JSON with url and pid when ready, for a parent process")
  )
}

/**
 * Runs an emulator until it is interrupted.
 *
 * @since 0.1.0
 * @category constructors
 */
export const command = Command.make(
  "emulator",
  options,
  Effect.fnUntraced(function*({ database, faults, forgetRevoked, guesses, json, port, records, seed, strict }) {
    const plan = yield* Option.match(faults, { onNone: () => Effect.succeed(FaultPlan.none), onSome: readPlan })
    const running = Effect.gen(function*() {
      const { url } = yield* Emulator
      yield* Console.log(json ? JSON.stringify({ url, pid: process.pid }) : welcome(url))
      return yield* Effect.never
    })
    return yield* Effect.provide(
      running,
      Emulator.layerServer({
        port,
        strict,
        forgetRevoked,
        guesses: yield* Option.match(guesses, { onNone: () => Effect.succeed({}), onSome: readGuesses }),
        database: Option.getOrUndefined(database),
        records: Option.getOrUndefined(records),
        seed: Option.getOrUndefined(seed),
        faults: { seed: Option.getOrUndefined(seed), ...plan }
      })
    )
  })
).pipe(Command.withDescription("A qURL API to run locally and to break on purpose"))
