import { globalFlags } from "../terminal/session.js"
import { type Command, isGroup, type LoadedGroup } from "./command.js"
import type { Flag } from "./flag.js"

type Node = Command | LoadedGroup

interface Word {
  readonly word: string
  readonly summary: string
  /** Values of a flag, if they are few. */
  readonly choices: ReadonlyArray<string>
}

interface Entry {
  readonly path: ReadonlyArray<string>
  readonly words: ReadonlyArray<Word>
}

const flagWords = (flags: ReadonlyArray<Flag<unknown>>): ReadonlyArray<Word> =>
  flags.map(({ choices = [], description, name }) => ({ word: `--${name}`, summary: description, choices }))

/** Words that can follow each beginning of a command line. */
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

/** Completions of bash, which zsh runs. */
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

const powershellQuoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const powershell = (nodes: ReadonlyArray<Node>): string => {
  const table = entries([], nodes).flatMap(({ path, words }) => [
    `    ${powershellQuoted(key(path))} = @(${words.map(({ word }) => powershellQuoted(word)).join(", ")})`,
    ...words.filter(({ choices }) => choices.length > 0).map(({ choices, word }) =>
      `    ${powershellQuoted(`${key(path)} ${word}`)} = @(${choices.map(powershellQuoted).join(", ")})`
    )
  ])
  return `# qurl completion powershell
Register-ArgumentCompleter -Native -CommandName qurl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $candidates = @{
${table.join("\n")}
  }
  $path = ''
  $previous = ''
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $word = $element.ToString()
    $previous = $word
    if ($word.StartsWith('-')) { continue }
    $next = "$path $word".Trim()
    if ($candidates.ContainsKey($next)) { $path = $next }
  }
  $found = $candidates["$path $previous"]
  if ($null -eq $found) { $found = $candidates[$path] }
  $found | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}`
}
