const symbolOf = (name: string) => Symbol.for(`@qurl/promise/${name}`)

/** Gives a class its name, and a mark that every copy of this package knows. Minifiers change neither. */
export const brand = (constructor: { readonly prototype: Error }, name: string): void => {
  Object.defineProperty(constructor.prototype, "name", { value: name, configurable: true, writable: true })
  Object.defineProperty(constructor.prototype, symbolOf(name), { value: true })
}

/** Whether a value carries the mark of a class, which whoever sets it vouches for. */
export const guard = <E>(name: string) => (error: unknown): error is E =>
  typeof error === "object" && error !== null && symbolOf(name) in error
