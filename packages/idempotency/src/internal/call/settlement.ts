/** A listener to the end of a call: `true` when its key is used up. */
export type Listener = (spent: boolean) => void

const tell = (listener: Listener, spent: boolean): void => {
  try {
    listener(spent)
  } catch {
    // A generator that breaks while it is notified cannot change the result of a call that has ended.
  }
}

/** Notifies listeners in order. One that throws does not keep the others from it. */
export const tellAll = (listeners: ReadonlyArray<Listener>, spent: boolean): void =>
  listeners.forEach((listener) => tell(listener, spent))

/** The end of one call, which is settled once. Listeners that come afterwards are notified at once. */
export class Settlement {
  private readonly listeners: Array<Listener> = []
  private spent: boolean | undefined

  readonly onEnd = (listener: Listener): void => {
    if (this.spent === undefined) this.listeners.push(listener)
    else tell(listener, this.spent)
  }

  get hasListeners(): boolean {
    return this.listeners.length > 0
  }

  settle(spent: boolean): void {
    if (this.spent !== undefined) return
    this.spent = spent
    tellAll(this.listeners, spent)
  }
}

/** Counts the calls that use one thing: it is taken by the first of them, and given back by the last, unless one spent it. */
export class Holders {
  private count = 0
  private spent = false
  private wasHeld = false

  constructor(private readonly heldAgain: () => void, private readonly ended: Listener) {}

  hold(): void {
    if (this.count === 0 && this.wasHeld && !this.spent) this.heldAgain()
    this.count += 1
    this.wasHeld = true
  }

  release(spent: boolean): void {
    this.count -= 1
    if (this.spent) return
    this.spent = spent
    if (spent || this.count === 0) this.ended(spent)
  }
}
