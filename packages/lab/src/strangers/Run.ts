/**
 * Runs of one program each against a server with its own words behind a gateway, out of a seed. Programs are judged by
 * what the server executed.
 *
 * @since 0.1.0
 */
import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpClient from "@effect/platform/HttpClient"
import { Qurl, RetryPolicy } from "@qurl/sdk"
import { layerHttpClient } from "@qurl/sdk/Node"
import { type Draw, make as makeDraw, pick } from "@qurl/testing/Draw"
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import type * as Scope from "effect/Scope"
import { programs, type Telling } from "./Callers.js"
import * as Server from "./ForeignServer.js"
import * as Gateway from "./Gateway.js"
import { all as vocabularies } from "./Vocabulary.js"

/**
 * A run and what is wrong with it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Run {
  readonly seed: number
  readonly program: string
  readonly violations: ReadonlyArray<string>
  /** Intents that were allowed and are still not executed. A machine that is too busy has them, too. */
  readonly unfinished: ReadonlyArray<string>
  readonly tellings: ReadonlyArray<Telling>
  /** Events of the run, one per line. */
  readonly story: ReadonlyArray<string>
}

/**
 * Which runs.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  readonly seed: number
  readonly runs: number
  readonly concurrency?: number | undefined
  /** Runs this program alone. */
  readonly only?: string | undefined
  /** Lets the gateway pass everything on, so that only the user's own client breaks. */
  readonly honest?: boolean | undefined
  readonly onRun?: ((run: Run) => void) | undefined
}

/** Server, gateway and clients of one run at a time. */
interface Place {
  readonly server: Server.Running
  readonly gateway: Gateway.Running
  readonly clients: ReadonlyArray<HttpClient.HttpClient>
}

const policy = {
  ...RetryPolicy.keyed,
  attempts: 3,
  attemptTimeout: Duration.millis(400),
  deadline: Duration.seconds(5),
  backoff: { base: Duration.millis(1), factor: 2, cap: Duration.millis(10), jitter: 0.5 }
}

/** A user's client that breaks once after an answer has come. */
const breaking = (client: HttpClient.HttpClient, nth: number): HttpClient.HttpClient => {
  let count = 0
  return HttpClient.transformResponse(
    client,
    Effect.tap(() => ++count === nth ? Effect.die(new Error("a bug in the user's client")) : Effect.void)
  )
}

const executionsOf = (executions: ReadonlyArray<Server.Execution>, intent: string) =>
  executions.filter(({ intents }) => intents.includes(intent))

const judge = (
  intents: ReadonlyArray<string>,
  executions: ReadonlyArray<Server.Execution>,
  tellings: ReadonlyArray<Telling>
): ReadonlyArray<string> => [
  ...intents.flatMap((intent) => {
    const done = executionsOf(executions, intent)
    const applied = tellings.filter((telling) => telling.intent === intent && telling.outcome === "applied")
    const isTold = applied.length > 0
    const results = new Set(applied.flatMap(({ result }) => result ?? []))
    return [
      ...(results.size > 1 ? [`${intent} has ${results.size} different results`] : []),
      ...(done.length > 1 ? [`${intent} was executed ${done.length} times`] : []),
      ...(isTold && done.length === 0 ? [`${intent} was reported as applied and was not executed`] : [])
    ]
  }),
  ...tellings.flatMap(({ began, ended, intent, key, outcome }) => {
    const done = executionsOf(executions, intent)
    if (outcome === "applied but unreadable" && done.length === 0) {
      return [`${intent} was reported as applied but unreadable and was not executed`]
    }
    if (outcome !== "rejected" && outcome !== "not sent") return []
    const isOwn = ({ arrived, key: used }: Server.Execution) =>
      arrived >= began && arrived <= ended && (key === undefined || used === key)
    return done.some(isOwn)
      ? [`${intent} was reported as ${outcome} and was executed`]
      : []
  })
]

/** Waits, in real time, until the server has finished all work. */
const settled = (server: Server.Running): Effect.Effect<void> =>
  Effect.flatMap(Effect.sleep("2 millis"), () => server.working() === 0 ? Effect.void : settled(server))

const names = Object.keys(programs)

/**
 * The run of a seed.
 *
 * @since 0.1.0
 * @category constructors
 */
