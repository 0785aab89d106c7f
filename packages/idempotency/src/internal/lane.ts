/** Result of a request, as far as the pace is concerned. `asked` is the server's `Retry-After` in milliseconds. */
export type Verdict =
  | { readonly _tag: "Served" }
  | { readonly _tag: "Limited"; readonly asked: number | undefined }
  | { readonly _tag: "Failed" }

/** The longest time for which one answer closes a lane, in milliseconds. */
const longestClosing = 3_600_000

/** A request that waits to be admitted. `entered` holds however the wait ended. */
export interface Turn {
  readonly ticket: number
  entered: boolean
  wake: () => void
}

/** A request that asks to be admitted. */
export interface Ask {
  /** Requests of one lane share a pace: those of one host, tenant and kind (reads, writes). */
  readonly lane: string
  /** The call's ticket, which keeps its place in the line over its attempts. */
  readonly ticket: number
  /** Longest wait, in milliseconds. */
  readonly patience: number
}

/** The requests of one lane. All steps are synchronous, so that no other fiber sees an intermediate state. */
export class Lane {
  /** Calls that are inside, in line or asleep until the lane opens. */
  users = 0
  /** When the last of them left. */
  idleSince = 0
  /** Time before which no request enters. */
  openAt = 0
  /** Counts the closings, so that the requests of one round count as one rejection. */
  round = 0
  private inFlight = 0
  /** Concurrent requests: halved by a rejection, one more per full round that is served (AIMD, as in RFC 5681). */
  private limit: number
  /** Closings since the last served request. */
  private rejections = 0
  /** In the order of the tickets. */
  private readonly line: Array<Turn> = []

  constructor(private readonly most: number) {
    this.limit = most
  }

  /** True if a new lane would behave the same. */
  isPristine(now: number): boolean {
    return this.users === 0 && this.limit === this.most && this.rejections === 0 && now >= this.openAt
  }

  /** Takes a place at once, unless others wait for one. */
  enter(now: number, turn: Turn): boolean {
    if (this.line.length > 0 || !this.hasPlace(now)) return false
    this.inFlight += 1
    turn.entered = true
    return true
  }

  queue(turn: Turn): void {
    const later = this.line.findIndex((other) => other.ticket > turn.ticket)
    this.line.splice(later === -1 ? this.line.length : later, 0, turn)
  }

  giveUp(turn: Turn): void {
    const index = this.line.indexOf(turn)
    if (index !== -1) this.line.splice(index, 1)
  }

  leave(now: number, round: number, verdict: Verdict): void {
    this.inFlight -= 1
    if (verdict._tag === "Served") {
      this.rejections = 0
      this.limit = Math.min(this.most, this.limit + 1 / this.limit)
    }
    if (verdict._tag === "Limited") this.close(now, round, verdict.asked)
    this.admit(now)
  }

  private hasPlace(now: number): boolean {
    return now >= this.openAt && this.inFlight < Math.floor(this.limit)
  }

  private admit(now: number): void {
    while (this.hasPlace(now)) {
      const next = this.line.shift()
      if (next === undefined) return
      this.inFlight += 1
      next.entered = true
      next.wake()
    }
  }

  private close(now: number, round: number, asked: number | undefined): void {
    if (round === this.round) {
      this.round += 1
      this.rejections += 1
      this.limit = Math.max(1, Math.floor(this.limit / 2))
    }
    const wait = asked ?? Math.min(30_000, 500 * 2 ** (this.rejections - 1))
    this.openAt = Math.max(this.openAt, now + Math.min(longestClosing, wait))
    // The line of a closed lane is empty: its requests sleep until it opens, each by its own clock, and come back.
    for (const turn of this.line.splice(0)) turn.wake()
  }
}
