import type * as Observe from "./observe.js"
import type * as Schedule from "./schedule.js"

/** Makes the call of a step. */
export const perform = (writes: Observe.Writes, step: Schedule.Step, resources: ReadonlyArray<string>) => {
  const { name, operation, refused, target } = step
  const id = refused ? `r_${name}` : resources[target] ?? ""
  // The API refuses links to a private host.
  const input = (label: string) => ({ target_url: `https://${refused ? "10.0.0.1" : "example.com"}/${label}`, label })
  switch (operation) {
    case "create":
      return writes.create(input(name))
    case "batchCreate":
      return writes.batchCreate([input(`${name}-a`), input(`${name}-b`), input(`${name}-c`)])
    case "mintLink":
      return writes.mintLink(id, { label: name })
    case "update":
      return writes.update(id, { description: name })
    case "delete":
      return writes.delete(id)
  }
}

/** Sends a few consecutive requests of a client to a port without a listener. */
export const reaching = (
  { unreachable: { from, length } }: Schedule.Part,
  nowhere: number
): (url: string) => string => {
  let sent = 0
  return (url) => {
    sent += 1
    if (sent <= from || sent > from + length) return url
    const moved = new URL(url)
    moved.port = String(nowhere)
    return moved.href
  }
}
