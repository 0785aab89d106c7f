import type { CrashReport } from "./crash.js"
import type { Measured } from "./measure.js"
import type { Refused } from "./retention.js"

interface Parts {
  readonly options: string
  readonly crashed: CrashReport
  readonly measured: ReadonlyArray<Measured>
  readonly loop: Omit<Measured, "peak">
  readonly refused: Refused
  readonly node: string
  readonly cores: number
}

const table = (head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string | number>>): string =>
  [head, head.map(() => "-"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n")

const count = (value: number): string => Math.round(value).toLocaleString("en-US")

const rate = ({ rows, seconds }: { readonly rows: number; readonly seconds: number }) =>
  `${count(rows / seconds)} rows/s`

const messageOf = (said: string): string => {
  const line = said.split("\n").find((each) => each.startsWith("{\"error\"")) ?? "{}"
  const parsed: unknown = JSON.parse(line)
  if (typeof parsed !== "object" || parsed === null || !("error" in parsed)) return said
  const { error } = parsed
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : said
}

/** The results as a page of the documentation. */
export const resultsPage = ({ cores, crashed, loop, measured, node, options, refused }: Parts): string => {
  const { emulatorKills, exist, kills, listed, problems, repeated, rows, runs, seconds, stops } = crashed
  const same = measured.find((each) => each.rows === loop.rows)
  return `# Bulk work, killed

\`\`\`sh
npm run bulk:prove -- ${options}
\`\`\`

The command works against the emulator, both as processes of their own over sockets and files, on Node ${node} with
${cores} cores that others were using as well.

## Every row once

${count(rows)} rows of a CSV, ${
    count(repeated)
  } of them repetitions of an earlier row, two whole requests the same. One request in
ten meets a fault: the connection is destroyed before or after the commit or within the answer, the answer never comes, 429, or
503 after the commit. The command is killed with SIGKILL and resumed until it has finished.

${
    table(["what", "count"], [
      ["kills before a request was on its way", kills.before],
      ["kills while a request was on its way", kills.sent],
      ["kills right after an answer was handed over", kills.answered],
      ["kills while the result file was written", kills.results],
      ["of these together with the server", emulatorKills],
      ["runs that stopped because a request had failed for good", stops],
      ["runs in all", runs],
      ["rows of the input", count(rows)],
      ["links in the server's database", count(exist)],
      ["rows in the result file", count(listed)],
      ["rows that are missing, doubled or wrong", problems.length]
    ])
  }

It took ${count(seconds)} s.

## Memory and speed

Without faults, from the start of the process to its end: the file is read and checked, then read and sent, and every request is
written down before it goes out and after its answer.

${
    table(
      ["rows", "peak memory", "seconds", "throughput"],
      measured.map((each) => [
        count(each.rows),
        `${count(each.peak)} MiB`,
        each.seconds.toFixed(1),
        rate(each)
      ])
    )
  }

A plain loop of \`Qurl.batchCreate\`, one request after the other and nothing written down, creates ${
    count(loop.rows)
  } rows in ${loop.seconds.toFixed(1)} s:
${rate(loop)}${
    same === undefined ? "" : `, beside ${rate(same)} of the command`
  }. The emulator commits every request to the
disk, and does most of the work of both.

## Beyond the retention

A request is lost, the command is killed, and it resumes only after the time for which the server is said to keep answers, 1 s
here. It refuses, with exit code ${refused.code}:

> ${messageOf(refused.said)}

After \`qurl jobs reconcile --send-again\` it resumes: ${refused.after.exist} links for ${refused.after.rows} rows.
`
}
