import * as Effect from "effect/Effect"
import { choiceOf, type Group, loadAll, make } from "../argv/command.js"
import { bash, fish, powershell, zsh } from "../argv/completion.js"
import * as Print from "../terminal/print.js"

/** Completions for the commands of a group. */
export const completion = (root: () => Group) =>
  make({
    name: "completion",
    summary: "Print the completions for a shell.",
    examples: [
      { line: "source <(qurl completion bash)", what: "For this shell; in ~/.bashrc for every one" },
      { line: "qurl completion zsh > \"${fpath[1]}/_qurl\"", what: "For zsh" },
      { line: "qurl completion fish > ~/.config/fish/completions/qurl.fish", what: "For fish" },
      { line: "qurl completion powershell | Out-String | Invoke-Expression", what: "For PowerShell" }
    ],
    flags: {},
    arguments: { shell: choiceOf("SHELL", ["bash", "zsh", "fish", "powershell"], "bash, zsh, fish or powershell.") },
    run: (_, { shell }) =>
      Effect.flatMap(loadAll(root()), ({ children }) => Print.line({ bash, fish, powershell, zsh }[shell](children)))
  })
