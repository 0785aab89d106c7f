import { PCGRandom } from "effect/Utils"
import TinyQueue from "tinyqueue"

/** Assumptions of the simulation. Times are in milliseconds. */
export interface Assumptions {
  readonly rows: number
  readonly rowsPerRequest: number
  readonly workers: number
  /** Requests per second of all workers together; undefined is as many as the parts can take. */
  readonly requestsPerSecond: number | undefined
  /** Time of one journal statement in its database, and how many it runs at once. */
  readonly journal: { readonly millis: number; readonly atOnce: number }
  /** Time of taking one token: a statement that locks the row of the pace, so they run one after the other. */
  readonly paceMillis: number
  /** Time of a request in the API, and how many it works on at once. It claims and completes a record in that time. */
  readonly api: { readonly millis: number; readonly atOnce: number }
  /** Time on the network, there and back. */
  readonly networkMillis: number
  /** Share of requests whose answer is lost after the execution, and of those that never arrive. */
  readonly lost: { readonly after: number; readonly before: number }
  /** Time until a client gives an answer up. */
  readonly timeoutMillis: number
  /** Pause before a request is repeated, doubled by every attempt up to 20 times this. */
  readonly backoffMillis: number
  /** Mean time between two deaths of one worker, and the time until another process stands in for it. */
  readonly death: { readonly every: number; readonly restart: number }
  /** Time for which the API keeps a record. */
  readonly retentionMillis: number
  /** Time after which the chunk of a dead worker is free for others. */
  readonly leaseMillis: number
  readonly seed: number
}

/** Result of a simulation. */
export interface Outcome {
  readonly seconds: number
  readonly rowsPerSecond: number
  /** Requests that arrived at the API. */
  readonly requests: number
  /** Requests that were answered from a record. */
  readonly replays: number
  /** Chunks that were never executed. */
  readonly missing: number
  /** Executions beyond the first of a chunk. */
  readonly double: number
  readonly deaths: number
  /** Share of the time that each part was busy, 0 to 1. */
  readonly busy: { readonly journal: number; readonly pace: number; readonly api: number }
  /** Most requests that arrived within one second. */
  readonly busiestSecond: number
}

/** A part that works on so many things at once and lets the others wait in line. */
class Part {
  private readonly freeAt: TinyQueue<number>
  busy = 0

  constructor(atOnce: number) {
    this.freeAt = new TinyQueue(Array.from({ length: atOnce }, () => 0))
  }

  /** When a job of this length is finished that arrives now. */
  finish(now: number, millis: number): number {
    const end = Math.max(now, this.freeAt.pop() ?? now) + millis
    this.freeAt.push(end)
    this.busy += millis
    return end
  }
}

interface Event {
  readonly at: number
  readonly run: (now: number) => void
}

/** Counts arrivals per second without keeping them. */
class Seconds {
  private second = 0
  private count = 0
  most = 0

  arrive(at: number): void {
    const second = Math.floor(at / 1000)
    if (second !== this.second) {
      this.second = second
      this.count = 0
    }
    this.count += 1
    this.most = Math.max(this.most, this.count)
  }
}

/** The API with its records: a request is answered from the record of its key while that is kept, else it is executed. */
class Api {
  private readonly executedAt: Float64Array
  requests = 0
  replays = 0
  /** Executions beyond the first. */
  double = 0

  constructor(chunks: number, private readonly retentionMillis: number) {
    this.executedAt = new Float64Array(chunks).fill(Number.NaN)
  }

  receive(chunk: number, now: number): void {
    this.requests += 1
    const before = this.executedAt[chunk] ?? Number.NaN
    if (now - before < this.retentionMillis) {
      this.replays += 1
      return
    }
    if (!Number.isNaN(before)) this.double += 1
    this.executedAt[chunk] = now
  }

  get missing(): number {
    return this.executedAt.reduce((sum, at) => sum + (Number.isNaN(at) ? 1 : 0), 0)
  }
}

/** A chunk that a worker has claimed. A worker that dies leaves it to the others once its lease has ended. */
interface Claim {
  readonly chunk: number
  readonly diesAt: number
}

