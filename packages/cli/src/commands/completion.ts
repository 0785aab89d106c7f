import * as Args from "@effect/cli/Args"
import * as Effect from "effect/Effect"
import { type Command, type Group, make } from "../argv/command.js"
import { bash, fish, zsh } from "../argv/completion.js"
import * as Print from "../terminal/print.js"

const shell = {
  name: "SHELL",
  presence: "required",
  description: "bash, zsh or fish.",
  args: Args.choice<"bash" | "zsh" | "fish">([["bash", "bash"], ["zsh", "zsh"], ["fish", "fish"]], { name: "SHELL" })
} as const

/** It completes the commands that it is one of. */
export const completion = (commands: () => ReadonlyArray<Command | Group>): Command =>
  make({
    name: "completion",
    summary: "Print the completions for a shell.",
    examples: [
      { line: "source <(qurl completion bash)", what: "For this shell; in ~/.bashrc for every one" },
      { line: "qurl completion zsh > \"${fpath[1]}/_qurl\"", what: "For zsh" },
      { line: "qurl completion fish > ~/.config/fish/completions/qurl.fish", what: "For fish" }
    ],
    flags: {},
    arguments: { shell },
    run: (_, { shell }) => Effect.suspend(() => Print.line({ bash, fish, zsh }[shell](commands())))
  })
