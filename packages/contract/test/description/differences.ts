import type { Json, Operation, Shape } from "./document.js"

const missing = (expected: Iterable<string>, found: { readonly has: (name: string) => boolean }) =>
  [...expected].filter((name) => !found.has(name))

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const sorted = (limits: Json) => Object.entries(limits).sort(([a], [b]) => a < b ? -1 : 1)

/** In what two shapes differ by name. */
const names = (at: string, ours: Shape, theirs: Shape): ReadonlyArray<string> => [
  ...missing(theirs.keys(), ours).map((name) => `${at} lacks ${name}`),
  ...missing(ours.keys(), theirs).map((name) => `${at} adds ${name}`)
]

/** An input says the same, limit by limit. */
const input = (at: string, ours: Shape, theirs: Shape): ReadonlyArray<string> => [
  ...names(at, ours, theirs),
  ...[...ours].flatMap(([name, said]) => {
    const other = theirs.get(name)
    if (other === undefined) return []
    return [
      ...(said.required === other.required ? [] : [`${at} ${name} required: ${said.required}`]),
      ...(same(said.values, other.values) ? [] : [`${at} ${name} values: ${said.values.join()}`]),
      ...(same(sorted(said.limits), sorted(other.limits))
        ? []
        : [`${at} ${name} limits: ${JSON.stringify(said.limits)} for ${JSON.stringify(other.limits)}`])
    ]
  })
]

/** An answer has the same properties and knows the same values; nothing is insisted on that is not promised. */
const answer = (at: string, ours: Shape, theirs: Shape): ReadonlyArray<string> => [
  ...names(at, ours, theirs),
  ...[...ours].flatMap(([name, said]) => {
    const other = theirs.get(name)
    if (other === undefined) return []
    return [
      ...(said.required && !other.required ? [`${at} ${name} is insisted on`] : []),
      ...missing(other.values, new Set(said.values)).map((value) => `${at} ${name} does not know ${value}`)
    ]
  })
]

/** In what an operation of ours differs from the published one. */
export const differences = (ours: Operation, theirs: Operation): ReadonlyArray<string> => [
  ...(["verb", "path", "isPublic"] as const).filter((name) => ours[name] !== theirs[name]).map((name) =>
    `${ours.id} ${name}: ${ours[name]} for ${theirs[name]}`
  ),
  ...missing(theirs.parameters.keys(), ours.parameters).map((name) => `${ours.id} lacks ${name}`),
  ...missing(ours.parameters.keys(), theirs.parameters).map((name) => `${ours.id} adds ${name}`),
  ...[...ours.parameters].flatMap(([name, { required, shape }]) => {
    const other = theirs.parameters.get(name)
    if (other === undefined) return []
    return [
      ...(required === other.required ? [] : [`${ours.id} ${name} required: ${required}`]),
      ...input(`${ours.id} ${name}`, shape, other.shape)
    ]
  }),
  ...((ours.body === undefined) === (theirs.body === undefined) ? [] : [`${ours.id} body: ${ours.body !== undefined}`]),
  ...input(`${ours.id} body`, ours.body ?? new Map(), theirs.body ?? ours.body ?? new Map()),
  ...missing(theirs.answers.keys(), ours.answers).map((status) => `${ours.id} lacks ${status}`),
  ...missing(ours.answers.keys(), theirs.answers).map((status) => `${ours.id} adds ${status}`),
  ...[...ours.answers].flatMap(([status, shape]) =>
    answer(`${ours.id} ${status}`, shape, theirs.answers.get(status) ?? shape)
  )
]
