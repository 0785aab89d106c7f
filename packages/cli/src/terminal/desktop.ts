import * as Effect from "effect/Effect"
import { spawn } from "node:child_process"
import { toggle, type Values } from "../argv/flag.js"
import * as Print from "./print.js"
import type { Session } from "./session.js"
import * as Stdio from "./stdio.js"

/** Flags of commands that make a link. */
export const linkOutputFlags = {
  copy: toggle("copy", "Copy the link to the clipboard."),
  qr: toggle("qr", "Show the link as a QR code, on standard error."),
  open: toggle("open", "Open the link in a browser ($QURL_BROWSER, $BROWSER).")
}

type Program = readonly [command: string, ...args: ReadonlyArray<string>]

const clipboards = (): ReadonlyArray<Program> => {
  if (process.platform === "darwin") return [["pbcopy"]]
  if (process.platform === "win32") return [["clip"]]
  return [["wl-copy"], ["xclip", "-selection", "clipboard"], ["xsel", "--input", "--clipboard"]]
}

const browsers = (): ReadonlyArray<Program> => {
  const named = [process.env["QURL_BROWSER"], process.env["BROWSER"]].find((name) => name !== undefined && name !== "")
  if (named !== undefined) return [[named]]
  if (process.platform === "darwin") return [["open"]]
  return process.platform === "win32" ? [["rundll32", "url.dll,FileProtocolHandler"]] : [["xdg-open"]]
}

/** Runs a program and gives it text. False if it cannot be started, or fails. */
const feed = ([command, ...args]: Program, text: string): Effect.Effect<boolean> =>
  Effect.async((resume) => {
    const child = spawn(command, args, { stdio: ["pipe", "ignore", "ignore"] })
    child.once("error", () => resume(Effect.succeed(false)))
    child.once("exit", (code) => resume(Effect.succeed(code === 0)))
    child.stdin.on("error", () => {})
    child.stdin.end(text)
  })

/** Starts a program that outlives the command. False if it cannot be started. */
const start = ([command, ...args]: Program): Effect.Effect<boolean> =>
  Effect.async((resume) => {
    const child = spawn(command, args, { stdio: "ignore", detached: true })
    child.once("error", () => resume(Effect.succeed(false)))
    child.once("spawn", () => {
      child.unref()
      resume(Effect.succeed(true))
    })
  })

const anyOf = (programs: ReadonlyArray<Program>, run: (program: Program) => Effect.Effect<boolean>) =>
  Effect.reduce(programs, false, (done, program) => done ? Effect.succeed(true) : run(program))

const namesOf = (programs: ReadonlyArray<Program>): string => programs.map(([command]) => command).join(", ")

/** Brings a link to where the flags say. A failure is a remark: the link has been created and printed. */
export const presentLink = (
  link: string,
  { copy, open, qr }: Values<typeof linkOutputFlags>
): Effect.Effect<void, never, Session> =>
  Effect.gen(function*() {
    if (qr) {
      const { renderUnicodeCompact } = yield* Effect.promise(() => import("../lazy/uqr.js"))
      const code = renderUnicodeCompact(link)
      const width = code.indexOf("\n")
      yield* Stdio.isTerminal.err && width > Stdio.columns()
        ? Print.note(`The QR code needs a terminal of ${width} columns.`)
        : Stdio.err(`${code}\n`)
    }
    if (copy) {
      const copied = yield* anyOf(clipboards(), (program) => feed(program, link))
      yield* Print.note(
        copied ? "Copied the link." : `The link was not copied: none of ${namesOf(clipboards())} works here.`
      )
    }
    // Only a web address is handed to a browser, whatever the server has answered.
    if (open && /^https?:\/\//.test(link)) {
      const opened = yield* anyOf(browsers(), (program) => start([...program, link]))
      if (!opened) yield* Print.note(`The link was not opened: ${namesOf(browsers())} could not be started.`)
    }
  })
