import { globalFlags } from "../terminal/session.js"
import { type Command, type Group, isGroup } from "./command.js"
import type { Flag } from "./flag.js"

type Node = Command | Group

interface Word {
  readonly word: string
  readonly summary: string
  /** What a flag can be given, where that is one of few. */
  readonly choices: ReadonlyArray<string>
}

interface Entry {
  readonly path: ReadonlyArray<string>
  readonly words: ReadonlyArray<Word>
}

const flagWords = (flags: ReadonlyArray<Flag<unknown>>): ReadonlyArray<Word> =>
  flags.map(({ choices = [], description, name }) => ({ word: `--${name}`, summary: description, choices }))

/** What can follow each beginning of a command line. */
const entries = (path: ReadonlyArray<string>, nodes: ReadonlyArray<Node>): ReadonlyArray<Entry> => [
  { path, words: nodes.map(({ name, summary }) => ({ word: name, summary, choices: [] })) },
  ...nodes.flatMap((node) =>
    isGroup(node)
      ? entries([...path, node.name], node.children)
      : [{ path: [...path, node.name], words: flagWords([...node.flags, ...Object.values(globalFlags)]) }]
  )
]

const key = (path: ReadonlyArray<string>): string => path.join(" ")

/** Finds the command: words before the cursor that are not flags, as long as they name one. */
const walk = (set: string) =>
  `  local path="" word
  for word in "\${words[@]:1:$((cword - 1))}"; do
    case "$word" in -*) continue ;; esac
    case "$path $word" in
${set}
      *) ;;
    esac
  done`

const cases = (nodes: ReadonlyArray<Node>): string =>
  entries([], nodes)
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => {
      const before = path.slice(0, -1).join(" ")
      return `      "${before} ${path.at(-1) ?? ""}") path="${key(path)}" ;;`
    })
    .join("\n")

const answers = (nodes: ReadonlyArray<Node>): string =>
  entries([], nodes)
    .map(({ path, words }) => `    "${key(path)}") candidates="${words.map(({ word }) => word).join(" ")}" ;;`)
    .join("\n")

const values = (nodes: ReadonlyArray<Node>): string =>
  entries([], nodes)
    .flatMap(({ path, words }) =>
      words.filter(({ choices }) => choices.length > 0)
        .map(({ choices, word }) => `    "${key(path)} ${word}") candidates="${choices.join(" ")}" ;;`)
    )
    .join("\n")

export const bash = (nodes: ReadonlyArray<Node>): string =>
  `# qurl completion bash
_qurl() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" cword=$COMP_CWORD candidates=""
  local -a words=("\${COMP_WORDS[@]}")
${walk(cases(nodes))}
  case "$path" in
${answers(nodes)}
  esac
  case "$path \${words[$((cword - 1))]}" in
${values(nodes)}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$cur"))
}
complete -o default -F _qurl qurl`

/** zsh runs the completions of bash. */
export const zsh = (nodes: ReadonlyArray<Node>): string =>
  `#compdef qurl
autoload -U +X bashcompinit && bashcompinit
${bash(nodes)}`

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`

export const fish = (nodes: ReadonlyArray<Node>): string =>
  [
    "# qurl completion fish",
    "function __qurl_at",
    "  set -l path",
    "  for word in (commandline -opc)[2..-1]",
    "    string match -q -- '-*' $word; or set -a path $word",
    "  end",
    "  string match -q -- \"$argv[1]\" \"$path\"; or string match -q -- \"$argv[1] *\" \"$path\"",
    "end",
    ...entries([], nodes).flatMap(({ path, words }) =>
      words.map(({ choices, summary, word }) => {
        const condition = path.length === 0 ? "__fish_use_subcommand" : `__qurl_at ${quoted(key(path))}`
        const value = choices.length === 0 ? "" : ` -x -a ${quoted(choices.join(" "))}`
        const candidate = word.startsWith("--") ? `-l ${word.slice(2)}${value}` : `-f -a ${quoted(word)}`
        return `complete -c qurl -n ${quoted(condition)} ${candidate} -d ${quoted(summary)}`
      })
    )
  ].join("\n")