/**
 * Runs a bulk job over many workers in virtual time. A worker claims a chunk in the journal, takes a token of the shared
 * pace for every attempt, sends the request, repeats it under its key while the answer is lost, and settles the chunk.
 */
export const simulate = (assumed: Assumptions): Outcome => {
  const random = new PCGRandom(assumed.seed)
  const chunks = Math.ceil(assumed.rows / assumed.rowsPerRequest)
  const events = new TinyQueue<Event>([], (a, b) => a.at - b.at)
  const at = (time: number, run: (now: number) => void) => events.push({ at: time, run })

  const journal = new Part(assumed.journal.atOnce)
  const pace = new Part(1)
  const server = new Part(assumed.api.atOnce)
  const api = new Api(chunks, assumed.retentionMillis)
  const seconds = new Seconds()
  const spacing = assumed.requestsPerSecond === undefined ? 0 : 1000 / assumed.requestsPerSecond
  const orphans: Array<number> = []
  let fresh = 0
  let settled = 0
  let nextToken = 0
  let deaths = 0
  let end = 0

  const exponential = (mean: number) => -mean * Math.log(1 - random.number())

  /** True if the worker is dead at this time. Its chunk is free when its lease has ended; another process takes its place. */
  const isDead = ({ chunk, diesAt }: Claim, now: number): boolean => {
    if (now < diesAt) return false
    deaths += 1
    at(Math.max(now, diesAt + assumed.leaseMillis), () => orphans.push(chunk))
    at(Math.max(now, diesAt + assumed.death.restart), worker)
    return true
  }

  const worker = (now: number) => work(now, now + exponential(assumed.death.every))

  const work = (now: number, diesAt: number): void => {
    if (settled === chunks) return
    const chunk = orphans.pop() ?? (fresh < chunks ? fresh++ : undefined)
    // Nothing is left but what others hold: look again after a lease.
    if (chunk === undefined) return at(now + assumed.leaseMillis, (now) => work(now, diesAt))
    at(journal.finish(now, assumed.journal.millis), (now) => attempt(now, { chunk, diesAt }, 1))
  }

  const attempt = (now: number, claim: Claim, number: number): void => {
    if (isDead(claim, now)) return
    const taken = spacing === 0 ? now : pace.finish(now, assumed.paceMillis)
    const token = Math.max(taken, nextToken)
    nextToken = token + spacing
    at(token, (now) => send(now, claim, number))
  }

  const send = (now: number, claim: Claim, number: number): void => {
    if (isDead(claim, now)) return
    const fate = random.number()
    const again = (now: number) => {
      const pause = assumed.backoffMillis * Math.min(20, 2 ** (number - 1)) * random.number()
      at(now + pause, (now) => attempt(now, claim, number + 1))
    }
    if (fate < assumed.lost.before) return again(now + assumed.timeoutMillis)
    seconds.arrive(now)
    api.receive(claim.chunk, now)
    const answered = server.finish(now + assumed.networkMillis / 2, assumed.api.millis) + assumed.networkMillis / 2
    if (fate < assumed.lost.before + assumed.lost.after || answered - now > assumed.timeoutMillis) {
      return again(now + assumed.timeoutMillis)
    }
    at(answered, (now) => settle(now, claim))
  }

  const settle = (now: number, claim: Claim): void => {
    if (isDead(claim, now)) return
    at(journal.finish(now, assumed.journal.millis), (now) => {
      settled += 1
      end = now
      work(now, claim.diesAt)
    })
  }

  for (let index = 0; index < assumed.workers; index++) at(index, worker)
  for (let event = events.pop(); event !== undefined && settled < chunks; event = events.pop()) event.run(event.at)

  return {
    seconds: end / 1000,
    rowsPerSecond: assumed.rows / (end / 1000),
    requests: api.requests,
    replays: api.replays,
    missing: api.missing,
    double: api.double,
    deaths,
    busy: {
      journal: journal.busy / assumed.journal.atOnce / end,
      pace: pace.busy / end,
      api: server.busy / assumed.api.atOnce / end
    },
    busiestSecond: seconds.most
  }
}
