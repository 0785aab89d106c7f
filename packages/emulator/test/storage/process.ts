import type { HttpClient } from "@effect/platform"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import { Effect } from "effect"
import { type ChildProcess, spawn } from "node:child_process"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { Emulator } from "../../src/index.js"

export const bin = fileURLToPath(new URL("../../dist/bin.js", import.meta.url))

/** Processes start slowly on a busy machine; no test here waits for the time to pass. */
export const patience = 120_000

export const exited = (child: ChildProcess) =>
  Effect.async<number | string | null>((resume) => {
    if (child.exitCode !== null || child.signalCode !== null) resume(Effect.succeed(child.exitCode ?? child.signalCode))
    else child.once("exit", (code, signal) => resume(Effect.succeed(code ?? signal)))
  })

/** The emulator as its users start it, ready when it says so. */
export const start = (...flags: ReadonlyArray<string>) =>
  Effect.acquireRelease(
    Effect.sync(() =>
      spawn(process.execPath, [bin, "--port", "0", "--json", ...flags], { stdio: ["ignore", "pipe", "inherit"] })
    ),
    (child) => Effect.zipRight(Effect.sync(() => child.kill("SIGKILL")), exited(child))
  ).pipe(
    Effect.flatMap((child) =>
      Effect.async<{ readonly child: ChildProcess; readonly url: string; readonly pid: number }>((resume) => {
        createInterface({ input: child.stdout }).once("line", (line) => {
          resume(Effect.succeed({ child, ...JSON.parse(line) }))
        })
        child.once("exit", () => resume(Effect.dieMessage("the emulator did not start; it runs from its build")))
      })
    )
  )

/** A process is controlled by HTTP and nothing else. */
export const at = (url: string) => <A, E, R>(effect: Effect.Effect<A, E, R | Emulator | HttpClient.HttpClient>) =>
  effect.pipe(
    Effect.provideService(Emulator, Emulator.of({ url, control: undefined as never })),
    Effect.provide(NodeHttpClient.layerUndici)
  )