export const run = (
  { clients, gateway, server }: Place,
  seed: number,
  { honest = false, only }: Pick<Options, "honest" | "only"> = {}
): Effect.Effect<Run> =>
  Effect.gen(function*() {
    const draw = makeDraw(seed)
    const name = only ?? pick(draw, names)
    const program = programs[name] ?? (yield* Effect.dieMessage(`Unknown program "${name}".`))
    const behavior = { vocabulary: pick(draw, vocabularies), workMillis: pick(draw, [0, 0, 5, 40, 600]) }
    const refused = draw(12) === 0 && name !== "a removal"
    const bug = draw(4) === 0 ? 1 + draw(3) : 0
    const client = pick(draw, clients)
    const tellings: Array<Telling> = []
    let isCalm = honest
    const choose: Draw = makeDraw(seed + 1)
    server.reset(behavior)
    gateway.reset(() => isCalm ? { kind: "pass" } : Gateway.drawAction(choose))
    const qurl = yield* Qurl.make({
      apiKey: Redacted.make(`lv_test_strangers_${seed}`),
      baseUrl: `http://127.0.0.1:${gateway.port}`
    }).pipe(
      Effect.provideService(HttpClient.HttpClient, bug === 0 ? client : breaking(client, bug)),
      Effect.provide(RetryPolicy.layer(policy)),
      Effect.orDie
    )
    const intents = yield* program({
      qurl,
      name: `s${seed}`,
      refused,
      tell: (telling) => tellings.push(telling),
      calm: Effect.sync(() => {
        isCalm = true
      })
    })
    yield* settled(server)
    return {
      seed,
      program: name,
      violations: judge(intents, server.executions, tellings),
      unfinished: refused ? [] : intents.filter((intent) => executionsOf(server.executions, intent).length === 0),
      tellings,
      story: [
        `${name}; ${behavior.vocabulary.name}; the handler works ${behavior.workMillis} ms${
          bug === 0 ? "" : `; the user's client breaks after answer ${bug}`
        }`,
        ...gateway.done.map((action, index) => `request ${index + 1}: ${Gateway.describe(action)}`),
        ...tellings.map(({ intent, key, outcome }) => `reported ${intent} under ${key ?? "no key"}: ${outcome}`),
        ...server.executions.map(({ intents, key, method, url }) =>
          `executed ${method} ${url} under ${key ?? "no key"}: ${intents.join(", ")}`
        )
      ]
    }
  })

const place: Effect.Effect<Place, never, Scope.Scope> = Effect.gen(function*() {
  const clients = yield* Effect.forEach(
    [FetchHttpClient.layer, layerHttpClient],
    (layer) => Effect.map(Layer.build(Layer.fresh(layer)), Context.get(HttpClient.HttpClient))
  )
  const server = yield* Effect.acquireRelease(
    Effect.promise(() => Server.start({ vocabulary: vocabularies[0], workMillis: 0 })),
    ({ close }) => Effect.promise(close)
  )
  const gateway = yield* Effect.acquireRelease(
    Effect.promise(() => Gateway.start(server.port)),
    ({ close }) => Effect.promise(close)
  )
  return { server, gateway, clients }
})

/**
 * Runs of so many seeds, several at a time, each with a server and a gateway of its own.
 *
 * @since 0.1.0
 * @category constructors
 */
export const runs = (options: Options): Effect.Effect<ReadonlyArray<Run>> => {
  const { concurrency = 8, onRun, runs: count, seed } = options
  const worker = (first: number) =>
    Effect.scoped(Effect.flatMap(place, (here) =>
      Effect.forEach(
        Array.from(
          { length: Math.max(0, Math.ceil((count - first) / concurrency)) },
          (_, index) => seed + first + index * concurrency
        ),
        (each) => Effect.tap(run(here, each, options), (done) => Effect.sync(() => onRun?.(done)))
      )))
  return Effect.map(
    Effect.forEach(Array.from({ length: concurrency }, (_, index) => index), worker, { concurrency: "unbounded" }),
    (parts) => parts.flat().toSorted((one, other) => one.seed - other.seed)
  )
}

/**
 * Describes a run in which something is wrong, and how to repeat it.
 *
 * @since 0.1.0
 * @category combinators
 */
export const explain = ({ seed, story, violations }: Run): string =>
  [
    `Seed ${seed}: ${violations.join("; ")}`,
    ...story.map((line) => `  ${line}`),
    `Again: npm run strangers -- --seed ${seed} --runs 1`
  ].join("\n")
