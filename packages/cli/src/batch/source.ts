import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { constants, createReadStream, createWriteStream, openSync, type Stats } from "node:fs"
import { mkdir, readdir, rm, stat } from "node:fs/promises"
import { Socket } from "node:net"
import { join } from "node:path"
import type { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { v7 } from "uuid"
import { exitCodes } from "../exitCodes.js"
import { invalid, Problem } from "../problem.js"
import { codeOf, unreadable } from "./text.js"

/** Suffix of an input that is being kept. A process that was killed leaves it behind. */
const suffix = ".spool"

const dayMillis = 24 * 60 * 60 * 1000

/**
 * Opens a FIFO without waiting for its writer inside of the call, where no signal can end it. The socket reports the end
 * of the input once a writer has come and gone.
 */
const fifo = (file: string): Readable =>
  new Socket({ fd: openSync(file, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false })

const streamOf = (file: string, stats: Stats | undefined): Readable =>
  stats === undefined ? process.stdin : stats.isFIFO() ? fifo(file) : createReadStream(file)

/** Standard input by any of its names. */
const isStdin = (file: string): boolean => file === "-" || /^\/(dev\/stdin|dev\/fd\/0|proc\/self\/fd\/0)$/.test(file)

/** Removes what killed processes left behind. */
const sweep = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    if (!name.endsWith(suffix)) continue
    const file = join(folder, name)
    const { mtimeMs } = await stat(file)
    if (mtimeMs < Date.now() - dayMillis) await rm(file, { force: true })
  }
}

const keep = (directory: string, file: string, stats: Stats | undefined, name: string) =>
  Effect.suspend(() => {
    const folder = join(directory, "jobs")
    const kept = join(folder, `${v7()}${suffix}`)
    return Effect.tryPromise({
      try: async (signal) => {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await sweep(folder).catch(() => {})
        await pipeline(streamOf(file, stats), createWriteStream(kept, { mode: 0o600, flags: "wx" }), { signal })
      },
      catch: (error) =>
        new Problem({ exitCode: exitCodes.general, what: `${name} could not be kept in ${kept}${codeOf(error)}.` })
    }).pipe(
      Effect.as(kept),
      Effect.onError(() => Effect.promise(() => rm(kept, { force: true })))
    )
  })

interface Source {
  /** A regular file with the rows. */
  readonly file: string
  /** The input as messages call it. */
  readonly name: string
  /** The file is a copy that belongs to the command. */
  readonly kept: boolean
}

/**
 * The input as a regular file: a job reads it twice, and again when it resumes. Pipes, FIFOs, process substitutions and
 * devices can be read once, so they are copied to `directory` first. The copy is removed with the scope, unless a job has
 * taken it over by then.
 */
export const source = (
  named: string,
  file: string,
  directory: string
): Effect.Effect<Source, Problem, Scope.Scope> =>
  Effect.gen(function*() {
    const name = isStdin(named) ? "standard input" : named
    const stats = isStdin(named)
      ? undefined
      : yield* Effect.tryPromise({ try: () => stat(file), catch: (error) => unreadable(name, error) })
    if (stats?.isDirectory() === true) return yield* invalid(`${name} is a directory, not a file of rows.`)
    if (stats?.isSocket() === true) return yield* invalid(`${name} is a socket, not a file of rows.`)
    if (stats?.isFile() === true && !/^\/(dev|proc)\//.test(file)) return { file, name, kept: false }
    const kept = yield* Effect.acquireRelease(
      Effect.interruptible(keep(directory, file, stats, name)),
      (kept) => Effect.promise(() => rm(kept, { force: true }))
    )
    return { file: kept, name, kept: true }
  })
