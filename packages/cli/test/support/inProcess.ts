import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { Console, Effect, Layer } from "effect"
import { Console as NodeConsole } from "node:console"
import { Readable, Writable } from "node:stream"
import { run } from "../../src/argv/dispatch.js"
import { root } from "../../src/root.js"
import type { Ended, Options } from "./process.js"

const platform = Layer.merge(NodeFileSystem.layer, NodePath.layer)

const collector = () => {
  const chunks: Array<Buffer> = []
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk)
      done()
    }
  })
  return { stream, text: () => Buffer.concat(chunks).toString() }
}

/** Puts streams, an environment and a directory in place of those of this process, and returns how to undo that. */
const replace = (streams: Readonly<Record<string, unknown>>, { cwd, env = {} }: Options) => {
  const before = { directory: process.cwd(), env: process.env }
  const streamsBefore = Object.keys(streams).map((name) =>
    [name, Object.getOwnPropertyDescriptor(process, name)] as const
  )
  for (const [name, value] of Object.entries(streams)) {
    Object.defineProperty(process, name, { configurable: true, value })
  }
  process.env = { PATH: before.env["PATH"], ...env }
  if (cwd !== undefined) process.chdir(cwd)
  return () => {
    for (const [name, descriptor] of streamsBefore) Object.defineProperty(process, name, descriptor ?? {})
    process.env = before.env
    process.chdir(before.directory)
  }
}

// Two commands at once would share their streams.
const turns = Effect.unsafeMakeSemaphore(1)

/** Runs the command within this process. */
export const inProcess = (args: ReadonlyArray<string>, options: Options): Effect.Effect<Ended> =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const [stdout, stderr] = [collector(), collector()]
      const stdin = Readable.from([Buffer.from(options.stdin ?? "")])
      return { stdout, stderr, restore: replace({ stdin, stdout: stdout.stream, stderr: stderr.stream }, options) }
    }),
    ({ stderr, stdout }) =>
      run(root, args).pipe(
        Effect.provide(platform),
        // Loggers write to the console, which belongs to the test runner.
        (command) =>
          Console.consoleWith((console) =>
            Console.withConsole(command, { ...console, unsafe: new NodeConsole(stdout.stream, stderr.stream) })
          ),
        Effect.map((code) => ({ code, stdout: stdout.text(), stderr: stderr.text() }))
      ),
    ({ restore }) => Effect.sync(restore)
  ).pipe(turns.withPermits(1))
