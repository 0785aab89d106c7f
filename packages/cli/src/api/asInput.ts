/** Input made of flags, which no type can check. The SDK checks it before it sends anything and names what is wrong. */
export const asInput = <Input>(flags: object): Input =>
  // The proof is at run time: an input that breaks its schema is refused as a usage error.
  flags as Input
