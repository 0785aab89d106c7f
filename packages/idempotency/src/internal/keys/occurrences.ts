/**
 * Numbers identical calls: each takes the lowest number that is neither used up nor held by a running call.
 *
 * Taking a number costs O(1), giving one back a binary search in those given back.
 */
export class Occurrences {
  private next = 1
  /** Given back, in descending order, so that the lowest is popped. */
  private readonly free: Array<number> = []

  take(): number {
    return this.free.pop() ?? this.next++
  }

  /** Holds a number again, or marks it as used up. */
  keep(occurrence: number): void {
    const place = this.placeOf(occurrence)
    if (this.free[place] === occurrence) this.free.splice(place, 1)
  }

  giveBack(occurrence: number): void {
    const place = this.placeOf(occurrence)
    if (this.free[place] !== occurrence) this.free.splice(place, 0, occurrence)
  }

  /** Index of the first free number that is not greater. */
  private placeOf(occurrence: number): number {
    let low = 0
    let high = this.free.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.free[middle] ?? 0) > occurrence) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** The occurrences of many calls, by their identity. */
export class OccurrencesByIdentity {
  private readonly all = new Map<string, Occurrences>()

  of(identity: string): Occurrences {
    const known = this.all.get(identity)
    if (known !== undefined) return known
    const fresh = new Occurrences()
    this.all.set(identity, fresh)
    return fresh
  }
}
