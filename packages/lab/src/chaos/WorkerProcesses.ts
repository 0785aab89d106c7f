/**
 * Client processes that are killed and resumed, and the outcomes that they report.
 *
 * @since 0.1.0
 */
import type { Inventory } from "@qurl/emulator"
import type { Verdict } from "@qurl/testing"
import * as Oracle from "@qurl/testing/Oracle"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { type Intent, Message, type Orders } from "./Message.js"
import * as Process from "./Process.js"

const decodeMessage = Schema.decodeEither(Schema.parseJson(Message))

/** An intent and how far it has come. */
interface Progress {
  readonly intent: Intent
  readonly call: Oracle.Call
  /** Processes that have begun with it, where they say so. */
  processes: number
  isDone: boolean
}

/**
 * The intents of all clients of a run, and their reported outcomes.
 *
 * @since 0.1.0
 * @category models
 */
export class Book {
  readonly #ledger: Oracle.Ledger
  readonly #progress = new Map<string, Progress>()
  readonly #headers = new Map<string, string>()
  /** Counts of reported outcomes, and of error tags for failures. */
  readonly told = new Map<string, number>()
  /** Processes that ended by a bug. */
  readonly bugs: Array<string> = []

  constructor(nonce: string) {
    this.#ledger = Oracle.makeLedger(nonce)
  }

  /** Declares an intent. Of its links, each is known by its label. */
  declare(intent: Intent): Intent {
    const call = this.#ledger.begin(intent.labels.length === 1 ? "create" : "batchCreate", {
      label: intent.name,
      declared: true
    })
    call.work = intent.name
    call.key = intent.key
    const header = this.#ledger.header({ intent: call.intent, call, work: undefined })
    for (const label of intent.labels) this.#headers.set(label, header)
    this.#progress.set(intent.name, { intent, call, processes: 0, isDone: false })
    return intent
  }

  get intents(): number {
    return this.#progress.size
  }

  get done(): number {
    return this.intents - this.unfinished.length
  }

  isDone(name: string): boolean {
    return this.#progress.get(name)?.isDone === true
  }

  /** The intents that no client could finish. */
  get unfinished(): ReadonlyArray<string> {
    return [...this.#progress.values()].filter(({ isDone }) => !isDone).map(({ intent }) => intent.name)
  }

  read(line: string): void {
    const message = decodeMessage(line)
    if (Either.isLeft(message)) return
    this.#note(message.right)
  }

  #count(what: string): void {
    this.told.set(what, (this.told.get(what) ?? 0) + 1)
  }

  #note(message: Message): void {
    if ("stopped" in message) return this.#count(message.stopped)
    const progress = this.#progress.get("began" in message ? message.began : message.told)
    if (progress === undefined || progress.isDone) return
    if ("began" in message) {
      progress.call.writes = true
      progress.processes += 1
      return
    }
    this.#tell(progress, message)
  }

  #tell(progress: Progress, message: Extract<Message, { told: string }>): void {
    const { call, intent } = progress
    const { link, outcome, resources } = message
    this.#count(message.error ?? outcome)
    call.writes = true
    // The second process cannot say of the request of the first one that it was rejected. A journal can.
    const isRejected = outcome === "rejected" && progress.processes < 2
    if (!isRejected && outcome !== "applied" && outcome !== "applied but unreadable") return
    progress.isDone = true
    this.#ledger.end(
      call,
      outcome,
      outcome !== "applied" ? [] : [
        { kind: "token.created", subject: link, own: true, count: link === undefined ? intent.labels.length : 1 },
        ...resources.map((subject): Oracle.Claim => ({ kind: "resource.created", subject, own: false, count: 1 }))
      ]
    )
  }

  /** Compares the reported outcomes with the effects. */
  judge({ effects, tokens }: Inventory.Inventory): Verdict {
    const labels = new Map(tokens.map(({ id, label }) => [id, label ?? ""]))
    return Oracle.judge(
      this.#ledger,
      effects.map((effect) => ({
        ...effect,
        intent: this.#headers.get(labels.get(effect.subject) ?? "") ?? null
      }))
    )
  }
}

/**
 * A client of a run, in one process after the other.
 *
 * @since 0.1.0
 * @category models
 */
export interface Worker {
  /** To the process that runs at the moment, once it has said something. Tells whether there is one. */
  readonly signal: (signal: NodeJS.Signals) => Effect.Effect<boolean>
  /** Starts processes until every intent is finished, or several in a row have finished none. */
  readonly work: Effect.Effect<void>
}

/**
 * A client that does its intents: one after the other, or with a journal as the rows of a job.
 *
 * @since 0.1.0
 * @category constructors
 */
export const worker = (
  book: Book,
  orders: Orders,
  options: {
    /** The file that `Program.make` makes. */
    readonly program: string
    readonly env?: Readonly<Record<string, string>> | undefined
    /** True while something still goes wrong, so that patience is endless. */
    readonly isTroubled: () => boolean
  }
): Worker => {
  let current: Process.Running | undefined
  let hasSpoken = false
  const unfinished = () => orders.intents.filter(({ name }) => !book.isDone(name))
  const isDone = () => unfinished().length === 0
  /** A job is always all of its rows. */
  const remaining = () => orders.journal === null ? unfinished() : orders.intents
  const once = Effect.scoped(Effect.gen(function*() {
    const running = yield* Process.start({
      command: process.execPath,
      args: [options.program, JSON.stringify({ ...orders, intents: remaining() } satisfies Orders)],
      env: options.env,
      onLine: (line) => {
        hasSpoken = true
        book.read(line)
      }
    })
    current = running
    const code = yield* running.ended
    current = undefined
    hasSpoken = false
    if (code !== 0 && code !== null) book.bugs.push(running.said())
  }))
  return {
    signal: (signal) =>
      Effect.sync(() => {
        if (hasSpoken) current?.signal(signal)
        return hasSpoken
      }),
    work: Effect.gen(function*() {
      let idle = 0
      while (!isDone() && idle < 8) {
        const before = unfinished().length
        yield* once
        idle = options.isTroubled() || unfinished().length < before ? 0 : idle + 1
        // A server that is not there is not asked all the time.
        if (!isDone()) yield* Effect.sleep("200 millis")
      }
    })
  }
}
