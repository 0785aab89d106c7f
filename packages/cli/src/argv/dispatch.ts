import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import { type Problem, usage } from "../problem.js"
import * as Report from "../terminal/errorReport.js"
import { fileSettings, type Given, globalFlags, make, none, Session } from "../terminal/session.js"
import * as Stdio from "../terminal/stdio.js"
import { visible } from "../terminal/visible.js"
import { versionLine } from "../version.js"
import { type Command, type Environment, type Failure, type Group, isGroup, load, type Node } from "./command.js"
import { parseAll, type Values } from "./flag.js"
import * as Help from "./help.js"
import { find, isFlag, split } from "./splitWords.js"
import { didYouMean } from "./suggest.js"

const globals = Object.values(globalFlags)

interface Found {
  readonly path: ReadonlyArray<string>
  readonly node: Command | Group
  /** Words without the names of commands and without global flags. */
  readonly rest: ReadonlyArray<string>
  readonly global: ReadonlyArray<string>
}

/** Finds the command. Names of commands come first; global flags may stand anywhere before `--`. */
const locate = (root: Group, words: ReadonlyArray<string>): Effect.Effect<Found> =>
  Effect.gen(function*() {
    const path: Array<string> = []
    const rest: Array<string> = []
    const global: Array<string> = []
    let node: Command | Group = root
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? ""
      if (word === "--") {
        rest.push(...words.slice(i))
        break
      }
      if (isFlag(word)) {
        const flag = find(word, globals)
        const own = isGroup(node) ? undefined : find(word, node.flags)
        const target = flag === undefined ? rest : global
        target.push(word)
        const takesNext = (flag ?? own)?.value !== undefined && !word.includes("=") && i + 1 < words.length
        if (takesNext) target.push(words[++i] ?? "")
        continue
      }
      const child: Node | undefined = isGroup(node) && rest.length === 0
        ? node.children.find(({ name }) => name === word)
        : undefined
      if (child === undefined) rest.push(word)
      else {
        node = yield* load(child)
        path.push(word)
      }
    }
    return { path, node, rest, global }
  })

const parseGlobals = (words: ReadonlyArray<string>): Either.Either<Values<typeof globalFlags>, Problem> =>
  Either.flatMap(
    split(words, globals),
    ({ flags }) => Either.mapLeft(parseAll(globalFlags, flags), (problem) => usage(problem))
  )

const unknown = ({ node, path, rest }: Found): Problem => {
  const group = isGroup(node) ? node.children : []
  const word = rest[0] ?? ""
  const prefix = ["qurl", ...path].join(" ")
  if (isFlag(word)) {
    const name = word.split("=", 1)[0] ?? word
    return usage(`Unknown flag ${name}.${didYouMean(name, globals.map(({ name }) => `--${name}`))}`)
  }
  return usage(`${prefix} has no command ${JSON.stringify(word)}.${didYouMean(word, group.map(({ name }) => name))}`)
}

const perform = (found: Found, help: boolean): Effect.Effect<void, Failure, Environment> =>
  Effect.gen(function*() {
    const { colours } = yield* Session
    const { node, path, rest } = found
    if (isGroup(node)) {
      const [word] = rest
      if (path.length === 0 && (word === "--version" || word === "version")) return yield* Stdio.out(versionLine)
      if (help && path.length === 0 && word === "environment") {
        return yield* Stdio.out(Help.ofEnvironment(colours.out, Stdio.width()))
      }
      if (help || (word === undefined && path.length === 0)) {
        return yield* Stdio.out(Help.ofGroup(path, node, colours.out, Stdio.width()))
      }
      if (word === undefined) {
        const names = node.children.map(({ name }) => name).join(", ")
        return yield* usage(`${["qurl", ...path].join(" ")} needs a command: ${names}.`)
      }
      return yield* unknown(found)
    }
    if (help) return yield* Stdio.out(Help.ofCommand(path, node, colours.out, Stdio.width()))
    yield* yield* node.parse(rest)
  })

/** Sends the log of the SDK to standard error. Without --verbose it holds errors only. */
const logTo = ({ json, verbose }: Session["Type"]) =>
  Layer.merge(
    Logger.replace(
      Logger.defaultLogger,
      Logger.withConsoleError(Logger.map(json ? Logger.jsonLogger : Logger.logfmtLogger, visible))
    ),
    Logger.minimumLogLevel(verbose ? LogLevel.Debug : LogLevel.Error)
  )

/** Commands that work with a profile that does not exist yet. */
const creators = ["login", "logout"]

/** Runs a command line and returns the exit code. */
export const run = (
  root: Group,
  words: ReadonlyArray<string>
): Effect.Effect<number, never, Exclude<Environment, Session>> => {
  const named = words[0] === "help" ? [...words.slice(1), "--help"] : words
  return Effect.gen(function*() {
    const found = yield* locate(root, named)
    const where = ["qurl", ...found.path].join(" ")
    const sessionOf = (given: Given, files = {}) => make(where, given, files, process.env, Stdio.isTerminal)
    const report = (error: Failure, session: Session["Type"]): Effect.Effect<number> => {
      if (error._tag === "Closed") return Effect.succeed(0)
      const raw = Report.reportOf(error)
      const shown = raw.exitCode === 2 && raw.next === ""
        ? { ...raw, next: `${where} --help shows how it is used.` }
        : raw
      return Effect.as(
        Stdio.err(session.json ? Report.asJson(shown) : Report.lines(shown, session.colours.err)),
        shown.exitCode
      )
    }
    const given = parseGlobals(found.global)
    if (Either.isLeft(given)) return yield* report(given.left, sessionOf({ ...none, json: named.includes("--json") }))
    const isHelp = given.right.help || isGroup(found.node)
    const isNew = creators.includes(found.path[0] ?? "")
    const files = yield* Effect.either(isHelp ? Effect.succeed({}) : fileSettings(given.right, process.env, isNew))
    if (Either.isLeft(files)) return yield* report(files.left, sessionOf(given.right))
    const session = sessionOf(given.right, files.right)
    return yield* perform(found, given.right.help).pipe(
      Effect.provide(logTo(session)),
      Effect.provideService(Session, session),
      Effect.matchEffect({
        onSuccess: () => Effect.succeed(0),
        onFailure: (error) => report(error, session)
      })
    )
  })
}
