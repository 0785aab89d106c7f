interface Shared {
  readonly interrupts: Set<() => void>
  readonly listener: () => void
}

const shared = new WeakMap<AbortSignal, Shared>()

const listenTo = (signal: AbortSignal): Shared => {
  const interrupts = new Set<() => void>()
  const listener = () => {
    for (const interrupt of interrupts) interrupt()
  }
  const made = { interrupts, listener }
  signal.addEventListener("abort", listener, { once: true })
  shared.set(signal, made)
  return made
}

/**
 * Runs `interrupt` when the signal is aborted, until the returned function is called. Calls that share a signal share a
 * listener: Node takes eleven of them for a leak and warns.
 */
export const onAbort = (signal: AbortSignal, interrupt: () => void): () => void => {
  const { interrupts, listener } = shared.get(signal) ?? listenTo(signal)
  interrupts.add(interrupt)
  return () => {
    interrupts.delete(interrupt)
    if (interrupts.size > 0) return
    signal.removeEventListener("abort", listener)
    shared.delete(signal)
  }
}
