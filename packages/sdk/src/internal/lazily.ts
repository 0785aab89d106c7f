/** Defers making a function to its first call: a program uses few of the schemas that it loads. */
export const lazily = <A, B>(make: () => (input: A) => B): (input: A) => B => {
  let made: ((input: A) => B) | undefined
  return (input) => (made ??= make())(input)
}
